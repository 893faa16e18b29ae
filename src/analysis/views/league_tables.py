"""Tables of leagues: places, peers, the demanded official place, the spread, movers (排名表)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from analysis.facts import AllCityFacts, city_candidates, unit_league
from analysis.questions import league as question
from analysis.rulebooks import Rulebook, clauses
from analysis.views import words
from analysis.views.amounts import clause_title, points_change
from analysis.views.comparison_tables import CHANGED_VERDICTS, toned_outcome
from analysis.views.view_objects import Table, TonedText, table_columns, view_sequence
from analysis.views.words import (
    Row,
    floor_notes,
    floored_points,
    interval_text,
    maximum_text,
    percent_text,
    points_span,
    say,
    total_interval,
    total_span,
)

QUARTILES = tuple(question.QUARTILES)


def place_range(row: Row, lang: str, end: str = "") -> str:
    """`3`, or the range `3–7`; a dash where there is none."""
    best, worst = row[f"best{end}"], row[f"worst{end}"]
    if best is None:
        return say("not there", lang)
    return f"{best}" if best == worst else say("place range", lang, best=best, worst=worst)


def league_title(league: int | None, lang: str) -> str:
    """The league's name: a class of cities, or the towns of a place and their group."""
    return _league(league, lang, "league")


def short_league(league: int | None, lang: str) -> str:
    """The same in a word or two, for a column."""
    return _league(league, lang, "bulletin league")


def _league(league: int | None, lang: str, key: str) -> str:
    own = unit_league(league)
    if own is None:
        return say(f"{key} {league}", lang)
    fields = {"kind": words.joined_texts((kind.title_in(lang) for kind in own.kinds), lang), "group": own.group}
    fields["place"] = words.city_title(own.place, lang) if city_candidates(own.place) else own.place
    return say(f"{key} group" if own.group else f"{key} unit", lang, **fields)


def _many(league: int | None, lang: str, key: str = "many") -> str:
    """What is ranked in a league: cities, or units."""
    return say(f"{key} unit" if unit_league(league) else f"{key} city", lang)


def places_tables(
    scored: pl.DataFrame, book: Rulebook, month: str, lang: str = "zh", most: int | None = None, city: str = ""
) -> Any:
    """A table of each league's places; the first `most`, and the `city` wherever it stands."""
    leagues = scored.partition_by("league", maintain_order=True)
    return view_sequence([_places(part, book, month, lang, most, city) for part in leagues] or [_nobody(lang)])


def _nobody(lang: str) -> Table:
    return Table(say("places none", lang), (), (), lang)


def _places(part: pl.DataFrame, book: Rulebook, month: str, lang: str, most: int | None, city: str) -> Table:
    shown = part if most is None else part.head(most)
    beyond = part.filter(pl.col("city") == city) if city and city not in shown["city"] else part.clear()
    rows = [_placed(row, lang, city) for row in pl.concat([shown, beyond]).iter_rows(named=True)]
    unit = _many(part["league"][0], lang, "heading")
    heads = table_columns(
        (say("place", lang), "number"), (unit, "name"), (say("total", lang), "number"),
        (say("possible", lang), "number"), (say("verdict", lang), "mark"),
    )  # fmt: skip
    cut = [say("places cut", lang, most=most, count=part.height)] if most is not None and most < part.height else []
    notes = (
        say("places note", lang, many=_many(part["league"][0], lang)),
        *floor_notes([*shown["low"], *beyond["low"]], lang),
        *cut,
    )
    return Table(_headed(part, book, month, lang), heads, tuple(rows), lang, notes)


def _headed(part: pl.DataFrame, book: Rulebook, month: str, lang: str) -> str:
    first, count = part.row(0, named=True), part.height
    fields = {"book": book.title_in(lang), "month": words.month_title(month, lang), "count": count}
    fields |= {"league": league_title(first["league"], lang), "many": _many(first["league"], lang)}
    alone = first["rank"] == 1 and (count == 1 or part["rank"][1] != 1)
    if not alone:
        return say("places title", lang, **fields)
    return say("places first", lang, name=_city(first, lang), points=total_span(first, lang), **fields)


def _placed(row: Row, lang: str, city: str) -> tuple[str, ...]:
    name = _city(row, lang)
    shown = TonedText(name, "strong") if row["city"] == city else name
    verdict = toned_outcome(row["passes"], lang, CHANGED_VERDICTS)
    return place_range(row, lang), shown, total_span(row, lang), maximum_text(row["possible"], lang), verdict


def _city(row: Row, lang: str) -> str:
    return row["city"] if row["name"] is None else words.city_title(row["city"], lang)


