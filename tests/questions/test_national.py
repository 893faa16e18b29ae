"""Counts of every city that delivered, by name or all of them."""

from __future__ import annotations

from analysis.questions import national
from facts.measuring.test_national_counts import CITY, ON, OTHER, nation  # noqa: F401  (a fixture)


def test_all_are_those_that_delivered_for_the_month(nation):  # noqa: F811
    board = national.national_due(["all"], ON, 10)
    assert set(board.rows["city"]) == {CITY, OTHER} and board.absent == ()


def test_a_city_may_be_named(nation):  # noqa: F811
    assert set(national.national_due(["江阴"], ON, 10).rows["city"]) == {CITY}


def test_repairs_have_a_row_a_kind_with_what_is_waited_for(nation):  # noqa: F811
    rows = national.national_repairs(["all"], ON).rows.filter(city=CITY)
    assert set(rows["subject"]) == {"penalties", "lists.black", "lists.serious"}
    assert rows.filter(subject="penalties")["records"].item() == 2
