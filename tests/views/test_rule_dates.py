"""Crossing a day on which rules change, in words; and what differs from one time to the next."""

from __future__ import annotations

from itertools import permutations

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


HEAD = dated_books.HEAD.format(title="联合奖惩领域", text="每低一位减。")
PLACED = (
    HEAD
    + """points = "max(0, most - each * (place(joint_domains) - 1))"
field = { of = "all" }
[value]
most = { is = 10, unit = "point", zh = "满分", source = "clause" }
[value.each]
unit = "point"
zh = "每低一位减"
[[value.each.dated]]
is = 1
source = "first"
[[value.each.dated]]
from = 2021-01-01
is = 2
source = "second"
"""
)


@pytest.fixture
def crossing(tmp_path):
    """Second of three, then third: it falls itself, and another rises; each place costs 1, then 2 points."""
    book = dated_books.loaded(tmp_path / "placed", clause_1=PLACED, clause_2="", clause_2_new="", clause_3="")
    figures = {"2020-12": (5.0, 9.0, 3.0), "2021-01": (2.0, 9.0, 6.0)}
    rows = [(code, month, amount) for month, own in figures.items()
            for code, amount in zip(("320281", "320282", "320205"), own, strict=True)]  # fmt: skip
    facts = pl.DataFrame(rows, schema=["city", "month", "joint_domains"], orient="row")
    return change.between_months(facts, book, "320281", "2020-12", "2021-01"), book


def test_whose_doing_a_change_is_adds_up_over_a_day_on_which_rules_change(crossing):
    """By hand: own 5 or 2, others (9, 3) or (9, 6), 1 or 2 points a place; means over the six orders."""
    result, book = crossing

    def worth(taken):
        own, others = (2, 5)["own" not in taken], ((9, 3), (9, 6))["others" in taken]
        return 10 - (1, 2)["rules" in taken] * sum(other > own for other in others)

    shares = dict.fromkeys(("own", "others", "rules"), 0.0)
    for order in permutations(shares):
        for place, name in enumerate(order):
            shares[name] += (worth(order[: place + 1]) - worth(order[:place])) / 6
    assert sum(shares.values()) == pytest.approx(result.after["low"] - result.before["low"]) == -3
    (said,) = rule_dates.source_shares(result, change_views.printed_shares(result), "zh")
    found = [float(part.split()[-1]) for part in said.split("：")[1].split("、")]
    assert found == pytest.approx(list(shares.values()), abs=0.01) and sum(found) == pytest.approx(-3)
    assert said in change_views.drivers_table(result, book).notes
    assert "2021-01-01 起变更" in "\n".join(change_views.drivers_table(result, book).notes)
    assert any("自 2021-01-01 起变更，由 1 分 改为 2 分" in text
               for text in change_views.driver_sentences(result, book).paragraphs)  # fmt: skip


def test_where_no_other_unit_moved_it_nothing_is_said_of_whose_doing_it_is(book):
    result = moved(book)
    assert rule_dates.source_shares(result, change_views.printed_shares(result), "zh") == ()
