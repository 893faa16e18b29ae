"""Where each city stands among those of its league, and what its peers score, clause by clause (排名)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis import rulebooks, scorecards
from analysis.calendars import parse_month
from analysis.facts import all_cities, kind_of, long_facts, unit_table, valid_in
from analysis.rulebooks import Clause, Rulebook, RulebookName, clauses
from analysis.scenarios import BASELINE, ScenarioName

SAME = 9
"""Decimals at which two totals count as equal: below them lies only the noise of sums."""
LEAST = 10**-SAME
PLACE = ("city", "name", "league")
QUARTILES = {"first": 0.25, "median": 0.5, "third": 0.75}
CHOICE, RANK, LIMIT = "choice", "rank", "{name}_rank"


def league_months(book: RulebookName, month: str) -> tuple[str, ...]:
    """The months up to this one that the rulebook looks back to."""
    return scorecards.lookback_months(book, month)


def league_facts(book: Rulebook, city: str, month: str, as_of: str = "") -> pl.DataFrame:
    """FACTS of a unit and of all others it is ranked with, those looked back to included; now or as known on a day.

    Raises `InputError` where nothing of the unit was kept by the day.
    """
    looked = sorted({month, *league_months(book, month)})
    if not as_of:
        return all_cities(month, looked, book.dictionary, (kind_of(city),)).facts
    own = scorecards.facts_as_of(city, month, as_of, book.dictionary)
    others = scorecards.others_as_of(city, month, {month: looked}, as_of)
    return pl.concat([own, others.select(own.columns)])


def standings(facts: Any, book: RulebookName, month: str, scenario: ScenarioName = BASELINE) -> pl.DataFrame:
    """Every city of a month with its place in its league, by league and place.

    `facts`: FACTS of many cities, earlier months included where there are any. Returns one row a city: `city, name,
    league, passes, points, low, high, possible, rank, best, worst, cities`. Ranks are those of unrounded totals, ties
    share the better place (1, 1, 3). `best`, `worst`: the places that are possible where totals are intervals; `rank`
    is null where they differ. `cities`: how many of the league there are in `facts`. Leagues: `data/cities.csv` and
    the lists of units as they were in the month; a unit that is in none of them has none and no place.

    >>> from analysis import facts, rulebooks
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> from analysis.questions import league
    >>> league.standings(figures, book, "2021-03").select("city", "league", "best", "worst").row(0)
    ('320281', 3, 1, 1)
    """
    month = parse_month(month)
    totals = scorecards.total(facts, rulebooks.load(book, month), scenario)
    rows = with_league(totals.filter(pl.col("month") == month).drop("scenario", "month"), month)
    ranked = pl.concat([_ranked(part) for part in rows.partition_by("league")] or [_ranked(rows)])
    order = (pl.col("league").is_null(), "league", pl.col("best").is_null(), "best", "worst", "city")
    return ranked.sort(*order).select(*PLACE, "passes", "points", "low", "high", "possible", *ENDS)


ENDS = ("rank", "best", "worst", "cities")


def with_league(rows: pl.DataFrame, month: str) -> pl.DataFrame:
    """Rows by city or unit with `name` and `league` as the table of cities or its list had them in the month."""
    cities = unit_table().filter(valid_in(month)).unique("code", keep="last", maintain_order=True)
    return rows.join(cities.select(pl.col("code").alias("city"), "name", "league"), on="city", how="left")


def _ranked(rows: pl.DataFrame) -> pl.DataFrame:
    """The cities of one league with their places."""
    low, high = (rows[part].round(SAME).to_numpy() for part in ("low", "high"))
    best, worst = _places(low, high)
    certain = pl.Series((best == worst) & rows["league"].is_not_null().to_numpy())
    league = pl.col("league").is_not_null()
    return rows.with_columns(
        pl.when(league).then(pl.Series(best)).alias("best"),
        pl.when(league).then(pl.Series(worst)).alias("worst"),
        pl.when(certain).then(pl.Series(best)).alias("rank"),
        pl.when(league).then(pl.lit(rows.height, dtype=pl.Int64)).alias("cities"),
    )


def _places(low: NDArray[np.float64], high: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The best and worst place of each: after those certainly above it, and after all that may be above it."""
    lows, highs = np.sort(low), np.sort(high)
    certainly = len(low) - np.searchsorted(lows, high, side="right")
    perhaps = len(low) - np.searchsorted(highs, low, side="right") - (high > low)
    return certainly + 1, perhaps + 1


def peer_scores(facts: Any, book: RulebookName, month: str, scenario: ScenarioName = BASELINE) -> pl.DataFrame:
    """What the cities of each league score on each clause.

    Returns one row a league and clause: `league, clause, kind, possible, known, cities`, the quartiles of points as
    `first_low, first_high, median_low, median_high, third_low, third_high` (equal where every city's points are known,
    else between what they could be; linear between two cities), and for tests `met_low, met_high`, the share of cities
    that meet it. A deduction counts as what is deducted, 0 or below.
    """
    book, month = rulebooks.load(book, month), parse_month(month)
    points = scorecards.score(facts, book, scenario).filter(pl.col("month") == month)
    rows = with_league(points, month).filter(pl.col("league").is_not_null())
    quartiles = [
        pl.col(end).quantile(share, "linear").alias(f"{name}_{end}")
        for name, share in QUARTILES.items()
        for end in ("low", "high")
    ]
    is_known = (
        pl.when(pl.col("kind") == clauses.TESTED)
        .then(pl.col("met").is_not_null())
        .otherwise(pl.col("points").is_not_null())
    )
    test = pl.col("kind").first() == clauses.TESTED
    grouped = rows.group_by("league", "clause", maintain_order=True).agg(
        pl.col("kind", "possible").first(),
        is_known.sum().cast(pl.Int64).alias("known"),
        pl.len().cast(pl.Int64).alias("cities"),
        *quartiles,
        pl.when(test).then(pl.col("met").fill_null(False).mean()).alias("met_low"),
        pl.when(test).then(pl.col("met").fill_null(True).mean()).alias("met_high"),
    )
    order = pl.DataFrame({"clause": list(book.clauses), "order": range(len(book.clauses))})
    return grouped.join(order, on="clause").sort("league", "order").drop("order")