def peers_tables(
    peers: pl.DataFrame, book: Rulebook, lang: str = "zh", league: int | None = None, own: pl.DataFrame | None = None
) -> Any:
    """The quartiles of each clause, a table a league; beside a city's own points where its POINTS are given."""
    wanted = peers if league is None else peers.filter(pl.col("league") == league)
    parts = wanted.partition_by("league", maintain_order=True)
    return view_sequence([_peers(part, book, lang, own) for part in parts] or [_nobody(lang)])


def _peers(part: pl.DataFrame, book: Rulebook, lang: str, own: pl.DataFrame | None) -> Table:
    mine = {} if own is None else {row["clause"]: row for row in own.iter_rows(named=True)}
    rows = [_peer(row, book, lang, mine) for row in part.iter_rows(named=True)]
    many = _many(part["league"][0], lang)
    named = [words.city_title(own["city"][0], lang)] if own is not None and own.height else []
    heads = table_columns(
        (say("clause id", lang), "name"), *((name, "number") for name in named),
        *((say(f"quartile {name}", lang), "number") for name in QUARTILES),
        (say("possible", lang), "number"), (say("share met", lang, many=many), "number"),
        (say("known of", lang), "number"),
    )  # fmt: skip
    count = part["cities"].max()
    title = say("peers title", lang, league=league_title(part["league"][0], lang), count=count, many=many)
    return Table(title, heads, tuple(rows), lang, notes=(say("peers note", lang, many=many),))


def _peer(row: Row, book: Rulebook, lang: str, mine: Mapping[str, Row]) -> tuple[str, ...]:
    test = row["kind"] == clauses.TESTED
    ends = [(row[f"{name}_low"], row[f"{name}_high"]) for name in QUARTILES]
    quartiles = ["" if test else interval_text(low, high, lang) for low, high in ends]
    share = _share(row["met_low"], row["met_high"]) if test else ""
    counts = say("of cities", lang, known=row["known"], cities=row["cities"])
    own = [_own(mine[row["clause"]], lang)] if row["clause"] in mine else []
    possible = "" if test else maximum_text(row["possible"], lang)
    return clause_title(row["clause"], book, lang), *own, *quartiles, possible, share, counts


def _own(row: Row, lang: str) -> str:
    return toned_outcome(row["met"], lang) if row["kind"] == clauses.TESTED else points_span(row, lang)


def _share(low: float, high: float) -> str:
    return percent_text(low) if percent_text(low) == percent_text(high) else f"{percent_text(low)}–{percent_text(high)}"


def demand_tables(demand: pl.DataFrame, book: Rulebook, ours: Rulebook, city: str, lang: str = "zh") -> Any:
    """How a city stands to the demanded official place, and beside it by our own totals; a table a clause."""
    rows = demand.filter(pl.col("city") == city).iter_rows(named=True)
    return view_sequence([_demanded(row, book, ours, lang) for row in rows] or [_nobody(lang)])


def _demanded(row: Row, book: Rulebook, ours: Rulebook, lang: str) -> Table:
    heads = table_columns((say("demand item", lang), "name"), (say("demand figure", lang), "number"))
    rows = [] if row["limit"] is None else list(_demands(row, lang))
    note = say("demand note", lang, book=ours.title_in(lang))
    return Table(_demand_title(row, book, lang), heads, tuple(rows), lang, notes=(note,) if rows else ())


def _demand_title(row: Row, book: Rulebook, lang: str) -> str:
    fields = {"clause": clause_title(row["clause"], book, lang), "name": _city(row, lang)}
    if row["limit"] is None:
        return say("demand none", lang, league=league_title(row["league"], lang), **fields)
    if row["supplied"] is None:
        return say("demand unknown", lang, **fields)
    away = say("demand away", lang, away=f"{row['away']:.0f}") if row["away"] else say("demand there", lang)
    places_told = {"supplied": f"{row['supplied']:.0f}", "limit": f"{row['limit']:.0f}"}
    return say("demand title", lang, verdict=away, **fields, **places_told)


def _demands(row: Row, lang: str) -> Iterable[tuple[str, str]]:
    limit = f"{row['limit']:.0f}"
    supplied = say("missing", lang) if row["supplied"] is None else f"{row['supplied']:.0f}"
    yield say("demand supplied", lang), supplied
    yield say("demand limit", lang), limit
    yield say("demand ours", lang), f"{place_range(row, lang)} / {row['cities']}"
    few = say("demand few", lang, count=row["cities"], limit=limit) if row["line_low"] is None else None
    yield say("demand line", lang, limit=limit), few or total_interval(row["line_low"], row["line_high"], lang)
    yield (
        say("demand gap", lang),
        say("not there", lang) if few else interval_text(row["gap_low"], row["gap_high"], lang),
    )


