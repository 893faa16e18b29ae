"""A month's circular in parts, each sentences with its tables and pictures, in the order of the paper (月度通报).

The same parts stand in the notebook, on paper and in JSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from analysis.questions import bulletins
from analysis.rulebooks import clauses
from analysis.views import bulletin_sentences, bulletin_steps, words
from analysis.views.amounts import target_title
from analysis.views.bulletin_sentences import placed_leagues, unit_title
from analysis.views.chart_contents import EARNED, Bar, Chart, DiamondMarks, Layer
from analysis.views.chart_drawing import bar_chart
from analysis.views.comparison_tables import CHANGED_VERDICTS, toned_outcome
from analysis.views.league_tables import league_title, place_range, short_league
from analysis.views.view_objects import Passage, Table, ViewSequence, table_columns
from analysis.views.words import (
    Row,
    amount_text,
    floor_notes,
    floored_total,
    interval_text,
    joined_texts,
    maximum_text,
    rounded_text,
    say,
    total_span,
)

ROWS, BARS, BEST, FIGURES, PROBLEMS, FEW = 16, 10, 4, 2, 2, 4
"""What three pages have room for: rows of places and bars over all leagues, best items, figures and problems a row."""
UNITS = {"zh": 5, "en": 2}
SHORT, LEAST, LAST = 12, {"zh": 5, "en": 4}, {"zh": 2, "en": 1}
"""Rows over all leagues, and of each, where a league does not fit whole; how many of them are its last."""


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


def bulletin_title(result: bulletins.MonthBulletin, lang: str = "zh") -> str:
    """What the circular is called."""
    return say("bulletin headline", lang, month=words.month_title(result.month, lang))


def bulletin_parts(
    result: bulletins.MonthBulletin, lang: str = "zh", excluded: Sequence[str] = ()
) -> dict[str, BulletinPart]:
    """The parts by name, in order: `overall, places, best, problems, next`.

    `excluded`: units left out, as their figures are faulty.
    """
    parts = (
        _part("overall", bulletin_sentences.overall_texts(result, lang, excluded), (), lang),
        _places(result, lang), _best(result, lang), _problems(result, lang),
        _next(result, lang),
    )  # fmt: skip
    return {part.id: part for part in parts}


def _part(name: str, sentences: Sequence[str], shown: Sequence[Table | Chart], lang: str) -> BulletinPart:
    return BulletinPart(name, say(f"bulletin {name}", lang), tuple(sentences), tuple(shown), lang)


def _places(result: bulletins.MonthBulletin, lang: str) -> BulletinPart:
    ranked = [league for league in placed_leagues(result) if not _nowhere(result, league, lang)]
    shown: list[Table | Chart] = [places_table(result, ranked, lang)] if ranked else []
    largest = max(ranked, key=lambda league: result.of_league(league).height, default=None)
    shown += [] if largest is None else [places_chart(result, largest, lang)]
    return _part("places", (*_unranked(result, lang), *bulletin_sentences.mover_texts(result, lang)), shown, lang)


def _unranked(result: bulletins.MonthBulletin, lang: str) -> list[str]:
    """That there is nothing to rank, or no place that is known."""
    if not placed_leagues(result):
        return [say("bulletin unranked" if result.places.height == 1 else "bulletin no league", lang)]
    return [
        say("bulletin nowhere", lang, league=league_title(league, lang), count=result.of_league(league).height)
        for league in placed_leagues(result)
        if _nowhere(result, league, lang)
    ]


def _nowhere(result: bulletins.MonthBulletin, league: int, lang: str) -> bool:
    """Whether a table that has no room for all would list places none of which is known."""
    own = result.of_league(league)
    return bool((own["best"] == 1).all() and (own["worst"] == own.height).all()) and bool(
        _ends(result, league, ROWS, lang)[1]
    )


def _ends(result: bulletins.MonthBulletin, league: int, whole: int, lang: str) -> tuple[int, int]:
    """How many of the first and of the last units of a league are shown."""
    count, leagues = result.of_league(league).height, len(placed_leagues(result))
    most = max(LEAST[lang], (whole if count <= whole // leagues else min(whole, SHORT)) // leagues)
    return (count, 0) if count <= most else (most - LAST[lang], LAST[lang])


def places_table(result: bulletins.MonthBulletin, leagues: Sequence[int], lang: str = "zh") -> Table:
    """The places of some leagues; of a league that is too long for the paper, the first and the last."""
    several = len(leagues) > 1
    rows = [
        _placed(row, result, lang)[not several :]
        for league in leagues
        for row in _cut(result.of_league(league), *_ends(result, league, ROWS, lang)).iter_rows(named=True)
    ]
    heads = table_columns(
        *([(say("league", lang), "name")] if several else []), (say("place", lang), "number"),
        (say("bulletin unit", lang), "name"), (say("total", lang), "number"), (say("bulletin against", lang), "number"),
        (say("bulletin moved", lang), "mark"), *([(say("bulletin vetoes", lang), "mark")] if _judges(result) else []),
    )  # fmt: skip
    floors = floor_notes(result.places.filter(pl.col("league").is_in(leagues))["low"], lang)
    notes = (*_shortened(result, leagues, lang), *floors, say("bulletin note", lang))
    return Table(_headed(result, leagues, lang), heads, tuple(rows), lang, notes)


def _shortened(result: bulletins.MonthBulletin, leagues: Sequence[int], lang: str) -> tuple[str, ...]:
    """Which leagues are not listed whole, and how many units they have."""
    cut = [league for league in leagues if _ends(result, league, ROWS, lang)[1]]
    counted = [
        say("bulletin counted", lang, league=league_title(league, lang), count=result.of_league(league).height)
        for league in cut
    ]
    return (say("bulletin cut", lang, leagues=joined_texts(counted, lang)),) if cut else ()


def _headed(result: bulletins.MonthBulletin, leagues: Sequence[int], lang: str) -> str:
    if len(leagues) > 1:
        return say("bulletin tables", lang)
    return say("bulletin table", lang, league=league_title(leagues[0], lang), count=result.of_league(leagues[0]).height)


def _judges(result: bulletins.MonthBulletin) -> bool:
    return bool(result.book.of_kind(clauses.TESTED))


def _cut(rows: pl.DataFrame, first: int, last: int) -> pl.DataFrame:
    return rows if first >= rows.height else pl.concat([rows.head(first), rows.tail(last)])


def _placed(row: Row, result: bulletins.MonthBulletin, lang: str) -> tuple[str, ...]:
    verdict = (toned_outcome(row["passes"], lang, CHANGED_VERDICTS),) if _judges(result) else ()
    total, change = total_span(row, lang), bulletin_sentences.points_gained(row, lang)
    name, moved = unit_title(row["city"], lang), bulletin_sentences.place_change(row, lang)
    return short_league(row["league"], lang), place_range(row, lang), name, total, change, moved, *verdict


def places_chart(result: bulletins.MonthBulletin, league: int, lang: str = "zh") -> Chart:
    """Totals in order of place, hatched as far as they are open; a diamond marks the month before."""
    own = result.of_league(league)
    first, last = _ends(result, league, BARS, lang)
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


def _best(result: bulletins.MonthBulletin, lang: str) -> BulletinPart:
    """The table; what it does not hold stands under it, or for itself where nothing can be listed."""
    table, waiting = best_table(result, lang), _best_waiting(result, lang)
    said = [text for league in _compared(result) for text in _best_texts(result, league, lang)] + waiting
    if table.rows:
        return _part("best", (), [replace(table, notes=tuple(said))], lang)
    return _part("best", said or [say("places none", lang)], (), lang)


def _compared(result: bulletins.MonthBulletin) -> list[int]:
    return [league for league in result.leagues() if league is not None]


def _best_texts(result: bulletins.MonthBulletin, league: int, lang: str) -> list[str]:
    """What can't be compared, or in which nobody stands out."""
    name, own = league_title(league, lang), result.best.filter(pl.col("league") == league)
    if result.of_league(league).height == 1:
        return [say("best alone", lang, league=name)]
    return [] if (own["leaders"].list.len() > 0).any() else [say("best alike", lang, league=name)]


