"""Counts of every city that delivered, by name or all of them."""

from __future__ import annotations

from analysis.questions import national
from facts.measuring.test_national_counts import CITY, ON, OTHER, nation  # noqa: F401  (a fixture)


def test_all_are_those_that_delivered_by_the_day(nation):  # noqa: F811
    board = national.national_due(["all"], ON, 10)
    assert set(board.rows["city"]) == {CITY, OTHER} and board.absent == ()


def test_a_city_may_be_named(nation):  # noqa: F811
    assert set(national.national_due(["江阴"], ON, 10).rows["city"]) == {CITY}


def test_repairs_have_a_row_a_kind_with_what_is_waited_for(nation):  # noqa: F811
    rows = national.national_repairs(["all"], ON).rows.filter(city=CITY)
    assert set(rows["subject"]) == {"penalties", "lists.black", "lists.serious"}
    assert rows.filter(subject="penalties")["records"].item() == 2


def test_a_city_whose_registers_of_the_day_s_month_are_not_in_yet_counts_by_its_newest(nation):  # noqa: F811
    """On 6 April the registers of March are the newest; the list is of February."""
    (nation / "data" / "registers" / CITY / "2021-04").rmdir()
    (nation / "data" / "registers" / "320583" / "2021-03").mkdir(parents=True)
    for found in (national.national_due(["all"], ON, 10), national.national_repairs(["all"], ON)):
        assert set(found.rows["city"]) == {CITY, OTHER} and found.absent == ("320583",)
        assert found.as_of[CITY] == ("2021-02", "2021-03")
