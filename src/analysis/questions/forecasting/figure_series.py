"""Each figure's own history, month by month, with its gaps; which of them can be forecast (历史序列)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.calendars import months_back
from analysis.facts import Fact, long_facts
from analysis.questions.forecasting.forecast_rules import ForecastRules

Floats = NDArray[np.float64]
FORECAST, SHORT, NOW_MISSING, GAPS = STATES = ("forecast", "short", "now_missing", "gaps")
"""Forecast; too short a history; the month itself is missing; too many of the last twelve months are."""
KEYS = ("city", "fact")
STATE = "state"
YEAR = 12


@dataclass(frozen=True, eq=False)
class FigureSeries:
    """Histories, a row each: `keys` (`city, fact, known, gaps, state`), `values` by month, NaN where missing.

    `known`: months with a figure. `gaps`: months without one after the first. `months`: every month up to the last,
    whether any figure is there or not.
    """

    keys: pl.DataFrame
    months: tuple[str, ...]
    values: Floats

    def chosen(self, rows: pl.Series) -> FigureSeries:
        """Some of them."""
        return FigureSeries(self.keys.filter(rows), self.months, self.values[rows.to_numpy()])


def figure_series(facts: Any, month: str, rules: ForecastRules, dictionary: Mapping[str, Fact]) -> FigureSeries:
    """The histories of all figures up to a month: as long as the rules say, and no longer than they are."""
    delivered = long_facts(facts, dictionary).filter(
        pl.col("month") <= month, pl.col("value").is_not_null(), pl.col("fact").is_in(list(dictionary))
    )
    span = months_back(month, rules.longest)
    delivered = delivered.filter(pl.col("month") >= span[0])
    months = tuple(name for name in span if name >= str(delivered["month"].min() or month))
    keys = delivered.select(KEYS).unique().sort(KEYS).with_row_index("row")
    values = _placed(delivered, keys, months)
    return FigureSeries(_described(keys, values, rules), months, values)


def _placed(delivered: pl.DataFrame, keys: pl.DataFrame, months: tuple[str, ...]) -> Floats:
    values = np.full((keys.height, len(months)), np.nan)
    at = pl.DataFrame({"month": list(months)}).with_row_index("at")
    placed = delivered.select(*KEYS, "month", "value").join(keys, on=KEYS).join(at, on="month")
    values[placed["row"].to_numpy(), placed["at"].to_numpy()] = placed["value"].to_numpy()
    return values


def _described(keys: pl.DataFrame, values: Floats, rules: ForecastRules) -> pl.DataFrame:
    there = ~np.isnan(values)
    since = np.maximum.accumulate(there, axis=1)
    recent = rules.gaps < (~there[:, -YEAR:]).sum(axis=1)
    columns = {"known": there.sum(axis=1), "gaps": (since & ~there).sum(axis=1), "now": there[:, -1:].any(axis=1)}
    frame = keys.drop("row").with_columns(**{name: pl.Series(column) for name, column in columns.items()})
    state = (
        pl.when(pl.col("known") < rules.least).then(pl.lit(SHORT))
        .when(~pl.col("now")).then(pl.lit(NOW_MISSING))
        .when(pl.Series(recent)).then(pl.lit(GAPS))
        .otherwise(pl.lit(FORECAST))
    )  # fmt: skip
    return frame.with_columns(state.alias(STATE)).drop("now")
