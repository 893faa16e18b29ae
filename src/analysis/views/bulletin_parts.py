"""A month's circular in parts, each sentences with its tables and pictures, in the order of the paper (月度通报).

The same parts stand in the notebook, on paper and in JSON.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis.questions.bulletins import GROUP, MonthBulletin
from analysis.rulebooks import clauses
from analysis.views import bulletin_sentences, words
from analysis.views.amounts import target_amount, target_title
from analysis.views.bulletin_sentences import placed_leagues, unit_title
from analysis.views.chart_contents import EARNED, Bar, Chart, DiamondMarks, Layer
from analysis.views.chart_drawing import bar_chart
from analysis.views.comparison_tables import VERDICTS, toned_outcome
from analysis.views.league_tables import league_title, place_range
from analysis.views.view_objects import Passage, Table, ViewSequence, table_columns
from analysis.views.words import (
    floor_notes,
    floored_total,
    interval_text,
    joined_texts,
    maximum_text,
    rounded_text,
    say,
    total_span,
)

Row = Mapping[str, Any]
ROWS, BARS, BEST, FIGURES, PROBLEMS = 24, 12, 6, 2, 2
"""What three pages have room for: rows of places and bars over all leagues, best items, figures and problems a row."""
LEAST_ROWS, LAST = 6, 3


@dataclass(frozen=True, eq=False)
class BulletinPart:
    """A part of the circular: its heading, sentences, and the tables and charts under them."""

    id: str
    title: str
    sentences: tuple[str, ...]
    views: tuple[Table | Chart, ...]
    lang: str

    def _ipython_display_(self) -> None:
        passage = [Passage(self.title, self.sentences, self.lang)] if self.sentences else []
        ViewSequence((*passage, *self.views))._ipython_display_()

    def __repr__(self) -> str:
        return "\n".join([self.title, *self.sentences, *map(repr, self.views)])


def bulletin_title(result: MonthBulletin, lang: str = "zh") -> str:
    """What the circular is called."""
    return say("bulletin headline", lang, month=words.month_title(result.month, lang))


def bulletin_parts(result: MonthBulletin, lang: str = "zh", excluded: Sequence[str] = ()) -> dict[str, BulletinPart]:
    """The parts by name, in order: `overall, places, best, problems, next`.

    `excluded`: units left out, as their figures are faulty.
    """
    parts = (
        _part("overall", bulletin_sentences.overall_texts(result, lang, excluded), (), lang),
        _places(result, lang), _best(result, lang), _problems(result, lang),
        _part("next", bulletin_sentences.next_texts(result, lang), (), lang),
    )  # fmt: skip
    return {part.id: part for part in parts}


def _part(name: str, sentences: Sequence[str], shown: Sequence[Table | Chart], lang: str) -> BulletinPart:
    return BulletinPart(name, say(f"bulletin {name}", lang), tuple(sentences), tuple(shown), lang)


def _places(result: MonthBulletin, lang: str) -> BulletinPart:
    shown = [
        view
        for league in placed_leagues(result)
        if not _nowhere(result, league)
        for view in (places_table(result, league, lang), places_chart(result, league, lang))
    ]
    return _part("places", (*_unranked(result, lang), *bulletin_sentences.mover_texts(result, lang)), shown, lang)


def _unranked(result: MonthBulletin, lang: str) -> list[str]:
    """That there is nothing to rank, or no place that is known."""
    if not placed_leagues(result):
        return [say("bulletin unranked" if result.places.height == 1 else "bulletin no league", lang)]
    return [
        say("bulletin nowhere", lang, league=league_title(league, lang), count=result.of_league(league).height)
        for league in placed_leagues(result)
        if _nowhere(result, league)
    ]


def _nowhere(result: MonthBulletin, league: int) -> bool:
    """Whether a table that has no room for all would list places none of which is known."""
    own = result.of_league(league)
    return bool((own["best"] == 1).all() and (own["worst"] == own.height).all()) and own.height > _room(result, ROWS)


def _room(result: MonthBulletin, whole: int) -> int:
    """How many units of a league the paper has room for."""
    return max(LEAST_ROWS, whole // len(placed_leagues(result)))


def places_table(result: MonthBulletin, league: int, lang: str = "zh") -> Table:
    """The places of a league; where they are too many for the paper, the first and the last."""
    own = result.of_league(league)
    first, last = _ends(own.height, _room(result, ROWS))
    rows = tuple(_placed(row, result, lang) for row in _cut(own, first, last).iter_rows(named=True))
    heads = table_columns(
        (say("place", lang), "number"), (say("bulletin unit", lang), "name"), (say("total", lang), "number"),
        (say("bulletin against", lang), "number"), (say("bulletin moved", lang), "mark"),
        *([(say("bulletin vetoes", lang), "mark")] if _judges(result) else []),
    )  # fmt: skip
    cut = [say("bulletin cut", lang, first=first, last=last, count=own.height)] if first + last < own.height else []
    notes = (
        *cut,
        *floor_notes(own["low"], lang),
        *((say("bulletin note", lang),) if league == placed_leagues(result)[-1] else ()),
    )
    return Table(
        say("bulletin table", lang, league=league_title(league, lang), count=own.height), heads, rows, lang, notes
    )


def _judges(result: MonthBulletin) -> bool:
    return bool(result.book.of_kind(clauses.TESTED))


def _ends(count: int, most: int) -> tuple[int, int]:
    """How many of the first and of the last are shown."""
    return (count, 0) if count <= most else (most - LAST, LAST)


def _cut(rows: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    return rows if first >= rows.height else pl.concat([rows.head(first), rows.tail(last)])


def _placed(row: Row, result: MonthBulletin, lang: str) -> tuple[str, ...]:
    verdict = (toned_outcome(row["passes"], lang, VERDICTS),) if _judges(result) else ()
    total, change = total_span(row, lang), bulletin_sentences.total_change(row, lang)
    return (
        place_range(row, lang),
        unit_title(row["city"], lang),
        total,
        change,
        bulletin_sentences.place_change(row, lang),
        *verdict,
    )


def places_chart(result: MonthBulletin, league: int, lang: str = "zh") -> Chart:
    """Totals in order of place, hatched as far as they are open; a diamond marks the month before."""
    own = result.of_league(league)
    first, last = _ends(own.height, _room(result, BARS))
    rows = _cut(own, first, last).to_dicts()
    bars = [_bar(row, lang) for row in rows]
    layers = [Layer(say("bar earned", lang), EARNED), Layer(say("bar open", lang), EARNED, hatched=True)]
    before = [None if row["points_before"] is None else max(0.0, row["points_before"]) for row in rows]
    marks = [DiamondMarks(say("month before", lang), before)] if any(point is not None for point in before) else []
    return bar_chart(_finding(own, league, lang), bars, layers, lang, marks)


def _bar(row: Row, lang: str) -> Bar:
    total, label = floored_total(row), f"{place_range(row, lang)} {unit_title(row['city'], lang)}"
    return Bar(label, total_span(row, lang), (total["low"], max(0.0, total["high"] - total["low"])))


def _finding(own: pl.DataFrame, league: int, lang: str) -> str:
    first = own.filter(pl.col("rank") == 1)
    name = league_title(league, lang)
    if first.is_empty():
        return say("bulletin no first", lang, league=name)
    units, points = [unit_title(code, lang) for code in first["city"]], total_span(first.row(0, named=True), lang)
    if len(units) == 1:
        return say("bulletin first", lang, league=name, unit=units[0], points=points)
    return say("bulletin shared", lang, league=name, units=bulletin_sentences.named_units(units, lang), points=points)


def _best(result: MonthBulletin, lang: str) -> BulletinPart:
    said, shown = [], []
    for league in (league for league in result.leagues() if league is not None):
        table, texts = best_table(result, league, lang), _best_texts(result, league, lang)
        said += texts
        shown += [table] if table.rows else []
    return _part("best", said if said or shown else [say("places none", lang)], shown, lang)


def _best_texts(result: MonthBulletin, league: int, lang: str) -> list[str]:
    """What can't be compared, or is all alike, or is open."""
    name, own = league_title(league, lang), result.best.filter(pl.col("league") == league)
    waiting = own.filter(pl.col("leaders").list.len() == 0).height
    if result.of_league(league).height == 1:
        return [say("best alone", lang, league=name)]
    said = [say("best alike", lang, league=name)] if waiting == own.height else []
    return said + ([say("best open", lang, league=name, count=waiting)] if waiting else [])


