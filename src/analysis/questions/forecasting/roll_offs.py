"""What is certain to leave a twelve-month window, put into the forecast: only what arrives is not known (移出窗口)."""

from __future__ import annotations

import numpy as np
import polars as pl

from analysis.calendars import months_after
from analysis.questions.forecasting import smoothing
from analysis.questions.forecasting.figure_series import FigureSeries, Floats
from analysis.questions.forecasting.forecast_rules import ForecastRules

HALF = 0.5
"""Sums of counts nearer than this are equal."""
LEAVES = ("fact", "month", "leaves")


def leaving(roll_offs: pl.DataFrame | None, series: FigureSeries, rules: ForecastRules) -> tuple[list[int], Floats]:
    """The series of which all that will leave is known, and what leaves in each of the twelve months to come.

    All of what a window holds leaves within its twelve months: where the sums differ, as of bodies counted once, what
    arrived is not known, and the series is forecast as others are.
    """
    wide = np.zeros((series.keys.height, rules.season))
    if roll_offs is None or roll_offs.is_empty():
        return [], wide[:0]
    ahead = pl.DataFrame({"month": months_after(series.months[-1], rules.season)}).with_row_index("at")
    rows = series.keys.select("fact").with_row_index("row")
    placed = roll_offs.select(LEAVES).drop_nulls().join(ahead, on="month").join(rows, on="fact")
    wide[placed["row"].to_numpy(), placed["at"].to_numpy()] = placed["leaves"].to_numpy()
    now = series.values[:, -1]
    there = sorted(row for row in placed["row"].unique().to_list() if abs(wide[row].sum() - now[row]) < HALF)
    return there, wide[there]


def windowed_forecasts(
    roll_offs: pl.DataFrame | None, series: FigureSeries, rules: ForecastRules
) -> tuple[list[int], Floats]:
    """The series of which all that leaves is known, and what their windows hold after each month's next steps.

    That is what they hold, less what leaves, with what is expected to arrive. What arrived in each month follows
    backwards from what leaves and how the window changed. A series in which a gap hides that is left to other methods.
    """
    rows, leaves = leaving(roll_offs, series, rules)
    if not rows:
        return [], np.zeros((0, len(series.months), rules.ahead))
    values = series.values[rows]
    arrived, steps, count = _arrivals(values, leaves, rules.season), rules.ahead, values.shape[1]
    padded = np.concatenate([np.full((len(values), rules.season), np.nan), arrived], axis=1)
    gone = np.stack([padded[:, step : step + count] for step in range(1, steps + 1)], axis=2)
    path = values[:, :, None] + np.cumsum(_arriving(arrived, rules) - gone, axis=2)
    whole = np.isfinite(path[:, -1]).all(axis=1)
    return [row for row, there in zip(rows, whole, strict=True) if there], path[whole]


def _arriving(arrived: Floats, rules: ForecastRules) -> Floats:
    """What is expected to arrive after each month: half what did a season ago, half what does lately."""
    by_season = smoothing.seasonal(arrived, rules.season, rules.ahead)
    flat = smoothing.smoothed(arrived, rules.coefficients[::-1], rules.first).ahead(rules.ahead)
    return np.maximum(np.where(np.isfinite(by_season), (by_season + flat) / 2, flat), 0.0)


def _arrivals(values: Floats, leaves: Floats, season: int) -> Floats:
    """What arrived in each month of the history: the last twelve are what will leave, those before follow."""
    arrived = np.full_like(values, np.nan)
    last = values.shape[1]
    count = min(season, last)
    arrived[:, last - count :] = leaves[:, season - count :]
    for month in range(last - season - 1, -1, -1):
        later = month + season
        arrived[:, month] = arrived[:, later] - (values[:, later] - values[:, later - 1])
    return arrived
