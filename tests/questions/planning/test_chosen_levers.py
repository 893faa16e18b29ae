"""Which figures a plan may move, and how far: limits in steps from today's figure, lifted ones as wide as they were."""

from __future__ import annotations

import small_plans
from analysis.questions.planning import CostLine, PlanDemand, plan_levers, plan_lines
from analysis.questions.starting_points import starting_point
from small_plans import CITY, MONTH


def _here():
    case = small_plans.small_case(7116)
    return starting_point(case.facts, case.book, CITY, MONTH, case.scenario)


def test_limits_that_can_be_lifted_leave_a_figure_its_own_range():
    """There are 3 bodies today."""
    goal = PlanDemand(limits={"legal_entities": (5.0, 6.0)}, hold=("case_feedback",))
    levers = plan_levers(_here(), goal, None)
    bodies, still = levers["legal_entities"], levers["case_feedback"]
    assert (bodies.first, bodies.last) == (2, 3) and bodies.natural[0] <= 0 and bodies.natural[1] >= 3
    assert (still.first, still.last) == (0, 0) and still.natural == (0, 1)


def test_limits_for_good_are_all_that_a_figure_may_be():
    goal = PlanDemand(limits={"legal_entities": (5.0, 6.0)}, hold=("case_feedback",))
    levers = plan_levers(_here(), goal, None, tight=True)
    assert levers["legal_entities"].natural == (2, 3) and levers["case_feedback"].natural == (0, 0)


def test_without_costs_a_figure_stands_still_and_with_them_each_has_its_own():
    costs = {"case_feedback": CostLine("case_feedback", 3.0, 1.0)}
    levers = plan_levers(_here(), PlanDemand(), costs)
    assert list(levers) == ["case_feedback"] and plan_lines(levers, costs) == costs