def best_table(result: MonthBulletin, league: int, lang: str = "zh") -> Table:
    """The groups and clauses in which the first leads most, with who it is, what it earns and by which figures."""
    own = result.best.filter((pl.col("league") == league) & (pl.col("leaders").list.len() > 0))
    several = sum(name is not None for name in result.leagues())
    rows = own.head(max(2, BEST // max(1, several))).iter_rows(named=True)
    heads = table_columns(
        (say("best item", lang), "name"), say("best leaders", lang), (say("bar earned", lang), "number"),
        (say("possible", lang), "number"), (say("best average", lang), "number"), say("best figures", lang),
    )  # fmt: skip
    title = say("best table", lang, league=league_title(league, lang))
    return Table(title, heads, tuple(_leading(row, result, lang) for row in rows), lang)


def _leading(row: Row, result: MonthBulletin, lang: str) -> tuple[str, ...]:
    item = row["item"]
    group = row["level"] == GROUP
    title = result.book.groups[item].title_in(lang) if group else bulletin_sentences.item_text(result, item, lang)
    units = bulletin_sentences.named_units([unit_title(code, lang) for code in row["leaders"]], lang, FIGURES)
    average = interval_text(row["average_low"], row["average_high"], lang)
    figures = say("not there", lang) if group else _figures(row, result, lang)
    return title, units, rounded_text(row["points"]), maximum_text(row["possible"], lang), average, figures


def _figures(row: Row, result: MonthBulletin, lang: str) -> str:
    """The first figures that a clause is worked out from, of the first unit."""
    clause, unit = result.book.clauses[row["item"]], row["leaders"][0]
    names = list(clause.facts())[:FIGURES]
    own = result.figures.filter((pl.col("city") == unit) & pl.col("fact").is_in(names))
    amounts = dict(own.select("fact", "value").iter_rows())
    return joined_texts(
        [
            f"{target_title(name, result.book, lang)} {target_amount(amounts.get(name), name, result.book, lang)}"
            for name in names
        ],
        lang,
    )


def _problems(result: MonthBulletin, lang: str) -> BulletinPart:
    table = problems_table(result, lang)
    if table.rows:
        return _part("problems", (), [table], lang)
    waiting = not result.owed.is_empty() or result.unset
    return _part("problems", [say("problem unseen" if waiting else "problem none", lang)], (), lang)


def problems_table(result: MonthBulletin, lang: str = "zh") -> Table:
    """Unit by unit: the tests that fail and what is missing, the clauses furthest below the mean of the others."""
    rows = tuple(_problem(unit, result, lang) for unit in result.detailed)
    alone = not placed_leagues(result)
    heads = table_columns(
        (say("bulletin unit", lang), "name"), *([say("problem vetoes", lang)] if _judges(result) else []),
        say("problem lost" if alone else "problem behind", lang),
    )  # fmt: skip
    count = result.places.filter((pl.col("failed") > 0) | (pl.col("behind") > 0)).height
    rest = (say("problem rest", lang, shown=len(rows), count=count),) if count > len(rows) else ()
    return Table(say("problem table", lang), heads, rows, lang, rest)


def _problem(unit: str, result: MonthBulletin, lang: str) -> tuple[str, ...]:
    gaps = bulletin_sentences.gap_texts(result, unit, lang, PROBLEMS)
    behind = bulletin_sentences.behind_texts(result, unit, lang, PROBLEMS)
    vetoes = (joined_texts(gaps, lang, "semicolon"),) if _judges(result) else ()
    return unit_title(unit, lang), *vetoes, joined_texts(behind, lang, "semicolon")
