"""The best plan of one city by hard-2019, all its levers at once, beside one goal of one figure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import small_plans
from analysis import facts, rulebooks
from analysis.questions import goal, lever_lattice, plan
from analysis.questions.planning import POINTS, STEPS, PlanDemand
from analysis.questions.starting_points import starting_point
from bench import measuring
from bench.scoring import BOOK, Say
from bench.tables import Aim, Table, duration, number, times

PLACE = ("江阴", "2021-03")
CASES, REPEATS, REACH, FEW = 20, 3, 45.0, 5
SLOWEST, NEAR = 2.0, 50
"""Seconds that one plan may take, and how many times one goal."""
ONE = "一个指标求目标 one goal"
WANTED = {
    "总分 a total": PlanDemand(reach=REACH),
    "总分并通过 and passing": PlanDemand(reach=REACH, passes=True),
    "改动项数最少 fewest steps": PlanDemand(reach=REACH, least=STEPS),
    "五项之内得分最多 most points in five steps": PlanDemand(at_most=FEW, least=POINTS),
    "做不到 out of reach": PlanDemand(reach=55.0, at_most=FEW),
}
TITLE = "最省的一组改动 · The best plan"
HEADINGS = ("杠杆\nlevers", "求什么\nwhat", "用时\ntime", "是求一个目标的几倍\ntimes one goal")


def faults(count: int = CASES) -> list[str]:
    """Where a plan is not the best of every combination scored by the rulebook."""
    return [fault for seed in range(measuring.sized(count, 2)) for fault in _fault(seed)]


def _fault(seed: int) -> Iterator[str]:
    case = small_plans.small_case(seed)
    found, possible = case.found(), bool(case.reached().any())
    if found.possible is not possible:
        yield f"case {seed}: {found.possible}, {possible}"
    elif possible and abs(case.value(found) - case.best()) > small_plans.HAIR:
        yield f"case {seed}: {case.value(found)}, {case.best()}"


def tables(say: Say) -> Iterator[Table]:
    """The table of this subject."""
    say("计划 plans")
    city = facts.up_to(*PLACE), rulebooks.load(BOOK), *PLACE
    ways = {ONE: partial(goal.seek, *city, "xinyidai_loans", "18.3:cap")}
    ways |= {what: partial(plan.best, *city, wanted) for what, wanted in WANTED.items()}
    seconds = measuring.medians(ways, REPEATS)
    levers = len(lever_lattice.movable_facts(starting_point(*city)))
    rows = [(number(levers), what, duration(spent), times(spent / seconds[ONE])) for what, spent in seconds.items()]
    slowest = max(seconds[what] for what in WANTED)
    aims = [
        Aim(levers, "个杠杆的计划 levers, a plan: 最慢 slowest", slowest, slowest, most=SLOWEST, text=duration),
        Aim(levers, f"个杠杆的计划 levers, a plan: {ONE}", slowest, slowest / seconds[ONE], most=NEAR),
    ]
    yield Table(TITLE, HEADINGS, rows, (), aims)
