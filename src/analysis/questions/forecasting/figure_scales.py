"""On what scale a figure is forecast, and what it can never be: counts whole, parts within wholes (尺度与界限)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.facts import Fact, is_whole_unit
from analysis.questions.forecasting.figure_series import Floats

PLAIN = ("flag", "choice", "share")
"""Units whose figures are not looked at by their logarithm."""
MONEY = "yuan"
HAIR = 1e-6
"""What the way back from a logarithm may err by."""


def is_logarithmic(keys: pl.DataFrame, dictionary: Mapping[str, Fact]) -> NDArray[np.bool_]:
    """Whether each series is looked at by its logarithm, so that growth in percent is even growth."""
    return np.array([dictionary[name].unit not in PLAIN for name in keys["fact"]], dtype=bool)


def to_scale(values: Floats, logarithmic: NDArray[np.bool_]) -> Floats:
    """Figures on the scale they are forecast on: rows that are logarithmic as log(1 + figure)."""
    return np.where(_rows(logarithmic, values), np.log1p(np.maximum(values, 0.0)), values)


def from_scale(values: Floats, logarithmic: NDArray[np.bool_]) -> Floats:
    """The way back."""
    return np.where(_rows(logarithmic, values), np.expm1(np.where(_rows(logarithmic, values), values, 0.0)), values)


def _rows(logarithmic: NDArray[np.bool_], values: Floats) -> NDArray[np.bool_]:
    return np.reshape(logarithmic, (-1, *[1] * (values.ndim - 1)))


def possible_figures(figures: Floats, keys: pl.DataFrame, dictionary: Mapping[str, Fact]) -> Floats:
    """The figures nearest to these that can be: whole where they count, within their least and most, parts in wholes.

    Rows are series, by city and fact; the other axes are months, paths or ends of intervals.
    """
    facts = [dictionary[name] for name in keys["fact"]]
    whole = _are_whole(facts)
    least = np.array([1.0 if fact.unit == "rank" else _least(fact) for fact in facts])
    most = np.array([_most(fact) for fact in facts])
    rounded = np.where(_rows(whole, figures), np.rint(figures), figures)
    kept = np.clip(rounded, _column(least, figures), _column(most, figures))
    return _within_wholes(kept, keys, facts)


def whole_within(ends: Floats, keys: pl.DataFrame, dictionary: Mapping[str, Fact]) -> Floats:
    """Low, middle and high of intervals (the last axis): of what is counted, the whole numbers that lie within.

    Rounded to the nearest, an end could take in a number that the interval itself does not hold, and small counts would
    be held more often than was tried. The middle always stays within.
    """
    whole = _are_whole([dictionary[name] for name in keys["fact"]])[:, None]
    low, middle, high = np.moveaxis(ends, -1, 0)
    middle = np.where(whole, np.rint(middle), middle)
    low = np.where(whole, np.minimum(np.ceil(low - HAIR), middle), low)
    high = np.where(whole, np.maximum(np.floor(high + HAIR), middle), high)
    return np.stack([low, middle, high], axis=-1)


def _are_whole(facts: list[Fact]) -> NDArray[np.bool_]:
    return np.array([is_whole_unit(fact.unit) or fact.unit == MONEY for fact in facts], dtype=bool)


def _least(fact: Fact) -> float:
    return float(min(fact.choices)) if fact.choices else 0.0


def _most(fact: Fact) -> float:
    if fact.choices:
        return float(max(fact.choices))
    return 1.0 if fact.unit in PLAIN else np.inf


def _column(numbers: Floats, like: Floats) -> Floats:
    return np.reshape(numbers, (-1, *[1] * (like.ndim - 1)))


def _within_wholes(figures: Floats, keys: pl.DataFrame, facts: list[Fact]) -> Floats:
    """No part above its whole; wholes that are parts themselves first. A whole that is not there bounds nothing."""
    at = {key: row for row, key in enumerate(keys.select("city", "fact").rows())}
    owners = [at.get((city, fact.within)) for city, fact in zip(keys["city"], facts, strict=True)]
    kept = figures.copy()
    for _ in range(2):
        pairs = [(row, owner) for row, owner in enumerate(owners) if owner is not None]
        rows = [row for row, _ in pairs]
        wholes = kept[[owner for _, owner in pairs]] if pairs else kept[:0]
        kept[rows] = np.where(np.isnan(wholes), kept[rows], np.minimum(kept[rows], wholes))
    return kept
