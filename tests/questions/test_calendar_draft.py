"""The months ahead as a programme: what stands without a plan, and a solution held against the rulebook."""

from __future__ import annotations

import polars as pl
import pytest

import jiangyin
from analysis import rulebooks, scorecards
from analysis.questions.calendar_draft import CalendarRequest, polished_calendar, total_reached
from analysis.questions.planning import STEADY, PlanDemand
from analysis.questions.starting_points import starting_point

BOOK, AHEAD = rulebooks.load("hard-2019"), ("2021-04", "2021-05")


@pytest.fixture(scope="module")
def request_of_two_months():
    here = starting_point(jiangyin.known(), BOOK, "江阴", "2021-03")
    goal = PlanDemand(reach=here.total["low"] + 1)
    return CalendarRequest(here, jiangyin.known(), goal, None, {}, STEADY, False, False, 60.0, "2021-06")


def test_without_a_plan_today_is_what_the_rulebook_says_of_today(request_of_two_months):
    scored = request_of_two_months.sought(AHEAD, AHEAD[-1:]).scored({})
    assert scored["month"].to_list() == ["2021-03", *AHEAD]
    own = scorecards.total(jiangyin.known(), BOOK).filter(month="2021-03")
    assert scored.head(1)["low"].to_list() == pytest.approx(own["low"].to_list(), abs=1e-9)


def test_a_polished_solution_reaches_the_goal_by_the_rulebook_itself(request_of_two_months):
    draft = request_of_two_months.sought(AHEAD, AHEAD[-1:])
    search = draft.search(AHEAD[-1])
    found = polished_calendar(draft, search, search.best())
    total = total_reached(draft, search, found)
    assert total >= request_of_two_months.goal.reach - 1e-9
    scored = draft.scored(draft.figures(found)).filter(pl.col("month") == AHEAD[-1])
    assert scored["low"].item() == pytest.approx(total, abs=1e-9)