def league_spread_table(scored: pl.DataFrame, lang: str = "zh") -> Table:
    """Each league's totals: how many, how many known, quartiles, the lowest and highest, how many pass every test."""
    parts = scored.filter(pl.col("league").is_not_null()).partition_by("league", maintain_order=True)
    rows = [_spread(part, lang) for part in parts]
    heads = table_columns(
        (say("league", lang), "name"), (say("spread count", lang), "number"), (say("known of", lang), "number"),
        *((say(f"quartile {name}", lang), "number") for name in QUARTILES),
        (say("spread range", lang), "number"), (say("spread passing", lang), "number"),
    )  # fmt: skip
    notes = (say("peers note", lang, many=_many(None, lang)), *floor_notes(scored["low"], lang))
    return Table(say("spread title", lang), heads, tuple(rows), lang, notes=notes, empty=say("places none", lang))


def _spread(part: pl.DataFrame, lang: str) -> tuple[str, ...]:
    quartiles = [_quartile(part, share, lang) for share in question.QUARTILES.values()]
    ends = total_interval(part["low"].min(), part["high"].max(), lang)  # type: ignore[arg-type]
    scored, passing = part["points"].is_not_null().sum(), part["passes"].fill_null(False).sum()
    name = league_title(part["league"][0], lang)
    return name, f"{part.height}", f"{scored}", *quartiles, ends, f"{passing}"


def _quartile(part: pl.DataFrame, share: float, lang: str) -> str:
    low, high = (part[end].quantile(share, "linear") for end in ("low", "high"))
    return total_interval(low, high, lang)


def movers_table(moved: pl.DataFrame, months: tuple[str, str], lang: str = "zh", most: int = 10) -> Table:
    """The cities that gained and lost most between two months, with their places."""
    moves = largest_moves(moved, most)
    rows = [_moved(row, lang) for row in moves.iter_rows(named=True)]
    before, after = (words.month_title(month, lang) for month in months)
    heads = table_columns(
        (say("city", lang), "name"), (say("league", lang), "name"), (before, "number"), (after, "number"),
        (say("by", lang), "number"), (say("places up", lang), "number"),
    )  # fmt: skip
    compared = moved["change"].is_not_null().sum()
    note = say("movers note", lang, count=compared, open=moved.height - compared)
    notes = (note, *floor_notes([*moves["points_before"], *moves["points"]], lang))
    return Table(movers_title(moved, months, lang), heads, tuple(rows), lang, notes, say("movers none", lang))


def largest_moves(moved: pl.DataFrame, most: int) -> pl.DataFrame:
    """The largest gains, then the largest losses, the largest gain first; those that did not move are left out."""
    changed = moved.filter(pl.col("change").abs() > question.LEAST).sort(-pl.col("change"), "city")
    gains, losses = changed.filter(pl.col("change") > 0).head(most), changed.filter(pl.col("change") < 0).tail(most)
    return pl.concat([gains, losses])


def movers_title(moved: pl.DataFrame, months: tuple[str, str], lang: str) -> str:
    """Who gained and who lost most."""
    moves = largest_moves(moved, 1)
    if moves.is_empty():
        return say("movers none", lang)
    first, last = moves.row(0, named=True), moves.row(-1, named=True)
    before, after = (words.month_title(month, lang) for month in months)
    ends = {"up": _city(first, lang), "down": _city(last, lang)}
    by = {"gain": points_change(first["change"], lang), "loss": points_change(last["change"], lang)}
    return say("movers title", lang, before=before, after=after, **ends, **by)


def _moved(row: Row, lang: str) -> tuple[str, ...]:
    totals = tuple(floored_points(row[key]) for key in ("points_before", "points"))
    up = say("not there", lang) if row["up"] is None else f"{row['up']:+d}" if row["up"] else "0"
    return _city(row, lang), league_title(row["league"], lang), *totals, points_change(row["change"], lang), up


def excluded_cities(everywhere: AllCityFacts, lang: str = "zh") -> Table:
    """The cities whose figures are faulty and are in no league, with the first fault of each place."""
    rows = [(fault.where, fault.zh if lang == "zh" else fault.en) for fault in everywhere.faults]
    heads = table_columns((say("place where", lang), "name"), say("fault", lang))
    return Table(say("left out", lang), heads, tuple(rows), lang, empty=say("left out none", lang))
