"""Why a goal is out of reach: what is named forbids it, and without any one of it the goal is reached; by scoring."""

from __future__ import annotations

import numpy as np
import pytest

import small_plans
from analysis.questions import plan
from analysis.questions.planning import AT_MOST, BUDGET, CLAUSE, HOLD, LIMIT
from analysis.questions.starting_points import numbered_grid, starting_point
from analysis.rulebooks import clauses
from analysis.scorecards import clause_expressions

CITY, MONTH = "320281", "2021-03"
SEEDS, WHOLE = range(2000, 2400), (BUDGET, AT_MOST)


def told(case):
    """What is named for a case out of reach, with what every combination comes to, clause by clause."""
    found = case.found()
    here = starting_point(case.facts, case.book, CITY, MONTH, case.scenario)
    columns = {name: case.rows[:, place] for place, name in enumerate(case.goal.limits)}
    return found, here.score(numbered_grid(columns, len(case.rows)), tuple(case.book.clauses))


def reached(case, scored, given, lifted):
    """Whether some combination reaches the goal where clauses give full marks and limits are lifted."""
    ok, part = np.ones(len(case.rows), dtype=bool), "high" if case.upper else "low"
    if BUDGET not in lifted and case.goal.budget is not None:
        ok &= case.cost <= case.goal.budget + 1e-9
    if AT_MOST not in lifted and case.goal.at_most is not None:
        ok &= case.moved <= case.goal.at_most
    total = case.total.copy()
    for name, clause in case.book.clauses.items():
        if clause.kind == clauses.TESTED:
            met = scored[clause_expressions.part_column("met", name)].fill_null(case.upper).to_numpy()
            ok &= met | (name in given) | (not case.goal.passes)
        elif name in given:
            most = starting_point(case.facts, case.book, CITY, MONTH, case.scenario).possible(name)
            total += 0.0 if most is None else most - scored[clause_expressions.part_column(part, name)].to_numpy()
    wanted = -np.inf if case.goal.reach is None else case.goal.reach
    return bool((ok & (total >= wanted - 1e-9)).any())


def impossible(seed):
    """A case by the rulebook without caps of groups that nothing reaches; None where it is none."""
    case = small_plans.small_case(seed)
    return case if case.book.id == "hard-2019" and not case.reached().any() else None


@pytest.mark.parametrize("part", range(8))
def test_what_is_named_forbids_the_goal_and_nothing_of_it_can_be_left_out(part):
    seen = 0
    for case in filter(None, map(impossible, SEEDS[part::8])):
        found, scored = told(case)
        assert not found.possible
        every = {name for name, clause in case.book.clauses.items() if _asked(case, clause)}
        limits = {
            what for what, limit in ((BUDGET, case.goal.budget), (AT_MOST, case.goal.at_most)) if limit is not None
        }
        named = {element.name for element in found.hindrances if element.what == CLAUSE}
        kept = {element.what for element in found.hindrances if element.what in limits}
        if any(element.what in (HOLD, LIMIT) for element in found.hindrances):
            continue  # lifting a limit opens combinations that are not among these
        if not found.hindrances:
            assert not reached(case, scored, every, limits)
            continue
        seen += 1
        assert not reached(case, scored, every - named, limits - kept)
        for name in named:
            assert reached(case, scored, (every - named) | {name}, limits - kept)
        for what in kept:
            assert reached(case, scored, every - named, (limits - kept) | {what})
        for element in found.enough:
            one = ({element.name}, set()) if element.what == CLAUSE else (set(), {element.what})
            assert reached(case, scored, *one)
    assert seen


def _asked(case, clause):
    return case.goal.passes if clause.kind == clauses.TESTED else case.goal.reach is not None


@pytest.mark.parametrize("seed", range(2100, 2130))
def test_the_most_within_reach_is_the_most_of_all_combinations(seed):
    case = small_plans.small_case(seed)
    found, allowed = case.found(), case.allowed()
    if found.possible:
        return
    assert (found.most is None) is (not allowed.any())
    assert found.most is None or found.most == pytest.approx(case.total[allowed].max(), abs=1e-9)


def test_a_held_figure_is_named_with_its_clause_and_lifting_it_is_enough():
    """Worked by hand: 13 is worth 4 points for nine more agencies, all others together at most 52.4 of 56.4."""
    figures, book = _sample()
    goal = plan.PlanDemand(reach=52.0, hold=("已联通并归集单位数",), at_most=30)
    found = plan.best(figures, book, "江阴", MONTH, goal)
    assert found.possible
    goal = plan.PlanDemand(reach=52.5, hold=("已联通并归集单位数",))
    found = plan.best(figures, book, "江阴", MONTH, goal)
    assert found.most == pytest.approx(52.4)
    named = {(element.what, element.name) for element in found.hindrances}
    assert (HOLD, "agencies_connected") in named and (CLAUSE, "13") in named
    assert {element.what for element in found.enough} == {HOLD, CLAUSE}


def _sample():
    from analysis import facts, rulebooks

    return facts.up_to("江阴", MONTH), rulebooks.load("hard-2019")
