"""Months and days as people write them."""

from __future__ import annotations

import pytest

from analysis.calendars import month_or_none, parse_day, parse_month
from analysis.problems import InputError


@pytest.mark.parametrize(
    "text",
    [
        "2021-03",
        "2021/3",
        "202103",
        "2021年3月",
        "2021年03月份",
        " 2021-3 ",
        "２０２１－０３",
        "2021-03-31",
        "2021/3/1",
    ],
)
def test_ways_to_write_a_month(text):
    assert month_or_none(text) == "2021-03"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2021-13",
        "2021-00",
        "21-03",
        "Mar-21",
        "2021.3",
        "44256",
        "3月",
        "2021",
        "320281",
        "2021-03-32",
        "2021-02-30",
        "2021年2月29日",
    ],
)
def test_what_is_no_month(text):
    assert month_or_none(text) is None


def test_a_month_that_is_none_is_refused_with_the_ways_to_write_one():
    assert parse_month("2021年3月") == "2021-03"
    with pytest.raises(InputError, match="'March' is not a month; write a month as 2021-03"):
        parse_month("March")


@pytest.mark.parametrize("text", ["2021-04-05", "2021/4/5", "20210405", "2021年4月5日", " ２０２１-04-05 "])
def test_a_day_is_read_as_people_write_it(text):
    assert parse_day(text, "day") == "2021-04-05"


@pytest.mark.parametrize("text", ["2021-02-30", "2021-04", "5.4.2021", "soon", ""])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(InputError, match="is not a day; write it as 2021-04-25"):
        parse_day(text, "day")
