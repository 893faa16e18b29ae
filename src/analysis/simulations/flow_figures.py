"""What arises in each month in made-up cities, and over twelve of them: counts, parts, events, amounts (流量指标)."""

from __future__ import annotations

import numpy as np

from analysis.simulations.courses import YEAR, Floats, Nation, over_window
from analysis.simulations.stock_figures import Figures, Given, level, share_course

MOST_EVENTS = 80
"""No month has more events than these."""


def month_events(nation: Nation, name: str, given: Given, months: int) -> Floats:
    """Numbers of events in each month, `mean` over so many months, which quality moves: Poisson's law inverted."""
    mean = given["mean"] / months * np.exp(given.get("pull", 0) * nation.quality)
    even = nation.lots.monthly(name)
    term, below, count = np.exp(-mean), np.zeros_like(mean), np.zeros_like(mean)
    for number in range(1, MOST_EVENTS):
        below += term
        count += even > below
        term = term * mean / number
    return count


def month_parts(nation: Nation, name: str, given: Given, whole: Floats) -> Floats:
    """So many of each month's whole as its share comes to, a broken one rounded up or down by lot."""
    return np.floor(share_course(nation, name, given, 1) * whole + nation.lots.monthly(f"{name}, rounded"))


def month_amounts(
    nation: Nation, name: str, given: Given, figures: Figures, *, counted: bool, months: int = YEAR
) -> Floats:
    """What arises in each month: its part of the level of so many months, by season, breaks and chance."""
    swings = nation.season(given.get("season", 1)) + nation.breaks(name, given.get("breaks", 1))
    chance = nation.general["noise"] * nation.lots.monthly_normal(f"{name}, month")
    middle = level(nation, name, given, figures, flow=True) / months * np.exp(swings + chance)
    if not counted:
        return np.round(middle)
    drawn = middle + np.sqrt(middle) * nation.lots.monthly_normal(f"{name}, count")
    return np.floor(np.maximum(drawn, 0.0) + nation.lots.monthly(f"{name}, rounded"))


def falls(stock: Floats) -> Floats:
    """By how much a stock fell in each month; what leaves it is no less."""
    before = np.concatenate([stock[:, :1], stock[:, :-1]], axis=1)
    return np.maximum(before - stock, 0.0)


def month_levels(nation: Nation, name: str, given: Given, figures: Figures) -> Floats:
    """The mean over twelve months of a level that season, breaks and chance move, such as visits a day."""
    swings = nation.season(given.get("season", 1)) + nation.breaks(name, given.get("breaks", 1))
    chance = nation.general["noise"] * nation.lots.monthly_normal(f"{name}, month")
    return over_window(level(nation, name, given, figures, flow=True) * np.exp(swings + chance)) / YEAR
