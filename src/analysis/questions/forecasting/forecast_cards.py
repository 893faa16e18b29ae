"""Forecast figures scored through a rulebook: totals and groups with their spread, tests by chance (预测得分)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from analysis import scorecards
from analysis.facts import Fact, wide_frame
from analysis.questions import league
from analysis.questions.forecasting.figure_forecasts import FigureForecasts
from analysis.questions.forecasting.figure_scales import possible_figures
from analysis.questions.forecasting.figure_series import Floats
from analysis.questions.forecasting.forecast_rules import ForecastRules
from analysis.questions.forecasting.total_backtests import (
    HELD,
    node_column,
    total_coverage,
    total_errors,
    total_width,
)
from analysis.rulebooks import Rulebook, clauses
from analysis.scenarios import Scenario, build_cases
from analysis.scorecards import TOTAL, clause_expressions

TOTALS: dict[str, pl.DataType | type[pl.DataType]] = {
    "rulebook": pl.String, "scenario": pl.String, "node": pl.String, "plan": pl.Boolean, "month": pl.String,
    "ahead": pl.Int64, "now_low": pl.Float64, "now_high": pl.Float64, "low": pl.Float64, "middle_low": pl.Float64,
    "middle_high": pl.Float64, "high": pl.Float64, "possible": pl.Float64,
}  # fmt: skip
TESTS: dict[str, pl.DataType | type[pl.DataType]] = {
    "rulebook": pl.String, "scenario": pl.String, "clause": pl.String, "plan": pl.Boolean, "month": pl.String,
    "ahead": pl.Int64, "now": pl.Boolean, "middle": pl.Boolean, "fails": pl.Float64, "unknown": pl.Float64,
    "place": pl.Boolean,
}  # fmt: skip
DRIVERS: dict[str, pl.DataType | type[pl.DataType]] = {
    "rulebook": pl.String, "scenario": pl.String, "clause": pl.String, "fact": pl.String, "turns": pl.Float64,
}  # fmt: skip
TOTALS_HELD: dict[str, pl.DataType | type[pl.DataType]] = {"rulebook": pl.String, "scenario": pl.String, **HELD}
PLACES = {
    "totals": pl.DataFrame(schema=TOTALS), "tests": pl.DataFrame(schema=TESTS), "drivers": pl.DataFrame(schema=DRIVERS),
    "totals_held": pl.DataFrame(schema=TOTALS_HELD),
}  # fmt: skip
MIDDLE = "middle"


@dataclass(frozen=True, eq=False)
class ForecastCards:
    """What one rulebook makes of the months ahead: TOTALS, TESTS, DRIVERS, TOTALS_HELD."""

    totals: pl.DataFrame
    tests: pl.DataFrame
    drivers: pl.DataFrame
    totals_held: pl.DataFrame


def moved_figures(
    found: FigureForecasts, reached: Mapping[str, float], dictionary: Mapping[str, Fact]
) -> FigureForecasts:
    """The forecasts with some figures brought to a plan's: each path is moved by as much as the plan moves today's.

    What the plan brings to the whole of which it is a part stays the whole of it.
    """
    now = dict(found.figures.filter(ahead=1).select("fact", "now").iter_rows())
    by = np.array([_moved_by(name, reached, now, dictionary) for name in found.keys["fact"]])
    paths = possible_figures(found.paths + by[:, None, None], found.keys, dictionary)
    return replace(found, paths=paths, middle=possible_figures(found.middle + by[:, None], found.keys, dictionary))


def _moved_by(
    name: str, reached: Mapping[str, float], now: Mapping[str, float], dictionary: Mapping[str, Fact]
) -> float:
    if name not in reached:
        return 0.0
    whole = now.get(dictionary[name].within or "")
    return whole if whole is not None and reached[name] >= whole else reached[name] - now[name]


def forecast_cards(
    facts: pl.DataFrame, found: FigureForecasts, book: Rulebook, scenario: Scenario, rules: ForecastRules, plan: bool
) -> ForecastCards:
    """Score every path of every month ahead in one pass, the months before as they were.

    `facts`: FACTS of the city alone. Each path stands as a city of its own, so that histories run along it.
    """
    back = wide_frame(facts.filter(pl.col("month").is_in(list(scorecards.lookback_months(book, found.month)))))
    tests, nodes = [clause.id for clause in book.of_kind(clauses.TESTED)], _nodes(book)
    paths = {MIDDLE: found.middle} | {f"{number}": found.paths[:, :, number] for number in range(found.paths.shape[2])}
    scored = _scored(back, found, paths, book, scenario, (*tests, *nodes))
    now = scored.filter(pl.col("city") == MIDDLE, pl.col("month") == found.month).row(0, named=True)
    ahead = scored.filter(pl.col("month").is_in(list(found.months))).join(_ahead(found), on="month")
    key: dict[str, str | bool] = {"rulebook": book.id, "scenario": scenario.name, "plan": plan}
    tried = total_errors(facts, found, book, scenario, (TOTAL, *nodes), rules)
    totals = [_widened(_totals(ahead, node, now, rules), node, tried, rules) for node in (TOTAL, *nodes)]
    chances = [_chances(ahead, test, now, book) for test in tests]
    drivers = [] if plan else _drivers(back, found, book, scenario, chances)
    tries = [] if plan else [total_coverage(tried, found.earlier.months, len(found.months), rules)]
    return ForecastCards(
        _keyed(totals, key, TOTALS), _keyed(chances, key, TESTS), _keyed(drivers, key, DRIVERS),
        _keyed(tries, key, TOTALS_HELD),
    )  # fmt: skip


def _nodes(book: Rulebook) -> list[str]:
    return [group.id for group in book.groups.values() if not group.parent]


def _ahead(found: FigureForecasts) -> pl.DataFrame:
    steps = list(range(1, len(found.months) + 1))
    return pl.DataFrame({"month": list(found.months), "ahead": steps}, schema={"month": pl.String, "ahead": pl.Int64})


def _keyed(
    rows: Sequence[pl.DataFrame], key: Mapping[str, str | bool], schema: Mapping[str, pl.DataType | type[pl.DataType]]
) -> pl.DataFrame:
    frames = [part.with_columns(**{name: pl.lit(value) for name, value in key.items()}) for part in rows]
    cast = [part.select(pl.col(name).cast(kind) for name, kind in schema.items()) for part in frames]
    return pl.concat([pl.DataFrame(schema=schema), *cast])


def _scored(
    back: pl.DataFrame, found: FigureForecasts, paths: Mapping[str, Floats], book: Rulebook, scenario: Scenario,
    parts: Sequence[str],
) -> pl.DataFrame:  # fmt: skip
    """Every path's months ahead, and the months before, scored as a city of its own."""
    cities = pl.DataFrame({"city": list(paths)})
    earlier = cities.join(back.drop("city"), how="cross")
    stacked = np.stack(list(paths.values()), axis=1)
    names, shape = found.keys["fact"].to_list(), stacked.shape
    ahead = cities.join(pl.DataFrame({"month": list(found.months)}), how="cross", maintain_order="left_right")
    columns = {name: stacked[row].reshape(shape[1] * shape[2]) for row, name in enumerate(names)}
    later = ahead.with_columns(pl.Series(name, column, nan_to_null=True) for name, column in columns.items())
    every = pl.concat([earlier, later], how="diagonal").sort("city", "month")
    return scorecards.total_cases(build_cases(every, book, scenario), book, parts)