def _best_waiting(result: bulletins.MonthBulletin, lang: str) -> list[str]:
    """How many items of each league are open for lack of data."""
    compared = result.best.filter(pl.col("league").is_in(placed_leagues(result)))
    waiting = compared.filter(pl.col("leaders").list.len() == 0).group_by("league", maintain_order=True).len()
    items = [say("best waiting", lang, league=league_title(name, lang), count=count) for name, count in waiting.rows()]
    return [say("best open", lang, items=joined_texts(items, lang))] if items else []


def best_table(result: bulletins.MonthBulletin, lang: str = "zh") -> Table:
    """The groups and clauses in which the first leads most, with who it is, what it earns and by which figures."""
    leagues = placed_leagues(result)
    sure = result.best.filter(pl.col("leaders").list.len() > 0)
    most = max(1, BEST // max(1, len(leagues)))
    rows = [row for league in leagues for row in sure.filter(pl.col("league") == league).head(most).to_dicts()]
    heads = table_columns(
        *([(say("league", lang), "name")] if len(leagues) > 1 else []), (say("best item", lang), "name"),
        say("best leaders", lang), (say("bar earned", lang), "number"), (say("possible", lang), "number"),
        (say("best average", lang), "number"), say("best figures", lang),
    )  # fmt: skip
    shown = tuple(_leading(row, result, lang)[len(leagues) < 2 :] for row in rows)
    return Table(say("best table", lang), heads, shown, lang)


def _leading(row: Row, result: bulletins.MonthBulletin, lang: str) -> tuple[str, ...]:
    group = row["level"] == bulletins.GROUP
    title = (
        result.book.groups[row["item"]].title_in(lang)
        if group
        else bulletin_sentences.item_text(result, row["item"], lang)
    )
    units = bulletin_sentences.named_units([unit_title(code, lang) for code in row["leaders"]], lang, FIGURES)
    average = interval_text(row["average_low"], row["average_high"], lang)
    figures = say("not there", lang) if group else _figures(row, result, lang)
    earned, most = rounded_text(row["points"]), maximum_text(row["possible"], lang)
    return short_league(row["league"], lang), title, units, earned, most, average, figures


def _figures(row: Row, result: bulletins.MonthBulletin, lang: str) -> str:
    """The first figures that a clause is worked out from, of the first unit."""
    clause, unit = result.book.clauses[row["item"]], row["leaders"][0]
    names = list(clause.facts())[:FIGURES]
    own = result.figures.filter((pl.col("city") == unit) & pl.col("fact").is_in(names))
    amounts, dictionary = dict(own.select("fact", "value").iter_rows()), result.book.dictionary
    said = [
        f"{target_title(name, result.book, lang)} {amount_text(amounts.get(name), dictionary[name], lang)}"
        for name in names
    ]
    return joined_texts(said, lang)


def _problems(result: bulletins.MonthBulletin, lang: str) -> BulletinPart:
    table = problems_table(result, lang)
    if table.rows:
        return _part("problems", (), [table], lang)
    waiting = not result.owed.is_empty() or result.unset
    return _part("problems", [say("problem unseen" if waiting else "problem none", lang)], (), lang)


def problems_table(result: bulletins.MonthBulletin, lang: str = "zh") -> Table:
    """Unit by unit: the tests that fail and what is missing, the clauses furthest below the mean of the others."""
    rows = tuple(_problem(unit, result, lang) for unit in result.detailed[: UNITS[lang]])
    alone = not placed_leagues(result)
    heads = table_columns(
        (say("bulletin unit", lang), "name"), *([say("problem vetoes", lang)] if _judges(result) else []),
        say("problem lost" if alone else "problem behind", lang),
    )  # fmt: skip
    count = result.places.filter((pl.col("failed") > 0) | (pl.col("behind") > 0)).height
    rest = (say("problem rest", lang, shown=len(rows), count=count),) if count > len(rows) else ()
    return Table(say("problem table", lang), heads, rows, lang, rest)


def _problem(unit: str, result: bulletins.MonthBulletin, lang: str) -> tuple[str, ...]:
    most = PROBLEMS if len(result.detailed) <= FEW else 1
    gaps = bulletin_sentences.gap_texts(result, unit, lang, most)
    behind = bulletin_sentences.behind_texts(result, unit, lang, most)
    vetoes = (joined_texts(gaps, lang, "semicolon"),) if _judges(result) else ()
    return unit_title(unit, lang), *vetoes, joined_texts(behind, lang, "semicolon")


def _next(result: bulletins.MonthBulletin, lang: str) -> BulletinPart:
    table = bulletin_steps.steps_table(result, lang)
    units = bulletin_sentences.named_units([unit_title(code, lang) for code in result.absent], lang)
    said = [say("next absent", lang, units=units)] if result.absent else []
    return _part("next", said if said or table.rows else [say("next none", lang)], [table] if table.rows else [], lang)
