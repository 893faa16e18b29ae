"""What a researcher asks of many cities and months: the panel, what makes cities differ, elasticities (研究用表)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from analysis import rulebooks, scorecards
from analysis.calendars import parse_month
from analysis.facts import city_table, valid_in
from analysis.questions import league, lever_lattice, solver
from analysis.questions.lever_lattice import Lever
from analysis.questions.starting_points import StartingPoint, starting_point
from analysis.rulebooks import Rulebook, RulebookName, clauses
from analysis.scenarios import BASELINE, ScenarioName, parse_target

UNIT = "point"
OTHER, OTHER_ZH, OTHER_EN = "", "各组上限和下限", "Caps and floors of groups"
"""The `clause` of what caps and floors of groups take away or give, and its titles."""
LEAST_CITIES = 3
"""Cities from which differences between them are shared out."""
TINY = 1e-12
PERCENT = 0.01
CERTAIN = "low"
ZERO = 0.0
"""Added to a quotient, so that no answer is minus zero."""
SPREAD = pl.Schema({
    "league": pl.Int64, "clause": pl.String, "title": pl.String, "title_zh": pl.String, "unit": pl.String,
    "mean": pl.Float64, "deviation": pl.Float64, "least": pl.Float64, "most": pl.Float64, "covariance": pl.Float64,
    "share": pl.Float64, "cities": pl.Int64, "left_out": pl.Int64,
})  # fmt: skip
_ELASTIC: dict[str, pl.DataType | type[pl.DataType]] = {
    "fact": pl.String, "zh": pl.String, "en": pl.String, "unit": pl.String, "now": pl.Float64,
    "clauses": pl.List(pl.String), "sure": pl.Boolean,
    "more": pl.Float64, "points_more": pl.Float64, "elasticity_more": pl.Float64,
    "less": pl.Float64, "points_less": pl.Float64, "elasticity_less": pl.Float64,
}  # fmt: skip
ELASTICITY = pl.Schema(_ELASTIC)
SIDES = tuple(name for name in _ELASTIC if "more" in name or "less" in name)


def panel_rows(facts: Any, book: RulebookName, scenario: ScenarioName = BASELINE) -> pl.DataFrame:
    """Every city, month and clause in a row of its own, with names and leagues: a panel for any statistics package.

    Returns `city, name, league, month, clause, title, title_zh, kind, group, unit, points, low, high, met, possible`;
    points in points, null where unknown, between `low` and `high`; `met` of tests alone. Name and league are those of
    the row's month. Rows: by city and month, the rulebook's clauses in each.

    >>> from analysis import facts, rulebooks
    >>> from analysis.questions import research
    >>> rows = research.panel_rows(facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019"))
    >>> rows.filter(clause="18.3").select("name", "month", "points").tail(1).row(0)
    ('江阴市', '2021-03', 1.18596...)
    """
    book = rulebooks.load(book)
    scored = scorecards.score(facts, book, scenario, columns=("kind", "points", "low", "high", "met", "possible"))
    rows = _with_names(scored).join(_titles(book), on="clause", how="left", maintain_order="left")
    beside = ("title", "title_zh", "kind", "group", "unit", "points", "low", "high", "met", "possible")
    return rows.select("city", "name", "league", "month", "clause", *beside)


def _with_names(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of cities and months with the name and league of the row's own month; null where the table has none."""
    places = rows.select("city", "month").unique(maintain_order=True)
    table = city_table().select(pl.col("code").alias("city"), "name", "league", "valid_from", "valid_to")
    named = places.join(table, on="city").filter(valid_in(pl.col("month")))
    named = named.unique(["city", "month"], keep="last", maintain_order=True)
    return rows.join(
        named.select("city", "month", "name", "league"), on=["city", "month"], how="left", maintain_order="left"
    )


def _titles(book: Rulebook) -> pl.DataFrame:
    rows = [
        (name, clause.title, clause.title_zh, clause.group, "" if clause.kind == clauses.TESTED else UNIT)
        for name, clause in book.clauses.items()
    ]
    return pl.DataFrame(rows, schema=["clause", "title", "title_zh", "group", "unit"], orient="row")


def spread(facts: Any, book: RulebookName, month: str, scenario: ScenarioName = BASELINE) -> pl.DataFrame:
    """Which clauses make the cities of a league differ: each clause's share of the variance of their totals.

    Returns one row a league and clause, the largest share first: `league, clause, title, title_zh, unit, mean,
    deviation, least, most` (of the clause's points over the cities), `covariance` with the total, `share` (covariance
    over the variance of the totals: the shares of a league sum to 1, a negative one evens out), `cities` and
    `left_out`, the cities whose total is unknown and which are therefore not among them. The row without a clause is
    what caps and floors of groups change. Shares are null for fewer than three cities, and where all totals are equal.
    """
    month, book = parse_month(month), rulebooks.load(book)
    rows = panel_rows(facts, book, scenario).filter(pl.col("month") == month, pl.col("kind") != clauses.TESTED)
    places = league.standings(facts, book, month, scenario).select("city", pl.col("points").alias("total"))
    whole = pl.concat([rows.select("city", "league", "clause", "points"), _by_caps(rows, places)])
    parts = whole.join(places, on="city").group_by("league", "clause", maintain_order=True).agg(*_moments())
    joined = parts.join(_titles(book).drop("group", "unit"), on="clause", how="left").with_columns(
        pl.col("title").fill_null(OTHER_EN), pl.col("title_zh").fill_null(OTHER_ZH), pl.lit(UNIT).alias("unit")
    )
    ordered = joined.sort("league", -pl.col("share"), nulls_last=True, maintain_order=True)
    return ordered.select(pl.col(name).cast(kind) for name, kind in SPREAD.items())


def _by_caps(rows: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """What each city's total is beyond the sum of its clauses; null where either is unknown."""
    summed = rows.group_by("city", "league", maintain_order=True).agg(
        pl.when(pl.col("points").is_not_null().all()).then(pl.col("points").sum()).alias("sum")
    )
    beyond = (pl.col("total") - pl.col("sum")).alias("points")
    return summed.join(places, on="city").select("city", "league", pl.lit(OTHER).alias("clause"), beyond)


def _moments() -> list[pl.Expr]:
    """A clause's mean, spread and covariance with the total over the cities whose total is known."""
    total = pl.col("total").filter(pl.col("total").is_not_null())
    points = pl.col("points").filter(pl.col("total").is_not_null())
    apart, around = points - points.mean(), total - total.mean()
    variance, covariance = (around * around).mean(), (apart * around).mean()
    enough = (total.len() >= LEAST_CITIES) & (variance > TINY)
    return [
        points.mean().alias("mean"), points.std(ddof=0).alias("deviation"), points.min().alias("least"),
        points.max().alias("most"), covariance.alias("covariance"),
        pl.when(enough).then(covariance / variance).alias("share"), total.len().alias("cities"),
        pl.col("total").is_null().sum().alias("left_out"),
    ]  # fmt: skip


def elasticity(
    facts: Any,
    book: RulebookName,
    city: str,
    month: str,
    scenario: ScenarioName = BASELINE,
    names: Sequence[str] | None = None,
    by: float = PERCENT,
) -> pl.DataFrame:
    """By how many percent a city's total moves for each percent of a figure, upwards and downwards apart.

    `names`: facts or rule values; all facts that the city can work on by default. `by`: the step as a share of the
    figure, 1 % by default, never less than the smallest unit of the figure (one case, one fen) and within its bounds.
    Returns one row a figure: `fact, zh, en, unit, now, clauses, sure`, then for more and less alike: the step (`more`,
    in the figure's unit; null where there is no room), `points_more` (what the total gains, in points) and
    `elasticity_more` (relative change of the total over that of the figure; null where one of them is 0). Every figure
    is scored by the rulebook, all else held still. Where figures are missing the total is what is certain, each
    clause that waits for them at its least, and `sure` is false.

    >>> from analysis import facts, rulebooks
    >>> from analysis.questions import research
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> row = research.elasticity(figures, book, "江阴", "2021-03", names=["信易贷放款金额"]).row(0, named=True)
    >>> row["unit"], round(row["elasticity_more"], 4)
    ('yuan', 0.0358)
    """
    here = starting_point(facts, book, city, month, scenario)
    targets = lever_lattice.movable_facts(here) if names is None else [parse_target(name, here.book) for name in names]
    levers = [lever_lattice.lever_of(here, name) for name in targets]
    places = {lever.target: _ends(lever, by) for lever in levers if lever.now is not None}
    scored = solver.score_places(here, levers, places) if places else {}
    rows = [_elastic(here, lever, places.get(lever.target), scored.get(lever.target)) for lever in levers]
    return pl.DataFrame(rows, schema=ELASTICITY, orient="row")


def _ends(lever: Lever, by: float) -> solver.Places:
    """The places one step above and below the present figure, within its bounds."""
    step = max(1, round(abs(lever.now or 0.0) * lever.per * by))
    return np.array([min(lever.down() + step, lever.last), max(lever.up() - step, lever.first)], dtype=np.int64)


def _elastic(
    here: StartingPoint, lever: Lever, places: solver.Places | None, scored: pl.DataFrame | None
) -> tuple[Any, ...]:
    clauses = [clause.id for clause in here.judging(lever.target)]
    named = (lever.target, lever.zh, lever.en, lever.unit, lever.now, clauses, here.total["points"] is not None)
    if places is None or scored is None:
        return (*named, *[None] * len(SIDES))
    steps = [lever.change(int(place)) or None for place in places]
    sides = zip(steps, scored[CERTAIN], (1, -1), strict=True)
    return (*named, *(part for step, points, way in sides for part in _side(here, lever, step, points, way)))


def _side(
    here: StartingPoint, lever: Lever, step: float | None, points: float, way: int
) -> tuple[float | None, float | None, float | None]:
    """The step that way, what it gains, and the elasticity; null where there is no room or nothing to compare."""
    total = here.total[CERTAIN]
    if step is None or step * way < 0:
        return None, None, None
    gained = float(points - total)
    if not total or not lever.now:
        return step, gained, None
    return step, gained, (gained / total) / (step / lever.now) + ZERO
