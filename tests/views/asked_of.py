"""Questions asked of the sample city once, for the tests of their views."""

from __future__ import annotations

from functools import cache

import jiangyin
from analysis import rulebooks, scenarios
from analysis.questions import compare, goal, levers, readings, sweep, uncertainty
from analysis.questions.spreads import Spread

BOOK = rulebooks.load("hard-2019")
PLANS = (("set", "xinyidai_loans=+30亿"), ("set", "service_halls_connected=17"))
SPREADS = (Spread("xinyidai_loans", 1e9, 2e9), Spread("blacklist_exits", 200, 300))


@cache
def sample():
    """The figures of one city, the rulebook, city and month."""
    return jiangyin.known(), BOOK, jiangyin.CITY, jiangyin.MONTH


@cache
def compared():
    parts = scenarios.parse_scenarios(list(PLANS), BOOK)
    return compare.side_by_side(*sample(), [*parts, scenarios.stack_scenarios(parts, "plan")])


@cache
def swept(target="residents_scored"):
    return sweep.along(*sample(), target)


@cache
def crossed():
    return sweep.across(*sample(), ("residents_scored", "xinyi_domains"), side=5)


@cache
def board():
    return levers.board(*sample())


@cache
def read():
    return readings.every(*sample())


@cache
def uncertain():
    return uncertainty.propagate(*sample(), SPREADS, draws=500, base=64)


@cache
def sought(target, wanted):
    return goal.seek(*sample(), target, wanted)