def _totals(ahead: pl.DataFrame, node: str, now: Mapping[str, float | None], rules: ForecastRules) -> pl.DataFrame:
    """A node's total in each month ahead: the middle path's, and between which ends so large a share of paths lies."""
    low, high, possible = (node_column(name, node) for name in ("low", "high", "possible"))
    tail = (1 - rules.covered) / 2
    paths, middle = ahead.filter(pl.col("city") != MIDDLE), ahead.filter(pl.col("city") == MIDDLE)
    most = pl.lit(None, pl.Float64) if possible not in ahead.columns else pl.col(possible)
    spread = paths.group_by("month", "ahead", maintain_order=True).agg(
        pl.col(low).quantile(tail, "linear").alias("low"),
        pl.when(pl.col(high).null_count() == 0).then(pl.col(high).quantile(1 - tail, "linear")).first().alias("high"),
    )
    ends = middle.select(
        "month", pl.col(low).alias("middle_low"), pl.col(high).alias("middle_high"), most.alias("possible")
    )
    return spread.join(ends, on="month").with_columns(
        pl.lit(node).alias("node"), pl.lit(now[low], pl.Float64).alias("now_low"),
        pl.lit(now[high], pl.Float64).alias("now_high"),
    ).sort("ahead")  # fmt: skip


