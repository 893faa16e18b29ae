"""The whole curve of what points cost: against every combination scored by the rulebook, and on the sample city."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import small_plans
from analysis import facts, rulebooks
from analysis.problems import InputError
from analysis.questions import plan, plan_curves
from analysis.questions.planning import STEPS, PlanDemand

CITY, MONTH = small_plans.CITY, small_plans.MONTH
CASES, PARTS, FIRST = 120, 6, 5000


def curve_of(case, **goal):
    return plan_curves.curve(
        case.facts,
        case.book,
        CITY,
        MONTH,
        replace(case.goal, **goal),
        case.scenario,
        case.costs,
        case.upper,
        finest=0.0,
    )


def frontier(case):
    """The combinations that nothing betters: by what is spent, each with more points than all that cost less."""
    free = case.allowed()
    spent = (case.moved if case.goal.least == STEPS else case.cost)[free]
    found = []
    for cost in np.unique(np.round(spent, 6)):
        most = case.total[free][spent <= cost + 1e-6].max()
        if not found or most > found[-1][1] + small_plans.APART:
            found.append((float(cost), float(most)))
    return found


def bent(points):
    """Whether each point lies below every line between a cheaper and a dearer one."""
    return [
        all((cost - left[0]) * (right[1] - left[1]) < (right[0] - left[0]) * (total - left[1]) - 1e-6
            for left in points[:at] for right in points[at + 1 :])
        for at, (cost, total) in enumerate(points)
    ]  # fmt: skip


@pytest.mark.parametrize("part", range(PARTS))
def test_every_point_of_the_curve_and_no_other_is_found(part):
    for seed in range(FIRST + part, FIRST + CASES, PARTS):
        case = small_plans.small_case(seed)
        found, truth = curve_of(case), frontier(case)
        shown = list(found.points.select("spent", "total").iter_rows())
        assert np.asarray(shown).reshape(-1, 2) == pytest.approx(np.asarray(truth).reshape(-1, 2), abs=1e-7), seed
        assert found.points["corner"].to_list() == bent(truth), seed
        assert found.agrees and found.proven, seed


@pytest.mark.parametrize("seed", range(FIRST, FIRST + 40))
def test_what_each_test_takes_is_the_least_of_all_combinations(seed):
    case = small_plans.small_case(seed)
    found, free = curve_of(case, passes=False), replace_goal(case, passes=False).allowed()
    scored = small_plans.scored_clauses(case)
    for name, spent, total in found.vetoes.select("clause", "spent", "total").iter_rows():
        names = [name] if name else [test.id for test in case.book.of_kind("test")]
        met = free & np.all([scored[f"met {test}"].fill_null(case.upper).to_numpy() for test in names], axis=0)
        own = (case.moved if case.goal.least == STEPS else case.cost)[met]
        assert spent == (pytest.approx(own.min(), abs=1e-7) if met.any() else None), (seed, name)
        assert total is None or np.isclose(case.total[met], total, atol=1e-9).any()


def replace_goal(case, **goal):
    return replace(case, goal=replace(case.goal, **goal))


@pytest.fixture(scope="module")
def sample():
    return facts.up_to("江阴", MONTH), rulebooks.load("hard-2019"), "江阴", MONTH


@pytest.fixture(scope="module")
def whole(sample):
    return plan_curves.curve(*sample, PlanDemand(reach=45.0), finest=4.0)


def test_the_sample_city_by_hand(whole):
    """13 gives 4 points for nine agencies of 46, the cheapest by far; then a flag for half a point, then domains."""
    corners = whole.corners
    assert corners["total"][:2].to_list() == pytest.approx([33.157273, 37.157273], abs=1e-6)
    assert corners["spent"][:2].to_list() == pytest.approx([0.0, 9 / 46])
    assert corners["corner_price"][1] == pytest.approx(9 / 46 / 4)
    assert corners["total"][-1] == pytest.approx(56.4)
    prices = corners["corner_price"].drop_nulls().to_list()
    assert prices == sorted(prices) and whole.agrees and whole.proven


def test_each_point_is_what_the_plan_for_its_total_costs(sample, whole):
    for total, spent in whole.points.select("total", "spent").gather_every(5).iter_rows():
        assert plan.best(*sample, PlanDemand(reach=total)).cost == pytest.approx(spent, abs=2e-6)


def test_the_total_asked_for_is_one_of_the_points(sample, whole):
    at = whole.points.filter((whole.points["total"] - 45.0).abs() < 1e-3)
    assert at["spent"].item() == pytest.approx(plan.best(*sample, PlanDemand(reach=45.0)).cost)


def test_the_steps_of_a_point_lead_from_the_point_before(whole):
    first = whole.steps.filter(whole.steps["point"] == 1).row(0, named=True)
    assert (first["fact"], first["now"], first["before"], first["to"]) == ("agencies_connected", 46.0, 46.0, 55.0)
    last = whole.steps.filter(whole.steps["point"] == whole.points["point"].max())
    assert last["cost"].sum() == pytest.approx(whole.points["spent"][-1])


def test_tests_are_passed_along_a_curve_that_asks_for_it_and_cost_what_is_said(sample, whole):
    """By hand: two more breaches resolved beside thirteen; the curve of points alone passes none of them."""
    spent = dict(whole.vetoes.select("clause", "spent").iter_rows())
    assert list(spent) == ["5", "3", "9.4", "6", None] and spent["3"] == pytest.approx(2 / 13)
    assert whole.vetoes["from_total"].null_count() == 5
    passing = plan_curves.curve(*sample, PlanDemand(passes=True), finest=99.0)
    assert passing.points["spent"][0] == pytest.approx(spent[None]) and passing.points["passes"].all()
    assert passing.vetoes["from_total"].to_list() == pytest.approx([33.157273] * 5, abs=1e-6)
    assert sorted(passing.points["falls"][0]) == ["3", "5", "6", "9.4"]


def test_few_figures_and_none_have_a_point_or_no_more():
    import made_up

    book = rulebooks.load("hard-2019")
    named = dict.fromkeys(book.facts(), None)
    few = plan_curves.curve(made_up.row(CITY, MONTH, **{**named, "xinyi_domains": 10.0}), book, CITY, MONTH, finest=0.0)
    assert few.points["total"].diff().drop_nulls().to_list() == pytest.approx([0.3] * (few.points.height - 1))
    none = plan_curves.curve(made_up.row(CITY, MONTH, **named), book, CITY, MONTH, finest=0.0)
    assert none.points.height == 1 and none.steps.is_empty()


def test_limits_that_forbid_everything_leave_no_curve(sample):
    found = plan_curves.curve(*sample, PlanDemand(passes=True, at_most=1))
    assert found.points.is_empty() and found.steps.is_empty() and not found.corners.height
    with pytest.raises(InputError, match="间隔"):
        plan_curves.curve(*sample, finest=-1.0)
