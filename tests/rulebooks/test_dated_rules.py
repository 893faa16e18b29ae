"""Rules in force for a time: which holds when, and gaps and overlaps told all at once; worked by hand."""

from __future__ import annotations

from datetime import date

import pytest

import dated_books
import small_books
from analysis import rulebooks
from analysis.problems import InputError


@pytest.fixture
def book(tmp_path):
    return dated_books.loaded(tmp_path / "dated")


def test_a_month_is_judged_by_what_is_in_force_on_its_last_day(book):
    before, after = book.at("2020-12"), book.at("2021-01")
    assert [period.amounts()["1.each"] for period in (before, after)] == [1, 2]
    assert [list(period.clauses) for period in (before, after)] == [["1", "2"], ["1", "2", "3"]]
    assert before.clauses["2"].text != after.clauses["2"].text
    assert (before.validity.since, before.validity.until) == (date(2020, 1, 1), date(2020, 12, 31))


def test_without_a_month_the_newest_rules_stand_with_all_periods_beside_them(book):
    assert book.amounts()["1.each"] == 2 and len(book.periods) == 2
    assert [amount.amount for amount in book.clauses["1"].values["each"].dated] == [1, 2]


@pytest.mark.parametrize("month", ["2019-12", "2023-01"])
def test_a_month_outside_is_said_with_the_days(book, month):
    with pytest.raises(InputError) as refused:
        book.at(month)
    said = refused.value.problems[0]
    assert month in said.where and "2020-01-01" in said.zh and "2022-12-31" in said.en


def test_a_day_within_a_month_counts_for_the_whole_month(tmp_path):
    text = dated_books.VALUED.replace("from = 2021-01-01", "from = 2021-01-15")
    book = dated_books.loaded(tmp_path / "dated", clause_1=text)
    assert [book.at(month).amounts()["1.each"] for month in ("2020-12", "2021-01")] == [1, 2]


def test_a_rulebook_without_dates_is_itself_in_every_month():
    book = rulebooks.load("hard-2019")
    assert book.at("1990-01") is book and book.periods == () and not book.validity.is_dated


def test_an_example_of_an_earlier_day_is_worked_by_the_rules_of_that_day(tmp_path):
    text = dated_books.VALUED.replace("points = 3\n", "points = 6\n")
    found = small_books.faults(dated_books.write(tmp_path / "dated", clause_1=text))
    assert len(found) == 1 and "算例不成立" in found[0].zh


DATES = {
    "gap of amounts": ("clause_1", dated_books.VALUED.replace("is = 1\n", "is = 1\nuntil = 2020-11-30\n"), "没有规定"),
    "overlap of amounts": ("clause_1", dated_books.VALUED.replace("is = 1\n", "is = 1\nuntil = 2021-02-01\n"), "重叠"),
    "no first amount": (
        "clause_1", dated_books.VALUED.replace("is = 1\n", "is = 1\nfrom = 2020-03-01\n"), "以前没有取值",
    ),
    "no last amount": (
        "clause_1", dated_books.VALUED.replace("is = 2\n", "is = 2\nuntil = 2021-06-30\n"), "以后没有取值",
    ),
    "gap of versions": ("clause_2", dated_books.OLD.replace("2020-12-31", "2020-10-31"), "没有规定"),
    "overlap of versions": ("clause_2", dated_books.OLD.replace("2020-12-31", "2021-10-31"), "重叠"),
    "outside the rulebook": ("clause_3", dated_books.ADDED.replace("2021-01-01", "2023-06-01"), "施行期以外"),
    "no day": ("clause_3", dated_books.ADDED.replace("2021-01-01", '"2021"'), "应为日期"),
    "until before from": (
        "clause_3", dated_books.ADDED.replace("from = 2021-01-01", "from = 2021-01-01\nuntil = 2020-01-01"), "早于",
    ),
    "two amounts": ("clause_1", dated_books.VALUED.replace('zh = "每个"\n', 'zh = "每个"\nis = 1\n'), "分期取值"),
}  # fmt: skip


@pytest.mark.parametrize("fault", DATES)
def test_each_fault_of_dates_is_told(tmp_path, fault):
    name, text, said = DATES[fault]
    found = small_books.faults(dated_books.write(tmp_path / "dated", **{name: text}))
    assert any(said in problem.zh for problem in found), [problem.zh for problem in found]


def test_faults_of_dates_are_told_all_at_once(tmp_path):
    texts = {name: text for name, text, _ in (DATES["gap of amounts"], DATES["gap of versions"])}
    found = small_books.faults(dated_books.write(tmp_path / "dated", **texts))
    assert len([problem for problem in found if "没有规定" in problem.zh]) == 2


def test_two_files_of_one_clause_without_dates_are_still_refused(tmp_path):
    undated = dated_books.OLD.replace("until = 2020-12-31\n", "")
    files = {"clause_2": undated, "clause_2_new": undated}
    found = small_books.faults(dated_books.write(tmp_path / "dated", **files))
    assert any("两个文件" in problem.zh for problem in found)


def test_what_does_not_add_up_in_one_time_is_told_with_the_time(tmp_path):
    printed = dated_books.RULEBOOK + "possible = 15\n"
    found = small_books.faults(dated_books.write(tmp_path / "dated", rulebook=printed))
    assert [("2021-01-01" in problem.where, "18" in problem.zh) for problem in found] == [(True, True)]
