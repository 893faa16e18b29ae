"""Crossing a day on which rules change, in words; and what differs from one time to the next."""

from __future__ import annotations

import polars as pl
import pytest

import dated_books
from analysis import rulebooks
from analysis.questions import change
from analysis.views import change_views, rule_dates


@pytest.fixture
def book(tmp_path):
    return dated_books.loaded(tmp_path / "dated")


def moved(book, months=("2020-12", "2021-01")):
    figures = {"joint_domains": 3.0, "campaign_activities": 4.0, "approval_departments_tolerant": 2.0}
    rows = pl.DataFrame([{"city": "320281", "month": month, **figures} for month in months])
    return change.between_months(rows, book, "320281", *months)


@pytest.mark.parametrize(("lang", "month"), [("zh", "2020年12月"), ("en", "December 2020")])
def test_how_much_is_due_to_the_rules_is_said_with_the_day(book, lang, month):
    """From 7 to 10, with no figure moved: all of it."""
    said = rule_dates.rule_share(moved(book), book, lang)[0]
    assert "2021-01-01" in said and "+3.00" in said and month in said
    assert said in change_views.drivers_table(moved(book), book, lang).notes


def test_within_one_time_nothing_is_said_of_rules(book):
    assert rule_dates.rule_share(moved(book, ("2021-01", "2021-02")), book, "zh") == ()


def test_each_rule_has_its_sentence_with_the_day(book):
    said = change_views.driver_sentences(moved(book), book).paragraphs
    assert all("自 2021-01-01 起变更" in text for text in said) and len(said) == 3


def test_a_clause_that_was_not_in_force_is_said_not_to_be(book):
    rows = change_views.moved_clauses(moved(book), book).rows
    assert [row[1] for row in rows][-1] == "未施行" and rows[-1][2] == "2.00"


def test_the_times_of_a_rulebook_are_listed_with_what_changed(book):
    table = rule_dates.rule_periods_table(book)
    assert [row[1] for row in table.rows] == ["2", "3"]
    assert "each 1 → 2" in table.rows[1][2] and "第3项新增条款" in table.rows[1][2]
    assert rule_dates.rule_periods_table(book.newest.newest) is not None


@pytest.mark.parametrize(("lang", "said"), [("zh", "“主要的封顶”自 2021-01-01 起变更"), ("en", "cap of Main changed")])
def test_a_cap_that_changed_is_said_with_its_day_and_listed_among_the_times(tmp_path, lang, said):
    capped = rulebooks.load(dated_books.write(tmp_path / "capped", rulebook=dated_books.CAPPED))
    result = moved(capped)
    assert any(said in text for text in change_views.driver_sentences(result, capped, lang).paragraphs)
    assert any("2021-01-01" in note for note in change_views.drivers_table(result, capped, lang).notes)
    table = rule_dates.rule_periods_table(capped, lang)
    assert "8 → 6" in table.rows[1][2]
