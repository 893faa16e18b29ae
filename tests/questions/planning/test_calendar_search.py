"""The search over months: what is soonest, what limits there are, and the first month that can do it."""

from __future__ import annotations

import pytest

import made_up
from analysis import rulebooks
from analysis.questions.planning import (
    PACE,
    STEADY,
    BaseCourses,
    CalendarSearch,
    CostLine,
    EarliestSearch,
    Hindrance,
    MonthRows,
    PaceLine,
    PlanDemand,
    Programme,
    Timetable,
    month_levers,
    month_standings,
    plan_levers,
    useful_ends,
)
from analysis.questions.starting_points import starting_point

BOOK = rulebooks.load("hard-2019")
CITY, MONTH = "320281", "2021-03"
AHEAD = ("2021-04", "2021-05", "2021-06", "2021-07")
COSTS = {"xinyi_domains": CostLine("xinyi_domains", 1.0)}


def cards_of(reach, most=2.0):
    """Ten domains of 0.3 points each, so many more a month: the table, and each month's card."""
    row = made_up.row(CITY, MONTH, xinyi_domains=10.0)
    here, goal = starting_point(row, BOOK, CITY, MONTH), PlanDemand(reach=reach)
    courses = BaseCourses(here, row, AHEAD, {"xinyi_domains": PaceLine("xinyi_domains", most)}, STEADY)
    standings = month_standings(courses, courses.projected(), ("xinyi_domains",))
    levers = {month: plan_levers(standing, goal, COSTS) for month, standing in standings.items()}
    ends = useful_ends(list(standings.values()), levers, courses, every_reading=False)
    table = Timetable(Programme(), courses, levers, ends, AHEAD)
    cards = {
        month: MonthRows(standing, month_levers(table, standing), programme=table.programme)
        for month, standing in standings.items()
    }
    return goal, table, cards


def search_in(month, reach):
    """A month's own search, in a programme of its own."""
    goal, table, cards = cards_of(reach)
    return CalendarSearch(cards[month], goal, COSTS, table=table), cards


def earliest(reach):
    """The first month, sought in all at once."""
    goal, table, cards = cards_of(reach)
    return EarliestSearch(cards["2021-04"], goal, COSTS, table=table, cards=cards).month()


def gain(domains):
    """3.0 is certain of ten domains and nothing else; each more gives 0.3."""
    here = starting_point(made_up.row(CITY, MONTH, xinyi_domains=10.0), BOOK, CITY, MONTH)
    return here.total["low"] + 0.3 * domains


@pytest.mark.parametrize(
    ("domains", "month"), [(2, "2021-04"), (3, "2021-05"), (5, "2021-06"), (8, "2021-07"), (9, None)]
)
def test_the_first_month_that_can_do_it(domains, month):
    reach = gain(domains) - 1e-6
    possible = [name for name in AHEAD if search_in(name, reach)[0].best() is not None]
    assert possible[:1] == ([month] if month else [])
    assert earliest(reach) == (month, True)


def test_of_equal_plans_the_soonest_is_taken_and_the_programme_gives_its_total():
    search, cards = search_in("2021-07", gain(3) - 1e-6)
    soonest = search.soonest(search.best())
    moves = search.months_of(soonest)
    assert moves == {("xinyi_domains", "2021-04"): 2, ("xinyi_domains", "2021-05"): 1}
    totals = [search.total_in(cards[month], moves) for month in AHEAD]
    assert totals == pytest.approx([gain(2), gain(3), gain(3), gain(3)], abs=1e-9)


def test_a_pace_is_a_limit_that_can_be_lifted():
    search, _ = search_in("2021-04", gain(5) - 1e-6)
    assert search.best() is None and search.hindrances() == [Hindrance(PACE, "xinyi_domains")]
    assert search.possible_without([Hindrance(PACE, "xinyi_domains")])
