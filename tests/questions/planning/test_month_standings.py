"""A month ahead: what its histories look back to, in figures and, where a plan can move them, by name."""

from __future__ import annotations

import made_up
from analysis import rulebooks
from analysis.formulas import evaluate
from analysis.questions.planning import STEADY, BaseCourses, month_standings
from analysis.questions.planning.month_standings import month_name
from analysis.questions.starting_points import starting_point

BOOK = rulebooks.load("monitoring-2021")
CITY, MONTH = "320281", "2021-03"
AHEAD = ("2021-04", "2021-05", "2021-06")


def standings(moved, **figures):
    row = made_up.row(CITY, MONTH, **figures)
    courses = BaseCourses(starting_point(row, BOOK, CITY, MONTH), row, AHEAD, {}, STEADY)
    return month_standings(courses, courses.projected(), moved)


def points(standing, **found):
    clause = BOOK.clauses["40.1"]
    return evaluate(standing.tree(clause, "points"), {**standing.values, **standing.names(clause), **found})


def test_a_month_stands_as_it_comes_by_itself():
    months = standings((), fraud_findings=1.0, policy_documents=5.0)
    assert [months[month].figure("fraud_findings") for month in AHEAD] == [0.0, 0.0, 0.0]
    assert months["2021-06"].figure("policy_documents") == 5.0
    assert [points(months[month]) for month in AHEAD[:2]] == [-20.0, -20.0]


def test_an_earlier_month_that_a_plan_can_move_stands_by_name():
    may = standings(("fraud_findings",), fraud_findings=0.0)["2021-06"]
    assert points(may) == 0.0
    assert points(may, **{month_name("fraud_findings", "2021-05"): 1.0}) == -20.0
    assert points(may, **{month_name("fraud_findings", "2021-04"): 1.0}) == -20.0
    assert "fraud_findings@2021-03" not in may.earlier