def _widened(totals: pl.DataFrame, node: str, tried: pl.DataFrame, rules: ForecastRules) -> pl.DataFrame:
    """The ends as far from the middle as earlier forecasts of the node erred; where these are few, those of paths."""
    errors = _by_step(tried, node, totals["ahead"].to_list())
    enough = np.isfinite(errors).sum(axis=1) >= rules.trials
    width = pl.Series(np.where(enough, total_width(errors, rules), np.nan), nan_to_null=True)
    high = (
        pl.when(pl.col("possible").is_null())
        .then(pl.col("middle_high") + width)
        .otherwise(pl.min_horizontal(pl.col("middle_high") + width, pl.max_horizontal("possible", "middle_high")))
    )
    return totals.with_columns(
        pl.coalesce(pl.col("middle_low") - width, "low").alias("low"),
        pl.when(width.is_not_null()).then(high).otherwise(pl.col("high")).alias("high"),
    )


def _by_step(tried: pl.DataFrame, node: str, steps: Sequence[int]) -> Floats:
    """Errors of a node, a row a step ahead, oldest first."""
    own = tried.filter(pl.col("node") == node).pivot(on="ahead", index="origin", values="error").sort("origin")
    columns = [own[str(step)] if str(step) in own.columns else pl.Series([None] * own.height) for step in steps]
    return np.stack([column.cast(pl.Float64).fill_null(np.nan).to_numpy() for column in columns])


def _chances(ahead: pl.DataFrame, test: str, now: Mapping[str, bool | None], book: Rulebook) -> pl.DataFrame:
    """In what share of paths a test fails in each month ahead, and in what share it cannot be told."""
    met = clause_expressions.part_column("met", test)
    paths, middle = ahead.filter(pl.col("city") != MIDDLE), ahead.filter(pl.col("city") == MIDDLE)
    shares = paths.group_by("month", "ahead", maintain_order=True).agg(
        (pl.col(met) == False).fill_null(False).mean().alias("fails"),  # noqa: E712
        pl.col(met).is_null().mean().alias("unknown"),
    )
    places = {clause.id for clause in league.rank_clauses(book)}
    return shares.join(middle.select("month", pl.col(met).alias("middle")), on="month").with_columns(
        pl.lit(test).alias("clause"), pl.lit(now[met], pl.Boolean).alias("now"), pl.lit(test in places).alias("place")
    ).sort("ahead")  # fmt: skip


def _drivers(
    back: pl.DataFrame, found: FigureForecasts, book: Rulebook, scenario: Scenario, chances: Sequence[pl.DataFrame]
) -> list[pl.DataFrame]:
    """For tests whose outcome next month differs between paths: how often each figure alone turns it."""
    first = pl.concat(chances).filter(ahead=1) if chances else pl.DataFrame(schema=TESTS)
    swaying = first.filter(pl.col("fails") > 0, pl.col("fails") + pl.col("unknown") < 1)["clause"].to_list()
    at = {name: row for row, name in enumerate(found.keys["fact"])}
    wanted = {test: [name for name in book.clauses[test].facts() if name in at] for test in swaying}
    alone = {name: at[name] for names in wanted.values() for name in names}
    if not alone:
        return []
    paths = dict(_alone(found, alone))
    next_month = replace(found, months=found.months[:1])
    scored = _scored(back, next_month, {MIDDLE: found.middle[:, :1], **paths}, book, scenario, swaying)
    later = scored.filter(pl.col("month") == found.months[0])
    return [_turned(later, test, names) for test, names in wanted.items()]


def _alone(found: FigureForecasts, alone: Mapping[str, int]) -> Iterator[tuple[str, Floats]]:
    """Next month's figures with one of them along a path, the rest in the middle."""
    for name, row in alone.items():
        for number in range(found.paths.shape[2]):
            column = found.middle[:, :1].copy()
            column[row] = found.paths[row, :1, number]
            yield f"{name} {number}", column


def _turned(scored: pl.DataFrame, test: str, names: Sequence[str]) -> pl.DataFrame:
    met = clause_expressions.part_column("met", test)
    middle = scored.filter(pl.col("city") == MIDDLE)[met][0]
    fact = pl.col("city").str.split(" ").list.first()
    own = (
        scored.filter(pl.col("city") != MIDDLE)
        .with_columns(fact.alias("fact"))
        .filter(pl.col("fact").is_in(list(names)))
    )
    turned = own.group_by("fact", maintain_order=True).agg(
        (pl.col(met) != middle).fill_null(False).mean().alias("turns")
    )
    named = turned.filter(pl.col("turns") > 0).with_columns(pl.lit(test).alias("clause"))
    return named.sort("turns", descending=True, maintain_order=True)
