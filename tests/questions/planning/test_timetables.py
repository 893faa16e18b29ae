"""Months as variables: what counts when, within what bounds, by hand on a city of a few figures."""

from __future__ import annotations

import pytest

import made_up
from analysis import rulebooks
from analysis.questions.planning import (
    STEADY,
    BaseCourses,
    PaceLine,
    PlanDemand,
    Programme,
    Timetable,
    month_levers,
    month_standings,
    plan_levers,
    useful_ends,
)
from analysis.questions.planning.timetables import drawn_facts
from analysis.questions.starting_points import starting_point

BOOK, MONITORING = rulebooks.load("hard-2019"), rulebooks.load("monitoring-2021")
CITY, MONTH = "320281", "2021-03"
AHEAD = ("2021-04", "2021-05", "2021-06")


def table(paces=None, book=BOOK, **figures):
    row = made_up.row(CITY, MONTH, **figures)
    here = starting_point(row, book, CITY, MONTH)
    courses = BaseCourses(here, row, AHEAD, paces or {}, STEADY)
    standings = month_standings(courses, courses.projected(), tuple(figures))
    levers = {month: plan_levers(standing, PlanDemand(), None) for month, standing in standings.items()}
    ends = useful_ends([standings[AHEAD[-1]]], levers, courses, every_reading=False)
    return Timetable(
        Programme(), courses, levers, {name: pair for name, pair in ends.items() if any(pair)}, AHEAD
    ), standings


def most(found, name, month):
    """The most steps that can count in a month."""
    term = found.lever(name, month).moves
    bounds = {at: (0.0, 0.0) for spare in found.spare.values() for way in (spare.up, spare.down) for at in way.parts}
    return found.programme.solved(term, most=True, bounds=bounds).of(term)


def test_work_adds_up_from_the_month_in_which_it_counts():
    paces = {"xinyi_domains": PaceLine("xinyi_domains", 2.0, delay=1)}
    found, _ = table(paces, xinyi_domains=1.0)
    assert [most(found, "xinyi_domains", month) for month in AHEAD] == [0, 2, 4]
    assert found.counted_from("xinyi_domains", "2021-04") == 1 and found.limited("xinyi_domains")
    assert [work.month for work in found.work["xinyi_domains"]] == ["2021-04", "2021-05"]


def test_a_window_of_a_month_holds_for_that_month_and_a_year_for_twelve():
    found, _ = table(book=MONITORING, fraud_findings=0.0, publicity_events=1.0)
    assert found.lasting("fraud_findings") == 1.0 and found.lasting("publicity_events") == 12.0
    assert found.limited("publicity_events") and not found.limited("fraud_findings")


def test_begin_end_and_a_least_amount():
    paces = {"xinyi_domains": PaceLine("xinyi_domains", 3.0, 2.0, begin="2021-05", end="2021-05")}
    found, _ = table(paces, xinyi_domains=1.0)
    assert [most(found, "xinyi_domains", month) for month in AHEAD] == [0, 3, 3]
    (work,) = found.work["xinyi_domains"]
    (at,) = work.up.parts
    assert found.programme.solved(work.up, bounds={at: (1.0, 3.0)}).of(work.up) == 2


def test_figures_of_earlier_months_are_levers_of_their_own_where_a_clause_looks_back():
    found, standings = table(book=MONITORING, fraud_findings=2.0, publicity_events=1.0)
    assert drawn_facts(MONITORING) == {"fraud_findings"}
    before = {name for name in month_levers(found, standings["2021-06"]) if "@" in name}
    wanted = {"fraud_findings@2021-04", "fraud_findings@2021-05"}
    assert before == (wanted if "fraud_findings" in found.names else set())


@pytest.mark.parametrize("least", [0.0, 2.0])
def test_nothing_is_cut_that_may_serve_a_later_month(least):
    """A least amount a month may have to pass the useful end: then only the figure itself is a limit."""
    found, _ = table({"xinyi_domains": PaceLine("xinyi_domains", 3.0, least)}, xinyi_domains=1.0)
    high = found.levers[AHEAD[-1]]["xinyi_domains"].natural[1]
    assert (found.ends["xinyi_domains"][1] == high) is bool(least)
