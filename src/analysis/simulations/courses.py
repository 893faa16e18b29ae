"""How the figures of made-up cities run over time: standing, growth, season, breaks and chance (走势).

Every course is a closed form of the month, or looks back a fixed number of months: no month depends on which others
are asked for with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.simulations.keyed_random import KeyedRandom
from analysis.simulations.simulation_settings import Settings

Floats = NDArray[np.float64]
YEAR = 12
SIMULATION_BEGIN = 2021 * YEAR
"""From here growth and progress are counted."""
WIDEST_SWING = 1.5
"""No break is larger than so many standard deviations."""
LEAD, AFTER = 2 * YEAR, 3
"""So many months before the first and after the last are drawn too: windows and falls look there."""


@dataclass(frozen=True, eq=False)
class Nation:
    """All cities of a time, a row each: `code, league, counties`; the months a figure is wanted for."""

    cities: pl.DataFrame
    months: Sequence[str]
    seed: int
    settings: Settings

    @property
    def general(self) -> Mapping[str, Any]:
        """What holds for all figures."""
        return self.settings["general"]

    @cached_property
    def months_asked(self) -> NDArray[np.int64]:
        """The months asked for, as running numbers."""
        return np.array([int(month[:4]) * YEAR + int(month[5:]) - 1 for month in self.months])

    @cached_property
    def months_run(self) -> NDArray[np.int64]:
        """Every month that is drawn, as running numbers: `LEAD` more before, `AFTER` more behind."""
        return np.arange(self.months_asked.min() - LEAD, self.months_asked.max() + AFTER + 1)

    @property
    def places(self) -> NDArray[np.int64]:
        """Where the months asked for stand among those drawn."""
        return self.months_asked - self.months_run[0]

    @property
    def shape(self) -> tuple[int, int]:
        """Cities and months drawn."""
        return len(self.cities), len(self.months_run)

    @cached_property
    def lots(self) -> KeyedRandom:
        """The draws of these cities and months."""
        return KeyedRandom(self.seed, self.cities["code"].cast(pl.Int64).to_numpy(), self.months_run)

    @cached_property
    def age(self) -> Floats:
        """Months since `BEGIN`, a row."""
        return (self.months_run - SIMULATION_BEGIN)[None, :].astype(float)

    @cached_property
    def quality(self) -> Floats:
        """How well each city works in each month: mean 0, rising slowly everywhere."""
        return self.standing("quality") + self.general["progress"] * self.age

    def standing(self, purpose: str) -> Floats:
        """How a city stands beside others: for the most part lasting, some of it passing."""
        return self.lasting(purpose) + self.general["passing"] * self.passing(purpose)

    def lasting(self, purpose: str) -> Floats:
        """The lasting part of it; one column."""
        return self.general["lasting"] * self.lots.lasting(f"{purpose}, lasting")

    def passing(self, purpose: str) -> Floats:
        """The passing part of it: drawn anew each month, averaged over the window."""
        return self.lots.passing(purpose, int(self.general["window"]))

    def at(self, month: str) -> Nation:
        """The same cities in another month alone."""
        return Nation(self.cities, (month,), self.seed, self.settings)

    def delayed_age(self, purpose: str) -> Floats:
        """Months since `BEGIN`, each less a part of a month drawn anew: it never falls, yet does not run evenly."""
        return self.age - self.lots.monthly(f"{purpose}, delayed")

    def season(self, strength: float) -> Floats:
        """The logarithm of the season, so strong; a row."""
        each = np.log(np.array(self.general["season"], dtype=float))
        return strength * each[self.months_run % YEAR][None, :]

    def breaks(self, purpose: str, strength: float) -> Floats:
        """By how much the logarithm of a level has broken away: for some cities, from a month of their own on.

        Time is cut into epochs, by city at other months; in each a new level holds, or with the rest the usual.
        """
        if not strength:
            return np.zeros((1, 1))
        months = int(self.general["break_months"])
        begins = np.floor(self.lots.even(f"{purpose}, epoch") * months)
        epochs = (self.months_run[None, :] + begins) // months
        broken = self.lots.keyed(f"{purpose}, broken", epochs) < self.general["break_chance"]
        level = np.clip(self.lots.keyed_normal(f"{purpose}, level", epochs), -WIDEST_SWING, WIDEST_SWING)
        return strength * self.general["break_size"] * broken * level


def over_window(monthly: Floats, months: int = YEAR) -> Floats:
    """The sum over so many months up to each one; the first ones, with fewer before them, over those there are.

    Added month by month in one order, so that a sum does not depend on where the months begin.
    """
    padded = np.concatenate([np.zeros((len(monthly), months - 1)), monthly], axis=1)
    total, count = np.zeros_like(monthly), monthly.shape[1]
    for back in range(months):
        total = total + padded[:, back : back + count]
    return total
