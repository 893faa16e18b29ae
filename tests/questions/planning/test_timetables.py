"""Months as variables: what counts when, within what bounds, by hand on a city of a few figures."""

from __future__ import annotations

import made_up
from analysis import rulebooks
from analysis.questions import plan
from analysis.questions.planning import (
    STEADY,
    BaseCourses,
    PlanDemand,
    Programme,
    Timetable,
    month_levers,
    month_standings,
    useful_ends,
)
from analysis.questions.planning.timetables import drawn_facts
from analysis.questions.starting_points import starting_point

BOOK = rulebooks.load("monitoring-2021")
CITY, MONTH = "320281", "2021-03"
AHEAD = ("2021-04", "2021-05", "2021-06")


def table(paces=None, **figures):
    row = made_up.row(CITY, MONTH, **figures)
    here = starting_point(row, BOOK, CITY, MONTH, "assumed-benchmarks")
    courses = BaseCourses(here, row, AHEAD, paces or {}, STEADY)
    standings = month_standings(courses, courses.projected(), tuple(figures))
    levers = {month: plan.plan_levers(standing, PlanDemand(), None) for month, standing in standings.items()}
    ends = useful_ends([standings[AHEAD[-1]]], levers, courses, every_reading=False)
    return Timetable(
        Programme(), courses, levers, {name: pair for name, pair in ends.items() if any(pair)}, AHEAD
    ), standings


def test_a_window_of_a_month_holds_for_that_month_and_a_year_for_twelve():
    found, _ = table(fraud_findings=0.0, publicity_events=1.0)
    assert found.lasting("fraud_findings") == 1.0 and found.lasting("publicity_events") == 12.0
    assert found.limited("publicity_events") and not found.limited("fraud_findings")


def test_figures_of_earlier_months_are_levers_of_their_own_where_a_clause_looks_back():
    found, standings = table(fraud_findings=2.0, policy_documents=1.0)
    assert drawn_facts(BOOK) == {"fraud_findings"}
    if "fraud_findings" in found.names:
        names = month_levers(found, standings["2021-06"])
        assert {"fraud_findings@2021-04", "fraud_findings@2021-05"} <= set(names)
