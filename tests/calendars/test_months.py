"""Months and days as people write them."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from analysis.calendars import MonthWindow, month_end, month_or_none, month_start, months_back, parse_day, parse_month
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


@pytest.mark.parametrize(
    ("month", "first", "last"),
    [
        ("2021-03", (2021, 3, 1), (2021, 3, 31)),
        ("2020-02", (2020, 2, 1), (2020, 2, 29)),
        ("2021-12", (2021, 12, 1), (2021, 12, 31)),
    ],
)
def test_a_month_has_its_first_and_last_day(month, first, last):
    assert (month_start(month), month_end(month)) == (date(*first), date(*last))


def test_months_back_end_with_the_month_itself():
    assert months_back("2021-03", 1) == ("2021-03",)
    assert months_back("2021-02", 3) == ("2020-12", "2021-01", "2021-02")
    twelve = months_back("2021-03", 12)
    assert (len(twelve), twelve[0], twelve[-1]) == (12, "2020-04", "2021-03")


@pytest.mark.parametrize(
    ("month", "n"), [("2021-03", 0), ("2021-03", -1), ("2021-13", 1), ("2021-3", 1), ("202103", 1)]
)
def test_no_window_is_made_of_a_text_that_is_no_month(month, n):
    with pytest.raises(ValueError):
        months_back(month, n)


def test_a_window_holds_its_first_and_last_day():
    year = MonthWindow("2021-03")
    assert (year.first, year.last, year.months) == (date(2020, 4, 1), date(2021, 3, 31), months_back("2021-03", 12))
    days = [date(2020, 3, 31), date(2020, 4, 1), date(2021, 3, 31), date(2021, 4, 1), None]
    inside = pl.DataFrame({"day": days}).select(held=year.holds(pl.col("day")))["held"].to_list()
    assert inside == [False, True, True, False, None]
    assert pl.select(year.holds(pl.datetime(2021, 3, 31, 23))).item()
