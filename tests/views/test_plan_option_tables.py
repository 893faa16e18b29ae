"""Tables of alternatives and of prices, in both languages."""

from __future__ import annotations

from functools import cache

import pytest

from analysis.questions import plan_alternatives, plan_sensitivity
from analysis.questions.planning import POINTS, STEPS, CostLine, PlanDemand
from analysis.views import plan_option_tables

from . import asked_of

COSTS = {
    "xinyi_domains": CostLine("xinyi_domains", 10_000.0),
    "domains_listed": CostLine("domains_listed", 6_000.0, 3_000.0),
    "xinyidai_loans": CostLine("xinyidai_loans", 0.001),
}


def reach(more):
    """A goal so much above today's total."""
    from analysis.questions.starting_points import starting_point

    return PlanDemand(reach=starting_point(*asked_of.sample()).total["low"] + more, least="cost")


@cache
def outcomes():
    """Of each goal the alternatives and where prices turn, found once for both languages."""
    goals = (reach(0.5), reach(90.0), reach(-1.0), PlanDemand(at_most=1, least=POINTS))
    return [
        (
            plan_alternatives.alternatives(*asked_of.sample(), goal, costs=COSTS, within=0.5),
            plan_sensitivity.price_turns(*asked_of.sample(), goal, costs=COSTS),
        )
        for goal in goals
    ]


@cache
def fewest_steps():
    return plan_alternatives.alternatives(*asked_of.sample(), PlanDemand(reach=reach(3.0).reach, least=STEPS))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_outcome_is_told_in_its_language(lang):
    for others, turns in outcomes():
        tables = [
            *plan_option_tables.alternatives_tables(others, asked_of.BOOK, lang),
            *plan_option_tables.sensitivity_tables(turns, asked_of.BOOK, lang),
        ]
        assert tables and "{" not in "\n".join(map(repr, tables))
    assert "{" not in repr(plan_option_tables.alternatives_table(fewest_steps(), asked_of.BOOK, lang))


def test_without_prices_effort_is_said_in_times_of_what_is_reckoned():
    turns = plan_sensitivity.price_turns(*asked_of.sample(), PlanDemand(reach=reach(0.3).reach, limits={}), costs=None)
    table = plan_option_tables.prices_table(turns, asked_of.BOOK)
    assert "单位工作量" in table.title and "倍" in table.rows[0][0]
