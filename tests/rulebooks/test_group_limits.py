"""Caps, floors and points of groups and of the total that hold for a time; worked by hand."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

import dated_books
import small_books
from analysis import rulebooks, scorecards
from analysis.rulebooks import group_limits

FIGURES = {"joint_domains": 3.0, "campaign_activities": 4.0, "approval_departments_tolerant": 2.0}
PRINTED = """
[total.possible]
unit = "point"
[[total.possible.dated]]
is = {first}
source = "first"
[[total.possible.dated]]
from = 2021-01-01
is = {second}
source = "second"
"""


@pytest.fixture
def book(tmp_path):
    return rulebooks.load(dated_books.write(tmp_path / "capped", rulebook=dated_books.CAPPED))


def months(*names):
    return pl.DataFrame([{"city": "320281", "month": month, **FIGURES} for month in names])


def test_a_month_is_judged_by_the_cap_of_its_last_day(book):
    assert [book.at(month).groups["main"].cap for month in ("2020-12", "2021-01")] == [8, 6]
    assert book.groups["main"].cap == 6 and len(book.periods) == 2


def test_totals_of_many_months_are_those_of_each_month_alone(book):
    """By hand 1×3 + 4 = 7 under 8, then 2×3 + 2 + 2 = 10 under 6."""
    together = scorecards.total(months("2020-12", "2021-01"), book)["points"].to_list()
    alone = [scorecards.total(months(month), book.at(month))["points"][0] for month in ("2020-12", "2021-01")]
    assert together == alone == [7, 6]


def test_without_a_limit_for_a_time_nothing_is_capped(tmp_path):
    text = dated_books.CAPPED.replace("is = 6", "none = true")
    book = rulebooks.load(dated_books.write(tmp_path / "free", rulebook=text))
    assert [book.at(month).groups["main"].cap for month in ("2020-12", "2021-01")] == [8, None]
    assert scorecards.total(months("2021-01"), book.at("2021-01"))["points"][0] == 10


def test_a_limit_alone_turns_the_rules_on_its_day(tmp_path):
    text = dated_books.CAPPED.replace("from = 2021-01-01", "from = 2020-07-01")
    book = rulebooks.load(dated_books.write(tmp_path / "turn", rulebook=text))
    since = [period.validity.since for period in book.periods]
    assert since == [date(2020, 1, 1), date(2020, 7, 1), date(2021, 1, 1)]
    assert rulebooks.in_force_since(book.at("2020-08"), "main.cap") == date(2020, 7, 1)


def test_points_printed_of_the_total_hold_each_in_its_time(tmp_path):
    """Clauses of 10 and 5 points, later 3 more."""
    text = dated_books.RULEBOOK + PRINTED.format(first=15, second=18)
    book = rulebooks.load(dated_books.write(tmp_path / "printed", rulebook=text))
    assert [book.at(month).possible for month in ("2020-12", "2021-01")] == [15, 18]
    assert dict(group_limits.dated_limits(book)).keys() == {"total.possible"}


FAULTS = {
    "gap": (dated_books.CAPPED.replace("is = 8\n", "is = 8\nuntil = 2020-11-30\n"), "没有规定"),
    "overlap": (dated_books.CAPPED.replace("is = 8\n", "is = 8\nuntil = 2021-02-01\n"), "重叠"),
    "no first": (dated_books.CAPPED.replace("is = 8\n", "is = 8\nfrom = 2020-03-01\n"), "以前没有取值"),
    "no last": (dated_books.CAPPED.replace("is = 6\n", "is = 6\nuntil = 2021-06-30\n"), "以后没有取值"),
    "unit": (dated_books.CAPPED.replace('unit = "point"', 'unit = "case"'), "单位应为 point"),
    "neither": (dated_books.CAPPED.replace("is = 6\n", ""), "none = true"),
    "both": (dated_books.CAPPED.replace("is = 6\n", "is = 6\nnone = true\n"), "none = true"),
    "two amounts": (dated_books.CAPPED.replace('zh = "封顶"\n', 'zh = "封顶"\nis = 5\n'), "请不要再写"),
    "no source": (dated_books.CAPPED.replace('source = "second"\n', ""), "source"),
    "total": (dated_books.RULEBOOK + PRINTED.format(first=15, second=19), "合计 18"),
    "plain points": (dated_books.RULEBOOK + 'possible = { unit = "point", source = "x" }\n', "possible = 数值"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_of_dated_limits_is_told(tmp_path, fault):
    text, said = FAULTS[fault]
    found = small_books.faults(dated_books.write(tmp_path / "bad", rulebook=text))
    assert any(said in problem.zh for problem in found), [problem.zh for problem in found]


def test_faults_of_limits_and_clauses_are_told_at_once(tmp_path):
    gap = dated_books.OLD.replace("2020-12-31", "2020-10-31")
    folder = dated_books.write(tmp_path / "both", rulebook=FAULTS["overlap"][0], clause_2=gap)
    said = [problem.zh for problem in small_books.faults(folder)]
    assert any("重叠" in text for text in said) and any("没有规定" in text for text in said)
