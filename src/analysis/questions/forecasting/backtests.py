"""Forecasts tried on the past: errors from every month, the better method, how wide to go, how often it held (回测)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from analysis.questions.forecasting.figure_series import Floats
from analysis.questions.forecasting.forecast_rules import ForecastRules

HAIR = 1e-9
"""What floats may err by."""
COUNTS = 4
"""Trials and holds, of intervals with a width and of those without."""
Bools = NDArray[np.bool_]
ROLL_OFF = "roll_off"
SMOOTHING, SEASONAL, DRIFT = METHODS = ("smoothing", "seasonal", "drift")


@dataclass(frozen=True, eq=False)
class Backtest:
    """Of each series: the better method, its forecasts and its errors from every month (series × months × steps).

    `error`: the mean size of an error, on the scale of the series. `earlier`: what was expected from every month;
    `expected`: from the last. `width`: half the
    interval at each step. `trials`, `covered`: how often an interval of earlier errors alone could be tried, and how
    often the figure lay in it (series × steps). `still`, `still_covered`: the same of intervals without width, apart:
    what stood still so far holds by itself, and says nothing of how wide the others must be.
    """

    method: NDArray[np.str_]
    earlier: Floats
    expected: Floats
    errors: Floats
    error: Floats
    width: Floats
    trials: NDArray[np.int64]
    covered: NDArray[np.int64]
    still: NDArray[np.int64]
    still_covered: NDArray[np.int64]


def backtested(values: Floats, forecasts: Mapping[str, Floats], rules: ForecastRules) -> Backtest:
    """Try methods on the past of every series and keep the better of them for each."""
    actual = ahead_of(values, forecasts[SMOOTHING].shape[2])
    errors = {name: _since(actual - path, rules.first) for name, path in forecasts.items()}
    usable = {name: np.asarray(np.isfinite(path[:, -1]).all(axis=1)) for name, path in forecasts.items()}
    method, error = _better(errors, usable, rules)
    own = _picked(errors, method)
    earlier = _picked(forecasts, method)
    widths = _widths(own, rules)
    return Backtest(method, earlier, earlier[:, -1], own, error, widths, *tried_intervals(own, rules))


def ahead_of(values: Floats, steps: int) -> Floats:
    """What came so many months after each month: series × months × steps; NaN where it is not known."""
    count = values.shape[1]
    padded = np.concatenate([values, np.full((len(values), steps), np.nan)], axis=1)
    return np.stack([padded[:, step : step + count] for step in range(1, steps + 1)], axis=2)


def _since(errors: Floats, first: int) -> Floats:
    """The errors of forecasts made in the month `first` of the history or later."""
    kept = errors.copy()
    kept[:, : first - 1] = np.nan
    return kept


def _better(
    errors: Mapping[str, Floats], usable: Mapping[str, Bools], rules: ForecastRules
) -> tuple[NDArray[np.str_], Floats]:
    """The method with the smallest mean error where all can be tried often enough; else smoothing.

    `usable`: whether a method has a forecast for every month ahead; a gap a season ago leaves it none.
    """
    names = list(errors)
    both = np.logical_and.reduce([np.isfinite(each) for each in errors.values()])
    enough = both[:, :, 0].sum(axis=1) >= rules.trials
    sizes = np.stack([np.where(usable[name], _mean(np.abs(errors[name]), both), np.inf) for name in names])
    best = np.where(enough, np.argmin(np.where(np.isfinite(sizes), sizes, np.inf), axis=0), names.index(SMOOTHING))
    alone = _mean(np.abs(errors[SMOOTHING]), np.isfinite(errors[SMOOTHING]))
    size = np.where(enough, np.take_along_axis(sizes, best[None, :], axis=0)[0], alone)
    return np.array(names)[best], size


def _mean(sizes: Floats, where: Bools) -> Floats:
    total, count = np.where(where, sizes, 0.0).sum(axis=(1, 2)), where.sum(axis=(1, 2))
    return np.divide(total, count, out=np.full(len(sizes), np.nan), where=count > 0)


def _picked(paths: Mapping[str, Floats], method: NDArray[np.str_]) -> Floats:
    picked = np.full_like(next(iter(paths.values())), np.nan)
    for name, path in paths.items():
        rows = method == name
        picked[rows] = path[rows]
    return picked


def conformal_width(errors: Floats, covered: float) -> Floats:
    """Half the width that so large a share of errors (the last axis, NaN left out) would have stayed within.

    With n errors the size of rank (n + 1) × share: the next error stays within with just that chance where errors come
    in no order. Between two ranks it lies between; NaN where n is too small for that rank to be there.
    """
    sizes = np.sort(np.abs(errors), axis=-1)
    count = np.isfinite(sizes).sum(axis=-1)
    rank = (count + 1) * covered - 1
    below = np.clip(np.floor(rank), 0, np.maximum(count - 1, 0)).astype(int)
    above = np.clip(below + 1, 0, np.maximum(count - 1, 0))
    low, high = (np.take_along_axis(sizes, place[..., None], axis=-1)[..., 0] for place in (below, above))
    return np.where(rank <= count - 1 + HAIR, low + (high - low) * np.clip(rank - below, 0, 1), np.nan)


def faded_width(errors: Floats, covered: float, fade: float) -> Floats:
    """As `conformal_width`, with errors (oldest first) that count the less the older they are, by `fade` a month.

    For errors that grow over time (Barber, Candès, Ramdas and Tibshirani, 2023): the smallest size up to which the
    weights come to the share of all of them and of the next one; the largest where they do not.
    """
    there = np.isfinite(errors)
    order = np.argsort(np.where(there, np.abs(errors), np.inf), axis=-1, kind="stable")
    weights = np.where(there, fade ** np.arange(errors.shape[-1])[::-1], 0.0)
    reached = np.cumsum(np.take_along_axis(weights, order, axis=-1), axis=-1)
    target = covered * (weights.sum(axis=-1, keepdims=True) + 1)
    below, most = (reached < target - HAIR).sum(axis=-1), there.sum(axis=-1) - 1
    place = np.clip(np.minimum(below, most), 0, None)
    sizes = np.take_along_axis(np.abs(errors), order, axis=-1)
    return np.take_along_axis(sizes, place[..., None], axis=-1)[..., 0]


def _widths(errors: Floats, rules: ForecastRules) -> Floats:
    """Half the interval at each step: of the errors at that step; where they are few, of those at all steps.

    Errors at all steps are put on one scale by the root of the step, as those of a wandering figure grow.
    """
    roots = np.sqrt(np.arange(1, errors.shape[2] + 1))
    pooled = (
        conformal_width((errors / roots).reshape(len(errors), errors.shape[1] * errors.shape[2]), rules.covered)[
            :, None
        ]
        * roots
    )
    own = conformal_width(np.moveaxis(errors, 2, 1), rules.covered)
    enough = np.isfinite(errors).sum(axis=1) >= rules.trials
    return np.maximum.accumulate(np.where(enough, own, pooled), axis=1)


def tried_intervals(
    errors: Floats, rules: ForecastRules, width_of: Callable[[Floats], Floats] | None = None
) -> tuple[NDArray[np.int64], ...]:
    """How often an interval made of the errors known by then could be tried and how often it held, series × steps.

    `width_of`: half the width of errors (the last axis), else `conformal_width`.
    Four counts: trials and holds of intervals with a width, then those of intervals without.
    """
    count, months, steps = errors.shape
    found = np.zeros((COUNTS, count, steps), dtype=np.int64)
    for step in range(steps):
        for month in range(rules.first + rules.trials + step, months - step - 1):
            earlier, error = errors[:, : month - step, step], errors[:, month, step]
            width = width_of(earlier) if width_of else conformal_width(earlier, rules.covered)
            tried = (np.isfinite(earlier).sum(axis=1) >= rules.trials) & np.isfinite(error) & np.isfinite(width)
            inside, moving = np.abs(error) <= np.where(tried, width, 0.0) + HAIR, width > HAIR
            counted = (tried & moving, tried & moving & inside, tried & ~moving, tried & ~moving & inside)
            found[:, :, step] += np.stack(counted)
    return tuple(found)


def replaced(whole: Backtest, rows: list[int], part: Backtest) -> Backtest:
    """A back-test with some rows of another in their place."""
    parts = {field.name: getattr(whole, field.name).copy() for field in fields(whole)}
    parts["method"] = parts["method"].astype(object)
    for name, array in parts.items():
        array[rows] = getattr(part, name)
    return Backtest(**{**parts, "method": parts["method"].astype(str)})
