"""Questions asked of the sample city once, for the tests of their views."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import jiangyin
from analysis import facts, rulebooks, scenarios
from analysis.questions import compare, goal, levers, plan_calendar, readings, sweep, uncertainty
from analysis.questions.planning import CostLine, PaceLine, PlanDemand
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


PACES = {"agencies_connected": PaceLine("agencies_connected", 3.0, delay=1)}
AIM = PlanDemand(reach=36.0)


def scheduled(goal=AIM, by="2021-07", routine="steady", until=""):
    """A plan over months: three agencies a month, each counting a month later; all else stands still."""
    only = {name: CostLine(name, 1 / 46) for name in PACES}
    found = _scheduled(goal.reach, goal.passes, goal.least, goal.at_most, by, routine, until, tuple(only.items()))
    return replace(found, priced=False)


@cache
def _scheduled(reach, passes, least, at_most, by, routine, until, costs):
    goal = PlanDemand(reach, passes, least, at_most=at_most)
    asked = {"costs": dict(costs), "paces": PACES, "routine": routine, "until": until}
    return plan_calendar.by_when(facts.up_to("江阴", "2021-03"), BOOK, "江阴", "2021-03", by, goal, **asked)


@cache
def scheduled_with_departments():
    """A plan over months of the rulebook that names departments."""
    book = rulebooks.load("monitoring-2021")
    goal = PlanDemand(reach=86.0)
    return plan_calendar.by_when(
        facts.up_to("江阴", "2021-03"), book, "江阴", "2021-03", "2021-05", goal, "assumed-benchmarks"
    )
