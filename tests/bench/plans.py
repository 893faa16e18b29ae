"""The best plan of one city by hard-2019, all its levers at once, beside one goal of one figure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import small_plans
from analysis import facts, rulebooks
from analysis.questions import goal, lever_lattice, plan, plan_curves, plan_sensitivity, robust_plans
from analysis.questions.planning import POINTS, STEPS, CostLine, PlanDemand
from analysis.questions.spreads import Spread
from analysis.questions.starting_points import starting_point
from bench import measuring
from bench.scoring import BOOK, Say
from bench.tables import Aim, Table, duration, number, times

PLACE = ("江阴", "2021-03")
CASES, REPEATS, REACH, FEW = 20, 3, 45.0, 5
SLOWEST, NEAR = 2.0, 50
"""Seconds that one plan may take, and how many times one goal."""
CURVE_SLOWEST, TOY_FINEST = 20.0, 8.0
"""Seconds that the whole curve may take; how far its points lie apart at a toy size."""
LOANS = (Spread("xinyidai_loans", 8e9, 16e9),)
ONE = "一个指标求目标 one goal"
CURVE, TURNS, SAFE = (
    "代价曲线 the whole curve",
    "两项费用的敏感性 how wrong two prices may be",
    "九成情形下成立 in nine cases of ten",
)
WANTED = {
    "总分 a total": PlanDemand(reach=REACH),
    "总分并通过 and passing": PlanDemand(reach=REACH, passes=True),
    "改动项数最少 fewest steps": PlanDemand(reach=REACH, least=STEPS),
    "五项之内得分最多 most points in five steps": PlanDemand(at_most=FEW, least=POINTS),
    "做不到 out of reach": PlanDemand(reach=55.0, at_most=FEW),
}
TITLE, LONGER = "最省的一组改动 · The best plan", "曲线、敏感性、稳妥 · The curve, prices, most cases"
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
    yield _longer(say, city, levers)


def _longer(say: Say, city: tuple[Any, ...], levers: int) -> Table:
    """What takes many searches, each once: the curve at its usual fineness, prices, a plan for most cases."""
    say("曲线 curve")
    finest = plan_curves.FINEST if measuring.share() > measuring.TOY else TOY_FINEST
    few = {name: CostLine(name, 1.0) for name in ("xinyi_domains", "domains_listed")}
    ways = {
        CURVE: partial(plan_curves.curve, *city, finest=finest),
        TURNS: partial(plan_sensitivity.price_turns, *city, PlanDemand(reach=34.0), costs=few),
        SAFE: partial(robust_plans.robust, *city, PlanDemand(reach=40.0), spreads=LOANS),
    }
    seconds = {what: measuring.timed(run)[0] for what, run in ways.items()}
    rows = [(number(levers), what, duration(spent), "") for what, spent in seconds.items()]
    spent = seconds[CURVE]
    aim = Aim(levers, "个杠杆的代价曲线 levers, the whole curve", spent, spent, most=CURVE_SLOWEST, text=duration)
    return Table(LONGER, HEADINGS, rows, (), [aim])
