"""Alternatives to the best plan: against every combination scored by the rulebook, and on the sample city."""

from __future__ import annotations

import math

import numpy as np
import pytest

import small_plans
from analysis import facts, rulebooks
from analysis.problems import InputError
from analysis.questions import plan_alternatives
from analysis.questions.planning import POINTS, STEPS, CostLine, PlanDemand

CITY, MONTH = small_plans.CITY, small_plans.MONTH
CASES, PARTS, FIRST, WITHIN, ALL = 120, 6, 6000, 0.25, 60


def main(found):
    """The figures of a tenth of a plan's cost or of its points; all where there are none."""
    cost, points = (np.array(found.steps[name].to_list(), dtype=float) for name in ("cost", "points"))
    gained = np.clip(points, 0.0, None)
    large = [(part > 0) & (part >= 0.1 * part.sum()) for part in (cost, gained)]
    names = np.array(found.steps["fact"].to_list())
    return list(names[large[0] | large[1]]) or list(names)


def moves(case, names):
    """The combinations that move all of some figures."""
    places, now = list(case.goal.limits), case.facts.row(0, named=True)
    return np.all([case.rows[:, places.index(name)] != now[name] for name in names], axis=0)


def near(case, best, within):
    """The combinations that reach the goal and are no worse than so much of the best."""
    if case.goal.least == POINTS:
        today = best.before["high" if case.upper else "low"]
        return case.reached() & (case.total >= best.judged - within * max(0.0, best.judged - today) - 1e-9)
    if case.goal.least == STEPS:
        return case.reached() & (case.moved <= math.floor(best.steps.height * (1 + within) + 1e-9))
    return case.reached() & (case.cost <= best.cost * (1 + within) + 1e-9)


@pytest.mark.parametrize("part", range(PARTS))
def test_each_alternative_is_the_best_that_does_without_and_none_is_left_out(part):
    seen = 0
    for seed in range(FIRST + part, FIRST + CASES, PARTS):
        case = small_plans.small_case(seed)
        found = plan_alternatives.alternatives(
            case.facts, case.book, CITY, MONTH, case.goal, case.scenario, case.costs, case.upper,
            within=WITHIN, count=ALL,
        )  # fmt: skip
        assert found.best.possible is bool(case.reached().any()) and found.all_found, seed
        if not found.best.possible or found.best.steps.is_empty():
            assert not found.others and found.nearest is None
            continue
        free, own = near(case, found.best, WITHIN), -case.total if case.goal.least == POINTS else case.cost
        own = case.moved if case.goal.least == STEPS else own
        for earlier, later in zip((found.best, *found.others), (*found.others, None), strict=True):
            free &= ~moves(case, main(earlier))
            if later is None:
                assert not free.any(), seed
            else:
                value = case.value(later) * (-1 if case.goal.least == POINTS else 1)
                assert value == pytest.approx(own[free].min(), abs=1e-7) and later.exact, seed
                seen += 1
        _nearest(case, found, own, seed)
    assert seen


def _nearest(case, found, own, seed):
    """Where none is near, the best of what does without a main figure of the best plan."""
    if found.others:
        assert found.nearest is None, seed
        return
    rest = case.reached() & ~moves(case, main(found.best))
    assert (found.nearest is None) is (not rest.any()), seed
    if found.nearest is not None:
        value = case.value(found.nearest) * (-1 if case.goal.least == POINTS else 1)
        assert value == pytest.approx(own[rest].min(), abs=1e-7), seed


@pytest.fixture(scope="module")
def sample():
    return facts.up_to("江阴", MONTH), rulebooks.load("hard-2019"), "江阴", MONTH


def test_by_hand_two_figures_for_one_another(sample):
    """0.5 points: 0.3 for 10,000 and 0.2 for 6,000, or three of these for 18,000, or two of those for 20,000."""
    costs = {
        "xinyi_domains": CostLine("xinyi_domains", 10_000.0),
        "domains_listed": CostLine("domains_listed", 6_000.0),
    }
    goal = PlanDemand(reach=33.157 + 0.5, least="cost")
    found = plan_alternatives.alternatives(*sample, goal, costs=costs, within=0.3)
    assert [plan.steps.select("fact", "change").rows() for plan in found.others] == [
        [("domains_listed", 3.0)], [("xinyi_domains", 2.0)],
    ]  # fmt: skip
    assert found.ways["spent"].to_list() == [16_000.0, 18_000.0, 20_000.0] and found.all_found
    way = found.ways.row(1, named=True)
    assert way["more"] == pytest.approx(1 / 8)
    assert (way["without"], way["instead"]) == (["xinyi_domains"], [])
    closer = plan_alternatives.alternatives(*sample, goal, costs=costs)
    assert not closer.others and closer.all_found and closer.nearest.cost == 18_000.0


def test_points_within_five_steps_have_alternatives_in_order(sample):
    goal = PlanDemand(at_most=4, least=POINTS)
    found = plan_alternatives.alternatives(*sample, goal, count=2)
    totals = found.ways["total"].to_list()
    assert totals == sorted(totals, reverse=True) and len(found.others) == 2 and not found.all_found
    gained = found.best.judged - found.best.before["low"]
    assert totals[-1] >= found.best.judged - 0.05 * gained - 1e-9
    assert found.steps["plan"].unique().sort().to_list() == [0, 1, 2]


def test_nothing_to_do_and_nothing_that_can_be_done_have_none(sample):
    reached = plan_alternatives.alternatives(*sample, PlanDemand(reach=20.0))
    assert reached.best.possible and reached.others == () and reached.all_found and reached.nearest is None
    beyond = plan_alternatives.alternatives(*sample, PlanDemand(reach=60.0))
    assert not beyond.best.possible and beyond.plans == () and beyond.ways.is_empty() and beyond.steps.is_empty()
    with pytest.raises(InputError, match="幅度"):
        plan_alternatives.alternatives(*sample, PlanDemand(reach=40.0), within=-0.1)