def rank_clauses(book: RulebookName) -> tuple[Clause, ...]:
    """The tests that demand a place in the official monitoring: clauses with a rule value that is a rank."""
    return tuple(
        clause
        for clause in rulebooks.load(book).clauses.values()
        if clause.kind == clauses.TESTED and any(value.unit == RANK for value in clause.values.values())
    )


def rank_test(facts: Any, book: RulebookName, month: str, scored: pl.DataFrame, of_cities: bool = True) -> pl.DataFrame:
    """How each city stands to the rulebook's demand of a place in the official monitoring.

    The official place is a supplied fact: it can't be worked out from our totals, which are shown beside it. `scored`:
    `table` of the rulebook that stands for the monitoring here. `of_cities`: units other than cities have no official
    place, and no row. Returns `city, name, league, clause, met, limit` (the
    last place that passes; null where the league's demand is another), `supplied` (the official place), `away` (places
    to go, 0 where it passes); by our own totals `best, worst, cities, line_low, line_high` (the total that takes the
    last passing place; null where fewer cities are there) and `gap_low, gap_high` (points to that line, 0 above it).
    """
    book, month = rulebooks.load(book, month), parse_month(month)
    figures = long_facts(facts, book.dictionary).filter(pl.col("month") == month)
    scores = scorecards.score(facts, book).filter(pl.col("month") == month)
    tests = [_stood(clause, book, figures, scores, scored) for clause in rank_clauses(book) if of_cities]
    return pl.concat(tests) if tests else pl.DataFrame(schema=STOOD)


STOOD = pl.Schema({
    "city": pl.String, "name": pl.String, "league": pl.Int64, "clause": pl.String, "met": pl.Boolean,
    "limit": pl.Float64, "supplied": pl.Float64, "away": pl.Float64, "best": pl.Int64, "worst": pl.Int64,
    "cities": pl.Int64, "line_low": pl.Float64, "line_high": pl.Float64, "gap_low": pl.Float64, "gap_high": pl.Float64,
})  # fmt: skip


def _stood(
    clause: Clause, book: Rulebook, figures: pl.DataFrame, scores: pl.DataFrame, scored: pl.DataFrame
) -> pl.DataFrame:
    fact = next(name for name in clause.facts() if book.dictionary[name].unit == RANK)
    supplied = figures.filter(pl.col("fact") == fact).select("city", pl.col("value").alias("supplied"))
    met = scores.filter(pl.col("clause") == clause.id).select("city", "clause", "met")
    lines = pl.DataFrame(list(_lines(clause, scored)), schema=LINES, orient="row")
    rows = scored.join(met, on="city").join(supplied, on="city", how="left").join(lines, on="league", how="left")
    return rows.with_columns(
        (pl.col("supplied") - pl.col("limit")).clip(lower_bound=0).alias("away"),
        (pl.col("line_low") - pl.col("high")).clip(lower_bound=0).alias("gap_low"),
        (pl.col("line_high") - pl.col("low")).clip(lower_bound=0).alias("gap_high"),
    ).select(pl.col(name).cast(kind) for name, kind in STOOD.items())


LINES = {"league": pl.Int64, "limit": pl.Float64, "line_low": pl.Float64, "line_high": pl.Float64}


def _lines(clause: Clause, scored: pl.DataFrame) -> Iterator[tuple[int, float, float | None, float | None]]:
    """For each league that must have a place: the last one that passes, and the total that takes it here."""
    for name, value in clause.values.items():
        limit = clause.values.get(LIMIT.format(name=name))
        if value.unit == CHOICE and value.amount is not None and limit is not None and limit.amount is not None:
            own = scored.filter(pl.col("league") == int(value.amount))
            low, high = (_nth(own[end], int(limit.amount)) for end in ("low", "high"))
            yield int(value.amount), limit.amount, low, high


def _nth(totals: pl.Series, place: int) -> float | None:
    """The total at a place from the top; None where there are fewer."""
    ordered = totals.sort(descending=True)
    return ordered[place - 1] if len(ordered) >= place else None


def rank_changes(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """What changed between two months' tables, for cities in both, by league and gain.

    Returns `city, name, league`, then `points, low, high, rank` of both months (`_before` for the first), `change`
    (null where a total is unknown) and `up`, places gained (null where a place is unknown).
    """
    parts = ("points", "low", "high", "rank")
    old = before.select("city", *(pl.col(name).alias(f"{name}_before") for name in parts))
    change, up = pl.col("points") - pl.col("points_before"), pl.col("rank_before") - pl.col("rank")
    changes = after.join(old, on="city").with_columns(change.alias("change"), up.alias("up"))
    ordered = changes.sort("league", pl.col("change").is_null(), -pl.col("change"), "city")
    return ordered.select(*PLACE, *(f"{name}_before" for name in parts), *parts, "change", "up")
