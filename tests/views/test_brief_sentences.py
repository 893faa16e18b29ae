"""Sentences of the brief by hand: one condition, one sentence."""

from __future__ import annotations

from datetime import date

import pytest

import dated_books
from analysis import rulebooks, views
from analysis.questions import decisions
from analysis.questions.due import DueCounts
from scorecards.test_rule_periods import table

ON = date(2021, 3, 31)


def gap(**given):
    row = {"clause": "3", "part": None, "share": None, "target": None, **given}
    return views.brief_sentences.gap_text(row, rulebooks.load("hard-2019"), "zh")


def test_a_quotient_is_said_in_percent_with_what_is_missing():
    row = {"lever": "gov_breaches_resolved", "unit": "event", "now": 13.0, "needed": 15.0, "change": 2.0}
    assert gap(**row, part="share", share=13 / 15, target=1.0) == "整改到位率 86.67%，未达 100%，尚差 2起"


@pytest.mark.parametrize(("now", "needed", "said"), [(5.0, 7.0, "尚差 2起"), (7.0, 5.0, "须减少 2起")])
def test_an_amount_is_said_with_what_it_should_be(now, needed, said):
    row = {"lever": "gov_breaches_resolved", "unit": "event", "now": now, "needed": needed, "change": needed - now}
    assert said in gap(**row)


def test_a_yes_that_is_missing_is_said_as_such():
    row = {"lever": "township_plan", "unit": "flag", "now": 0.0, "needed": 1.0, "change": 1.0, "clause": "10.2"}
    assert gap(**row).endswith("：现为“否”，应为“是”")


def test_what_no_single_figure_mends_is_said():
    assert "仅改动一项数据不能达标" in gap(lever=None, unit=None, now=None, needed=None, change=None)


def test_a_list_of_owners_is_never_empty():
    assert views.brief_sentences.owners_text([""], "320281", "zh")


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (
            DueCounts(ON, 10, 3, 14, 15, True, is_told=True),
            ("2021年3月31日", "已逾期 3 件", "10 天内到期 14 件"),
        ),
        (DueCounts(ON, 10, whole=True, is_told=True), ("没有到期或待办事项",)),
        (DueCounts(ON, 10, 1, is_told=True), ("已逾期 1 件", "没有送全")),
        (DueCounts(ON, 10), ("不足以判断",)),
    ],
)
def test_what_falls_due_is_counts_alone(counts, said):
    text = "".join(views.brief_sentences.due_texts(counts, "zh"))
    assert all(part in text for part in said)


def test_a_change_of_rules_is_said_in_the_brief(tmp_path):
    """From 7 to 10 by the rules alone."""
    book = dated_books.loaded(tmp_path / "dated")
    rows = table(("2020-12", "2021-01"), ["320281"])
    brief = views.month_brief(decisions.month_decision(rows, [book], "320281", "2021-01"))
    said = brief.parts[0].sentences[0]
    assert "2021-01-01" in said and "由规则引起的为 +3.00 分" in said and "施行的规则评判" in said
