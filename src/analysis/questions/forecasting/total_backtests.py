"""How far totals expected from earlier months missed those that came: the back-test of scores (总分回测)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from analysis import scorecards
from analysis.facts import dictionary, wide_frame
from analysis.questions.forecasting.backtests import faded_width, tried_intervals
from analysis.questions.forecasting.figure_forecasts import FigureForecasts
from analysis.questions.forecasting.figure_series import Floats
from analysis.questions.forecasting.forecast_rules import ForecastRules
from analysis.rulebooks import Rulebook
from analysis.scenarios import Scenario, build_cases
from analysis.scorecards import TOTAL, clause_expressions

ERRORS: dict[str, pl.DataType | type[pl.DataType]] = {
    "node": pl.String, "origin": pl.String, "ahead": pl.Int64, "error": pl.Float64,
}  # fmt: skip

HELD: dict[str, pl.DataType | type[pl.DataType]] = {
    "node": pl.String, "ahead": pl.Int64, "trials": pl.Int64, "covered": pl.Int64, "still": pl.Int64,
    "still_covered": pl.Int64,
}  # fmt: skip


def total_width(errors: Floats, rules: ForecastRules) -> Floats:
    """Half the interval of a node by its errors, oldest first: a total moves more the more of it is filed."""
    return faded_width(errors, rules.covered, rules.fade)


def total_coverage(missed: pl.DataFrame, months: Sequence[str], ahead: int, rules: ForecastRules) -> pl.DataFrame:
    """HELD: how often the interval of a node, made of errors known by then, held what came: ERRORS tried in turn."""
    nodes = missed["node"].unique(maintain_order=True).to_list()
    rows, at = {node: row for row, node in enumerate(nodes)}, {month: place for place, month in enumerate(months)}
    errors = np.full((len(nodes), len(months), ahead), np.nan)
    places = [
        missed["node"].replace_strict(rows, return_dtype=pl.Int64),
        missed["origin"].replace_strict(at, return_dtype=pl.Int64),
    ]
    errors[places[0].to_numpy(), places[1].to_numpy(), missed["ahead"].to_numpy() - 1] = missed["error"].fill_null(
        np.nan
    )
    counts = dict(
        zip(list(HELD)[2:], tried_intervals(errors, rules, lambda early: total_width(early, rules)), strict=True)
    )
    keys = pl.DataFrame({"node": nodes}, schema={"node": pl.String}).join(
        pl.DataFrame({"ahead": list(range(1, ahead + 1))}), how="cross", maintain_order="left_right"
    )
    return keys.with_columns(pl.Series(name, each.reshape(-1)) for name, each in counts.items()).cast(HELD)  # type: ignore[arg-type]


def node_column(name: str, node: str) -> str:
    """The column of scored totals that holds a part of a node."""
    return name if node == TOTAL else clause_expressions.part_column(name, node)


def total_errors(
    facts: pl.DataFrame,
    found: FigureForecasts,
    book: Rulebook,
    scenario: Scenario,
    nodes: Sequence[str],
    rules: ForecastRules,
) -> pl.DataFrame:
    """ERRORS: what each earlier month's forecast of a node missed, each month scored in one pass.

    `facts`: FACTS of the city alone. Where figures were missing a total is an interval: what lies in it was no miss.
    """
    figures = found.earlier.figures(found.keys, {**dictionary(), **book.dictionary})
    every = wide_frame(facts.filter(pl.col("month").is_in(list(found.earlier.months))))
    later = _later(figures, found, rules)
    earlier = _earlier(found.earlier.months, len(scorecards.lookback_months(book, found.month))).join(
        every.drop("city"), on="month"
    )
    wide = pl.concat([earlier.join(later, on="city", how="semi"), later.drop("ahead")], how="diagonal_relaxed")
    groups = [node for node in nodes if node != TOTAL]
    said = scorecards.total_cases(build_cases(wide.sort("city", "month"), book, scenario), book, groups)
    came = scorecards.total_cases(build_cases(every, book, scenario), book, groups)
    beside = said.join(later.select("city", "month", "ahead"), on=["city", "month"]).join(
        came, on="month", suffix=" came"
    )
    return pl.concat([pl.DataFrame(schema=ERRORS), *(_missed(beside, node) for node in nodes)])


def _later(figures: Floats, found: FigureForecasts, rules: ForecastRules) -> pl.DataFrame:
    """What was expected from each month, of the months that have come: each origin stands as a city of its own."""
    months = np.array(found.earlier.months)
    grid = np.indices(figures.shape[1:])
    origin, step = grid[0], grid[1]
    there = (origin + step + 1 < len(months)) & (origin >= rules.first)
    origin, step = origin[there], step[there]
    columns = {name: figures[row, origin, step] for row, name in enumerate(found.keys["fact"])}
    keys = pl.DataFrame({"city": months[origin], "month": months[origin + step + 1], "ahead": step + 1})
    return keys.with_columns(pl.Series(name, column, nan_to_null=True) for name, column in columns.items())


def _earlier(months: Sequence[str], back: int) -> pl.DataFrame:
    """Each origin with the months that its histories look back to."""
    grid = np.indices((len(months), back))
    origin, before = grid[0], grid[1]
    there = origin >= before
    names = np.array(months)
    return pl.DataFrame({"city": names[origin[there]], "month": names[(origin - before)[there]]})


def _missed(beside: pl.DataFrame, node: str) -> pl.DataFrame:
    """By how much the total that came lay above what was said (below: less than 0)."""
    low, high = node_column("low", node), node_column("high", node)
    above = (pl.col(f"{low} came") - pl.col(high)).clip(lower_bound=0.0)
    below = (pl.col(low) - pl.col(f"{high} came")).clip(lower_bound=0.0)
    return beside.select(
        pl.lit(node).alias("node"), pl.col("city").alias("origin"), pl.col("ahead").cast(pl.Int64),
        (above - below).alias("error"),
    )  # fmt: skip
