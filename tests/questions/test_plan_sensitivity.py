"""How wrong each price may be: against every combination at every price, and on the sample city by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

import small_plans
from analysis import facts, rulebooks
from analysis.problems import InputError
from analysis.questions import plan, plan_sensitivity
from analysis.questions.planning import EACH, POINTS, STEPS, CostLine, PlanDemand

CITY, MONTH = small_plans.CITY, small_plans.MONTH
CASES, PARTS, FIRST = 120, 6, 7200


def reaching(case):
    """The combinations that reach the goal whatever they cost."""
    free = case.moved <= (np.inf if case.goal.at_most is None else case.goal.at_most)
    free &= case.passes if case.goal.passes and case.book.of_kind("test") else True
    return free & (case.total >= (-np.inf if case.goal.reach is None else case.goal.reach) - small_plans.HAIR)


def weights(case, fact, what):
    """By how much the cost of each combination grows with a price."""
    off = np.abs(case.rows[:, list(case.goal.limits).index(fact)] - case.facts.row(0, named=True)[fact])
    return off if what == EACH else (off > 0).astype(float)


def expected(case, best, fact, what, price):
    """Between which prices the plan is the best, from the crossings with every other combination."""
    weight, budget = weights(case, fact, what), np.inf if case.goal.budget is None else case.goal.budget
    at = row_of(case, best)
    own, free = weight[at], reaching(case)
    paid = price + (budget - case.cost[at]) / own if own else np.inf
    if case.goal.least == POINTS:
        better = free & (case.total > case.total[at] + 5e-8) & (weight > 0)
        low = (price + (budget - case.cost[better]) / weight[better]).max(initial=-np.inf)
        return low if price and math.isfinite(budget) else -np.inf, paid
    less, more = free & (weight < own - 1e-9), free & (weight > own + 1e-9)
    high = (price + (case.cost[less] - case.cost[at]) / (own - weight[less])).min(initial=np.inf)
    low = (price - (case.cost[more] - case.cost[at]) / (weight[more] - own)).max(initial=-np.inf)
    return low, min(high, paid)


def row_of(case, best):
    steps, now = dict(best.steps.select("fact", "to").iter_rows()), case.facts.row(0, named=True)
    row = [steps.get(name, now[name]) for name in case.goal.limits]
    return (abs(case.rows - row) < 1e-9).all(axis=1).nonzero()[0][0]


@pytest.mark.parametrize("part", range(PARTS))
def test_prices_turn_where_another_combination_takes_over(part):
    seen = 0
    for seed in range(FIRST + part, FIRST + CASES, PARTS):
        case = small_plans.small_case(seed)
        if case.goal.least == STEPS or not case.reached().any():
            continue
        found = plan_sensitivity.price_turns(
            case.facts, case.book, CITY, MONTH, case.goal, case.scenario, case.costs, case.upper
        )
        assert found.best.exact, seed
        for row in found.prices.iter_rows(named=True):
            low, high = expected(case, found.best, row["fact"], row["what"], row["price"])
            low = -np.inf if low <= 1e-9 and row["low"] is None else low
            assert (row["high"] is None) is math.isinf(high), (seed, row)
            assert row["high"] is None or row["high"] == pytest.approx(high, rel=1e-7, abs=1e-9), (seed, row)
            assert (row["low"] is None) is (low < -1e-9 or not row["price"]), (seed, row, low)
            assert row["low"] is None or row["low"] == pytest.approx(low, rel=1e-7, abs=1e-9), (seed, row)
            seen += math.isfinite(high) or math.isfinite(low)
    assert seen


@pytest.fixture(scope="module")
def sample():
    return facts.up_to("江阴", MONTH), rulebooks.load("hard-2019"), "江阴", MONTH


COSTS = {
    "xinyi_domains": CostLine("xinyi_domains", 10_000.0),
    "domains_listed": CostLine("domains_listed", 5_000.0, 3_000.0, payer="市文明办"),
}


def test_by_hand_five_listed_domains_or_three_others(sample):
    """0.893 points wanted: five listed 28,000; three others 30,000 from 5,400 a listed one on, or 5,000 once."""
    found = plan_sensitivity.price_turns(*sample, PlanDemand(reach=34.05, least="cost"), costs=COSTS)
    rows = {(row["fact"], row["what"]): row for row in found.prices.iter_rows(named=True)}
    # one other and three listed cost 28,000 as well: the plan turns as soon as either price moves that way
    assert rows["domains_listed", "each"]["high"] == pytest.approx(5_000.0)
    assert rows["domains_listed", "fixed"]["high"] == pytest.approx(5_000.0)
    assert rows["domains_listed", "fixed"]["up"] == pytest.approx(2 / 3)
    assert rows["xinyi_domains", "each"]["low"] == pytest.approx(10_000.0)
    assert rows["domains_listed", "each"]["low"] is None and rows["xinyi_domains", "each"]["high"] is None
    then = found.then.filter(found.then["what"] == "fixed").select("fact", "planned", "to").rows()
    assert sorted(then) == [("domains_listed", 17.0, 12.0), ("xinyi_domains", 11.0, 14.0)]


def test_a_budget_that_is_just_enough_is_said(sample):
    """28,000 of 30,000 for five listed ones: 400 more for each of them is too much."""
    goal = PlanDemand(least=POINTS, budget=30_000.0)
    found = plan_sensitivity.price_turns(*sample, goal, costs=COSTS)
    row = next(
        row for row in found.prices.iter_rows(named=True) if (row["fact"], row["what"]) == ("domains_listed", "each")
    )
    assert row["high"] == pytest.approx(5_400.0) and row["over_budget"] and row["low"] == pytest.approx(4_500.0)


def test_the_plan_changes_just_beyond_a_turn_and_not_before(sample):
    goal = PlanDemand(reach=36.5, least="cost")
    prices = {"agencies_connected": 30_000.0, "xinyi_domains": 10_000.0, "domains_listed": 6_000.0}
    costs = {name: CostLine(name, price) for name, price in prices.items()}
    found = plan_sensitivity.price_turns(*sample, goal, costs=costs)
    turned = found.prices.filter(found.prices["high"].is_not_null()).row(0, named=True)
    for factor, same in ((1 - 1e-6, True), (1 + 1e-6, False)):
        other = {**costs, turned["fact"]: CostLine(turned["fact"], turned["high"] * factor)}
        again = plan.best(*sample, goal, costs=other)
        assert again.steps.select("fact", "to").equals(found.best.steps.select("fact", "to")) is same


def test_what_has_no_price_is_refused_or_empty(sample):
    with pytest.raises(InputError, match="项数"):
        plan_sensitivity.price_turns(*sample, PlanDemand(reach=40.0, least=STEPS))
    beyond = plan_sensitivity.price_turns(*sample, PlanDemand(reach=60.0))
    assert not beyond.best.possible and beyond.prices.is_empty() and beyond.then.is_empty()
