"""Figures so large that a solver's tolerance shows: what is found is still the best of all that can be paid.

The truth: for each number of bodies the most records that the budget leaves, every such pair scored by the rulebook.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

import small_plans
from analysis.questions import plan
from analysis.questions.lever_lattice import Lever
from analysis.questions.planning import CostLine, PlanDemand, Stretch, best_stretch
from analysis.questions.planning.planned_levers import PlannedLever
from analysis.questions.starting_points import numbered_grid, starting_point
from small_plans import CITY, MONTH

BODIES, RECORDS = 100, 10**9


def test_a_case_whose_figures_may_grow_to_a_thousand_million_is_exact():
    case = small_plans.small_case(7116)
    found = case.found()
    assert found.exact and case.value(found) == pytest.approx(case.best(), abs=1e-9)


@pytest.mark.parametrize(("bodies", "now", "each", "budget"), [(40, 3.0, 10**6, 4_100), (7, 900.0, 10**5, 37)])
def test_a_ratio_of_two_wide_figures_is_the_best_that_the_budget_pays(bodies, now, each, budget):
    """A body costs 100, and so many records 1."""
    case = small_plans.small_case(7116)
    facts = case.facts.with_columns(legal_entities=pl.lit(float(bodies)), credit_records=pl.lit(now))
    limits = {"legal_entities": (1.0, float(BODIES)), "credit_records": (0.0, float(RECORDS))}
    costs = {
        "legal_entities": CostLine("legal_entities", 100.0, 0.0),
        "credit_records": CostLine("credit_records", 1 / each, 0.0),
    }
    goal = PlanDemand(least="points", budget=float(budget), limits=limits)
    found = plan.best(facts, case.book, CITY, MONTH, goal, case.scenario, costs=costs)
    pairs = [(to, min(RECORDS, int(now) + (budget - 100 * abs(to - bodies)) * each))
             for to in range(1, BODIES + 1) if 100 * abs(to - bodies) <= budget]  # fmt: skip
    here = starting_point(facts, case.book, CITY, MONTH, case.scenario)
    columns = {name: np.array([pair[at] for pair in pairs], dtype=float) for at, name in enumerate(limits)}
    best = here.score(numbered_grid(columns, len(pairs)))["low"].max()
    assert found.after["low"] == pytest.approx(best, abs=1e-9) and found.agrees and not found.outside


def _answer(ranges, target):
    """A solver that is sure of itself on a thousand steps or fewer; on more it promises what is not there."""
    low, high = (int(end) for end in ranges["x"])
    at, wide = min(max(target, low), high), high - low > 1000
    lever = PlannedLever(
        Lever("x", "entity", 0.0, 0.0, float(RECORDS), 1, "own", "数", "x"), 1.0, low, high, (low, high)
    )
    value = float(abs(at - target))
    return Stretch(at, value, value - 5.0 if wide else value, not wide, True, {"x": lever}, {"x": at})


@pytest.mark.parametrize("target", [0, 1, 123_456, RECORDS - 1, RECORDS])
def test_a_wide_range_is_cut_until_the_answer_is_proven(target):
    found, bound = best_stretch(_answer({"x": (0, RECORDS)}, target), lambda ranges: _answer(ranges, target))
    assert found.exact and found.found == target and bound == 0.0


def test_out_of_time_the_bound_says_how_far_it_may_be():
    first = _answer({"x": (0, RECORDS)}, 5)
    found, bound = best_stretch(first, lambda ranges: _answer(ranges, 5), seconds=-1.0)
    assert found is first and bound == -5.0


def test_where_nothing_keeps_to_the_limits_on_any_stretch_the_first_answer_stands_unproven():
    first = _answer({"x": (0, RECORDS)}, 5)
    found, bound = best_stretch(first, lambda ranges: None)
    assert found is first and not found.exact and bound == -5.0
