"""Random numbers that depend only on what they are drawn for: seed, purpose, city and month (抽签).

A city's figure of a month is the same whichever other cities and months are asked for with it.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

STEP, FIRST, SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
"""The constants of SplitMix64 (Steele, Lea and Flood, 2014)."""
UNIT_INTERVAL = 2.0**-53
MONTH_KEYS = np.uint64(1) << np.uint64(40)
WIDEST_NORMAL = 2.5
"""Nothing passing lies further out: what stands does not leap."""
NORMAL = 0.5513  # a logistic variable times this has variance one


@dataclass(frozen=True)
class KeyedRandom:
    """Draws for some cities (codes as whole numbers, one a row) over some months (running numbers, one a column)."""

    seed: int
    cities: np.ndarray
    months: np.ndarray

    def even(self, purpose: str) -> np.ndarray:
        """A number between 0 and 1 for each city; one column."""
        return _even(self._key(purpose) ^ _mixed(self.cities.astype(np.uint64)))[:, None]

    def lasting(self, purpose: str) -> np.ndarray:
        """A number of mean 0 and variance 1 for each city, about normal; one column."""
        return _normal(self.even(purpose))

    def passing(self, purpose: str, window: int) -> np.ndarray:
        """The same for each city and month, drawn anew each month and averaged over the last so many; none far out."""
        first, last = int(self.months.min()), int(self.months.max())
        drawn = _normal(self._drawn(purpose, _placed(np.arange(first - window + 1, last + 1))))
        each = np.clip(drawn, -WIDEST_NORMAL, WIDEST_NORMAL)
        total, places = np.zeros((len(self.cities), len(self.months))), self.months - first
        for back in range(window):
            total = total + each[:, places + window - 1 - back]
        return total / np.sqrt(window)

    def monthly(self, purpose: str) -> np.ndarray:
        """A number between 0 and 1 for each city and month."""
        return self._drawn(purpose, _placed(self.months))

    def monthly_normal(self, purpose: str) -> np.ndarray:
        """A number of mean 0 and variance 1 for each city and month, about normal."""
        return _normal(self.monthly(purpose))

    def keyed(self, purpose: str, numbers: np.ndarray) -> np.ndarray:
        """A number between 0 and 1 for each city and each of its own whole numbers, a row of them a city."""
        return self._drawn(purpose, numbers.astype(np.int64).astype(np.uint64) + MONTH_KEYS)

    def keyed_normal(self, purpose: str, numbers: np.ndarray) -> np.ndarray:
        """The same with mean 0 and variance 1, about normal."""
        return _normal(self.keyed(purpose, numbers))

    def _drawn(self, purpose: str, numbers: np.ndarray) -> np.ndarray:
        own = _mixed(self.cities.astype(np.uint64))[:, None]
        return _even(self._key(purpose) ^ own ^ _mixed(numbers))

    def _key(self, purpose: str) -> np.uint64:
        named = np.array([zlib.crc32(purpose.encode()) + (self.seed << 32)], dtype=np.uint64)
        return _mixed(_mixed(named))[0]


def _placed(months: np.ndarray) -> np.ndarray:
    """Months as numbers that no city's code takes."""
    return months.astype(np.uint64)[None, :] + MONTH_KEYS


def _mixed(numbers: np.ndarray) -> np.ndarray:
    """SplitMix64: every bit of each number depends on all of its bits."""
    with np.errstate(over="ignore"):
        mixed = numbers + STEP
        mixed = (mixed ^ (mixed >> np.uint64(30))) * FIRST
        mixed = (mixed ^ (mixed >> np.uint64(27))) * SECOND
    return mixed ^ (mixed >> np.uint64(31))


def _even(keys: np.ndarray) -> np.ndarray:
    return ((_mixed(keys) >> np.uint64(11)).astype(np.float64) + 0.5) * UNIT_INTERVAL


def _normal(even: np.ndarray) -> np.ndarray:
    return NORMAL * np.log(even / (1 - even))
