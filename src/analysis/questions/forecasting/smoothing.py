"""Exponential smoothing and the seasonal naive forecast of many series at once, from every month of them (平滑).

The recursion is that of ETS(A,Ad,N), as statsmodels fits it one series at a time; here its coefficients are chosen of a
list, by the squared errors up to each month, for all series in one pass. A missing month moves nothing but the trend.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.questions.forecasting.figure_series import Floats

HAIR = 1e-12
"""By what share squares must be smaller to be so at all: below lies the noise of sums."""
Setting = tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class SmoothedStates:
    """After each month (columns) of each series (rows): level and trend, and how the trend is damped."""

    level: Floats
    trend: Floats
    damp: Floats

    def ahead(self, steps: int) -> Floats:
        """What is expected so many months after each month: series × months × steps."""
        path, moved, damped = [], np.zeros_like(self.trend), np.ones_like(self.damp)
        for _ in range(steps):
            damped = damped * self.damp
            moved = moved + damped * self.trend
            path.append(self.level + moved)
        return np.stack(path, axis=2)


def smoothed(values: Floats, settings: Sequence[Setting], least: int) -> SmoothedStates:
    """The states by that setting whose one-month errors up to each month are smallest in square.

    `least`: before so many months of a series the first setting stands.
    """
    level, trend, damp = np.full_like(values, np.nan), np.zeros_like(values), np.ones_like(values)
    smallest = np.full_like(values, np.inf)
    for setting in settings:
        states, squares = _recursion(values, setting)
        squares[:, :least] = 0.0
        better = squares < smallest - HAIR * np.abs(np.where(np.isfinite(smallest), smallest, 0.0))
        smallest = np.where(better, squares, smallest)
        level, trend = np.where(better, states[0], level), np.where(better, states[1], trend)
        damp = np.where(better, setting[2], damp)
    return SmoothedStates(level, trend, damp)


def _recursion(values: Floats, setting: Setting) -> tuple[tuple[Floats, Floats], Floats]:
    """Level and trend after each month by one setting, and the squared one-month errors so far."""
    alpha, beta, damp = setting
    levels, trends, squares = (np.empty_like(values), np.empty_like(values), np.empty_like(values))
    level, trend, square = values[:, 0], np.zeros(len(values)), np.zeros(len(values))
    for month in range(values.shape[1]):
        level = np.where(np.isnan(level), values[:, month], level)
        expected = level + damp * trend if month else level
        error = np.nan_to_num(values[:, month] - expected)
        level, trend, square = expected + alpha * error, damp * trend + alpha * beta * error, square + error**2
        levels[:, month], trends[:, month], squares[:, month] = level, trend, square
    return (levels, trends), squares


def seasonal(values: Floats, season: int, steps: int) -> Floats:
    """What stood a season before each month to come, from every month: series × months × steps; NaN where unknown."""
    padded = np.concatenate([np.full((len(values), season), np.nan), values], axis=1)
    count = values.shape[1]
    return np.stack([padded[:, step : step + count] for step in range(1, steps + 1)], axis=2)


def seasonal_with_drift(values: Floats, season: int, steps: int) -> Floats:
    """The same, moved by what the series has changed within the season."""
    padded = np.concatenate([np.full((len(values), season), np.nan), values], axis=1)
    return seasonal(values, season, steps) + (values - padded[:, : values.shape[1]])[:, :, None]
