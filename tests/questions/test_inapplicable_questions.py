"""Levers, goals and plans where clauses do not apply: what the engine gives for the figures they name."""

from __future__ import annotations

import polars as pl
import pytest

from analysis import scorecards
from analysis.questions import goal, lever_lattice, levers, plan, starting_points
from analysis.questions.planning import PlanDemand
from inapplicable_books import book, drawn_units

CITY, MONTH = "320281", "2021-03"


def figures(**changed) -> pl.DataFrame:
    units = drawn_units(3, 6, 0.0)
    own = {name: 3.0 if name.startswith("x_") else 1.0 for name in units.columns if name not in ("city", "month")}
    row = pl.DataFrame([{"city": CITY, "month": MONTH, **own, **changed}], schema=units.schema)
    return pl.concat([row, units])


def total(rules, **changed) -> float:
    return scorecards.total(figures(**changed), rules).filter(city=CITY)["low"][0]


@pytest.mark.parametrize("over", ["group", "total"])
def test_the_next_step_pays_what_it_pays_with_the_points_that_others_leave(tmp_path, over):
    rules = book(tmp_path / "rules", over)
    board = levers.board(figures(has_a1=0.0), rules, CITY, MONTH)
    rows = {row["lever"]: row for row in board.levers.rows(named=True)}
    step = total(rules, has_a1=0.0, x_a2=4.0) - total(rules, has_a1=0.0, x_a2=3.0)
    assert rows["x_a2"]["pays"] == pytest.approx(step) and step == pytest.approx(10 / 6 if over == "group" else 25 / 21)
    assert rows["x_a1"]["open"] == 0.0
    assert not any(name.startswith("has_") for name in rows), "what says whether a clause applies is no lever"


def test_full_marks_are_what_the_clause_can_give_this_unit(tmp_path):
    rules = book(tmp_path / "rules")
    found = goal.seek(figures(has_a1=0.0), rules, CITY, MONTH, "x_a2", "a2:cap")
    assert (found.wanted, found.needed) == (pytest.approx(10.0), 6.0)


def test_a_goal_on_what_makes_a_clause_apply_sees_its_neighbours_too(tmp_path):
    """3 of 4 and 3 of 6 are less than 3 of 6 alone: without the clause the unit would have 5 instead of 6."""
    rules = book(tmp_path / "rules")
    here = starting_points.starting_point(figures(), rules, CITY, MONTH)
    assert {clause.id for clause in here.judging("has_a1")} == {"a1", "a2", "b1", "b2", "c1"}
    found = goal.seek(figures(has_a1=0.0, x_a1=4.0), rules, CITY, MONTH, "has_a1", f"{total(rules, x_a1=4.0)}")
    assert found.needed == 1.0


def test_a_plan_counts_with_the_points_that_others_leave(tmp_path):
    rules = book(tmp_path / "rules")
    now = total(rules, has_a1=0.0)
    wanted = now + (13 - 12) * 10 / 6 + 0.5
    found = plan.best(figures(has_a1=0.0), rules, CITY, MONTH, PlanDemand(reach=wanted))
    changes = dict(found.steps.select("fact", "to").iter_rows())
    assert found.exact and total(rules, has_a1=0.0, **changes) >= wanted - 1e-9
    assert "x_a1" not in changes, "what does not apply brings nothing"


def test_what_says_whether_a_clause_applies_is_not_movable(tmp_path):
    for name, instead in (("a", "share"), ("b", "mean")):
        clauses = ("a1", "b1", "b2") if instead == "share" else ("a1",)
        rules = book(tmp_path / name, instead=instead, clauses=clauses)
        here = starting_points.starting_point(figures(), rules, CITY, MONTH)
        assert "has_a1" not in lever_lattice.movable_facts(here) and "x_a1" in lever_lattice.movable_facts(here)
