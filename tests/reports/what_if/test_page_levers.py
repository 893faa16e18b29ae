"""What can be moved on the page: its bounds, units and sliders, as the dictionary and the rulebook have them."""

from __future__ import annotations

import pytest

import jiangyin
from analysis import rulebooks
from analysis.questions.starting_points import starting_point
from analysis.reports.what_if import page_levers
from published_kinds import Kind, book_of
from scenarios.test_fields import FIELD, VALUES

LOANS_LEVER = {"unit": "亿元", "power": 8, "per": 100, "whole": False, "kind": "number"}


@pytest.fixture(scope="module")
def here():
    return starting_point(jiangyin.known(), "hard-2019", jiangyin.CITY, jiangyin.MONTH)


def lever(here, clause, target, lang="zh"):
    judged = here.book.clauses[clause]
    found = (*page_levers.judged_levers(here, judged, lang), *page_levers.rule_levers(here, judged, lang))
    return next(each for each in found if each.target == target)


def test_money_is_moved_in_hundred_millions_and_counted_in_fen(here):
    loans = lever(here, "18.3", "xinyidai_loans")
    assert {name: loans.content()[name] for name in LOANS_LEVER} == LOANS_LEVER
    fact = here.book.dictionary["xinyidai_loans"]
    assert (loans.low, loans.high) == (0.0, max(fact.high, here.values["xinyidai_loans"]))
    assert loans.last * 10**8 < loans.high and "亿元" in loans.text


def test_a_part_names_its_whole_and_a_flag_and_a_rank_their_kind(here):
    assert lever(here, "17", "residents_scored").within == "registered_population"
    assert lever(here, "17", "citizen_score_launched").kind == "flag"
    assert lever(here, "10.3", "monitoring_rank").low == 1.0


def test_a_share_of_a_rule_is_in_percent_without_a_smallest_part(here):
    rate = lever(here, "17", "17.target")
    assert (rate.unit, rate.power, rate.per) == ("%", -2, 0) and rate.low <= 0.5 and rate.high >= 1.0


def test_english_labels(here):
    assert lever(here, "18.3", "xinyidai_loans", "en").unit == "100 million yuan"


def test_what_says_with_whom_one_is_compared_stands_still(tmp_path):
    kind = Kind("比较。", "min(most, most * loans / quantile(loans, q))", values=VALUES, more=FIELD)
    book = rulebooks.load(book_of(tmp_path / "book", **{"1": kind}))
    rows = jiangyin.known().head(0).to_dict(as_series=False)
    assert rows.keys() >= {"city", "month"}
    clause = book.clauses["1"]
    assert page_levers.field_values(clause) == {"q", "enough"}
