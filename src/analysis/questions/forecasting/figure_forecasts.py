"""Every figure some months ahead from its own history, with intervals and what the past says of them (指标预测)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.calendars import months_after
from analysis.facts import Fact
from analysis.questions.forecasting import backtests, roll_offs, smoothing
from analysis.questions.forecasting.backtests import DRIFT, ROLL_OFF, SEASONAL, SMOOTHING, Backtest
from analysis.questions.forecasting.figure_scales import (
    from_scale,
    is_logarithmic,
    possible_figures,
    to_scale,
    whole_within,
)
from analysis.questions.forecasting.figure_series import FORECAST, KEYS, STATE, FigureSeries, Floats, figure_series
from analysis.questions.forecasting.forecast_rules import ForecastRules

FIGURES: dict[str, pl.DataType | type[pl.DataType]] = {
    "city": pl.String, "fact": pl.String, "month": pl.String, "ahead": pl.Int64, "state": pl.String,
    "now": pl.Float64, "low": pl.Float64, "middle": pl.Float64, "high": pl.Float64, "method": pl.String,
    "known": pl.Int64, "gaps": pl.Int64,
}  # fmt: skip
"""`low` to `high`: where the figure lies with the chance the rules say; null where it cannot be told."""
BACKTEST: dict[str, pl.DataType | type[pl.DataType]] = {
    "city": pl.String, "fact": pl.String, "method": pl.String, "error": pl.Float64, "ahead": pl.Int64,
    "trials": pl.Int64, "covered": pl.Int64, "still": pl.Int64, "still_covered": pl.Int64,
}  # fmt: skip
"""`error`: the mean size of an error on the figure's scale, as a share where it is logarithmic. `covered` of `trials`
intervals, each made of what was known by then, held the figure; `still`: those of no width, counted apart."""


@dataclass(frozen=True, eq=False)
class EarlierForecasts:
    """What was expected from every month of the history, on the scale of the series: series × months × steps."""

    months: tuple[str, ...]
    expected: Floats
    logarithmic: NDArray[np.bool_]

    def figures(self, keys: pl.DataFrame, dictionary: Mapping[str, Fact]) -> Floats:
        """The same as figures that can be."""
        return possible_figures(from_scale(self.expected, self.logarithmic), keys, dictionary)


@dataclass(frozen=True, eq=False)
class FigureForecasts:
    """Forecasts of many figures: `figures` (FIGURES), `backtest` (BACKTEST), and `paths`, what past errors, each both
    ways, make of every figure: `keys` × months ahead × paths. `earlier`: what was expected from each month before."""

    month: str
    months: tuple[str, ...]
    figures: pl.DataFrame
    backtest: pl.DataFrame
    keys: pl.DataFrame
    middle: Floats
    paths: Floats
    earlier: EarlierForecasts


def forecast_figures(
    facts: Any,
    month: str,
    ahead: int,
    rules: ForecastRules,
    dictionary: Mapping[str, Fact],
    leaves: pl.DataFrame | None = None,
) -> FigureForecasts:
    """Carry on every figure of every city in FACTS up to a month. All in one pass.

    `leaves`: what is certain to leave a twelve-month window, `fact, month, leaves`, of one city.
    """
    series = figure_series(facts, month, rules, dictionary)
    able = series.chosen(series.keys[STATE] == FORECAST)
    logarithmic = is_logarithmic(able.keys, dictionary)
    tried = _backtest(able, logarithmic, leaves, rules, dictionary)
    ends = np.stack([tried.expected - tried.width, tried.expected, tried.expected + tried.width], axis=2)[:, :ahead]
    bounds = possible_figures(whole_within(from_scale(ends, logarithmic), able.keys, dictionary), able.keys, dictionary)
    paths = possible_figures(from_scale(_paths(tried, logarithmic)[:, :ahead], logarithmic), able.keys, dictionary)
    months = tuple(months_after(month, ahead))
    return FigureForecasts(
        month, months, _figures(series, able, bounds, tried, months), _backtested(able, tried, ahead), able.keys,
        bounds[:, :, 1], paths, EarlierForecasts(able.months, tried.earlier[:, :, :ahead], logarithmic),
    )  # fmt: skip


def _backtest(
    able: FigureSeries,
    logarithmic: NDArray[np.bool_],
    leaves: pl.DataFrame | None,
    rules: ForecastRules,
    dictionary: Mapping[str, Fact],
) -> Backtest:
    """Every method on the past of every series, on its own scale."""
    values = to_scale(able.values, logarithmic)
    forecasts = {
        SMOOTHING: _smoothed(values, able.keys, dictionary, rules),
        SEASONAL: smoothing.seasonal(values, rules.season, rules.ahead),
        DRIFT: smoothing.seasonal_with_drift(values, rules.season, rules.ahead),
    }
    for path in (forecasts[SEASONAL], forecasts[DRIFT]):
        path[_seldom(values)] = np.nan
    tried = backtests.backtested(values, forecasts, rules)
    rows, windowed = roll_offs.windowed_forecasts(leaves, able, rules)
    if not rows:
        return tried
    exact = {SMOOTHING: to_scale(windowed, logarithmic[rows])}
    own = replace(backtests.backtested(values[rows], exact, rules), method=np.full(len(rows), ROLL_OFF))
    return backtests.replaced(tried, rows, own)


def _seldom(values: Floats) -> NDArray[np.bool_]:
    """What is nothing in most months has no season: that it happened a year ago does not make it happen again."""
    return (values > 0).sum(axis=1) * 2 <= np.isfinite(values).sum(axis=1)


def _smoothed(values: Floats, keys: pl.DataFrame, dictionary: Mapping[str, Fact], rules: ForecastRules) -> Floats:
    """Smoothing of every series.

    Of settings that did equally well, what stands stays as it is, and what each month has of its own goes back to what
    is usual.
    """
    path = np.empty((*values.shape, rules.ahead))
    own = np.array([dictionary[name].window == "month" for name in keys["fact"]], dtype=bool)
    for rows, settings in ((~own, rules.coefficients), (own, sorted(rules.coefficients))):
        path[rows] = smoothing.smoothed(values[rows], settings, rules.first).ahead(rules.ahead)
    return path


def _paths(tried: Backtest, both_ways: NDArray[np.bool_]) -> Floats:
    """What each past error, both ways, makes of the forecast: series × steps × paths.

    All figures take their errors of the same month, so that what moved together moves together; where a series has no
    error of a month, that of the month before it, else of the next. A yes or no is not turned round: that something was
    once begun does not say that it may as well end.
    """
    errors = tried.errors[:, np.isfinite(tried.errors[:, :, 0]).any(axis=0)]
    filled = _filled(np.moveaxis(errors, 2, 1))
    both = np.concatenate([filled, np.where(both_ways[:, None, None], -filled, filled)], axis=2)
    return tried.expected[:, :, None] + both


def _filled(errors: Floats) -> Floats:
    """Along the last axis: what is missing as the one before, at the beginning as the first; 0 where there is none."""
    for way in (1, -1):
        turned = errors[..., ::way]
        there = np.isfinite(turned)
        at = np.maximum.accumulate(np.where(there, np.arange(turned.shape[-1]), 0), axis=-1)
        errors = np.take_along_axis(turned, at, axis=-1)[..., ::way] if turned.shape[-1] else turned
    return np.nan_to_num(errors)


def _figures(
    series: FigureSeries, able: FigureSeries, bounds: Floats, tried: Backtest, months: tuple[str, ...]
) -> pl.DataFrame:
    steps = len(months)
    ahead = pl.DataFrame({"month": list(months), "ahead": list(range(1, steps + 1))}, schema_overrides=AHEAD)
    now = series.keys.with_columns(pl.Series("now", series.values[:, -1], nan_to_null=True))
    every = now.join(ahead, how="cross", maintain_order="left_right")
    found = able.keys.select(KEYS).with_columns(pl.Series("method", tried.method, dtype=pl.String))
    long = found.join(ahead, how="cross", maintain_order="left_right").with_columns(
        pl.Series(name, bounds[:, :, place].reshape(-1), nan_to_null=True)
        for place, name in enumerate(("low", "middle", "high"))
    )
    joined = every.join(long, on=[*KEYS, "month", "ahead"], how="left", maintain_order="left")
    return joined.select(pl.col(name).cast(kind) for name, kind in FIGURES.items())


AHEAD = {"ahead": pl.Int64}


def _backtested(able: FigureSeries, tried: Backtest, steps: int) -> pl.DataFrame:
    keys = able.keys.select(KEYS).with_columns(
        pl.Series("method", tried.method, dtype=pl.String), pl.Series("error", tried.error, nan_to_null=True)
    )
    ahead = pl.DataFrame({"ahead": list(range(1, steps + 1))}, schema_overrides=AHEAD)
    long = keys.join(ahead, how="cross", maintain_order="left_right").with_columns(
        pl.Series(name, getattr(tried, name)[:, :steps].reshape(-1))
        for name in ("trials", "covered", "still", "still_covered")
    )
    return long.select(pl.col(name).cast(kind) for name, kind in BACKTEST.items())
