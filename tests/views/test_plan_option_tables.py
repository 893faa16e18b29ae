"""Tables of alternatives and of prices, in both languages."""

from __future__ import annotations

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


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_outcome_is_told_in_its_language(lang):
    goals = (reach(0.5), reach(90.0), reach(-1.0), PlanDemand(at_most=1, least=POINTS))
    for goal in goals:
        others = plan_alternatives.alternatives(*asked_of.sample(), goal, costs=COSTS, within=0.5)
        turns = plan_sensitivity.price_turns(*asked_of.sample(), goal, costs=COSTS)
        tables = [
            *plan_option_tables.alternatives_tables(others, asked_of.BOOK, lang),
            *plan_option_tables.sensitivity_tables(turns, asked_of.BOOK, lang),
        ]
        assert tables and "{" not in "\n".join(map(repr, tables))
    steps = plan_alternatives.alternatives(*asked_of.sample(), PlanDemand(reach=reach(3.0).reach, least=STEPS))
    assert "{" not in repr(plan_option_tables.alternatives_table(steps, asked_of.BOOK, lang))


def test_without_prices_effort_is_said_in_times_of_what_is_reckoned():
    turns = plan_sensitivity.price_turns(*asked_of.sample(), PlanDemand(reach=reach(0.3).reach, limits={}), costs=None)
    table = plan_option_tables.prices_table(turns, asked_of.BOOK)
    assert "单位工作量" in table.title and "倍" in table.rows[0][0]
