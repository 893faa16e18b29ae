"""Many months judged by the rules of their own time, in one call: the truth is each month by itself, and by hand."""

from __future__ import annotations

import polars as pl
import pytest

import dated_books
from analysis import facts, rulebooks, scorecards
from analysis.calendars import months_after
from analysis.problems import InputError
from analysis.scenarios import BASELINE, Change, Scenario
from analysis.scorecards import rule_periods

MONTHS = ("2020-11", "2020-12", "2021-01", "2021-02")
FIGURES = {"joint_domains": 3.0, "campaign_activities": 4.0, "approval_departments_tolerant": 2.0}
BY_HAND = {"2020-11": 3 + 4, "2020-12": 3 + 4, "2021-01": 6 + 2 + 2, "2021-02": 6 + 2 + 2}


@pytest.fixture
def book(tmp_path):
    return dated_books.loaded(tmp_path / "dated")


def table(months=MONTHS, cities=("320281", "320282")):
    return pl.DataFrame([{"city": city, "month": month, **FIGURES} for city in cities for month in months])


def test_each_month_is_worth_what_its_own_rules_give(book):
    totals = scorecards.total(table(), book)
    assert {row["month"]: row["points"] for row in totals.to_dicts()} == BY_HAND
    assert totals.select("city", "month").rows() == [(city, month) for city in ("320281", "320282") for month in MONTHS]


def test_a_table_of_many_months_is_what_each_month_is_by_itself(book):
    more = Scenario("more", (Change("joint_domains", "add", 1),))
    whole = scorecards.score(table(), book, [BASELINE, more])
    for month in MONTHS:
        alone = scorecards.score(table([month]), book.at(month), [BASELINE, more])
        assert whole.filter(month=month).equals(alone), month
    assert whole["scenario"].unique(maintain_order=True).to_list() == ["baseline", "more"]


def test_groups_are_summed_by_the_clauses_of_the_time(book):
    nodes = scorecards.score_nodes(table(cities=["320281"]), book).filter(node="main")
    assert dict(nodes.select("month", "possible").iter_rows()) == dict(zip(MONTHS, (15, 15, 18, 18), strict=True))


def test_each_time_is_compiled_once_however_many_months(book, monkeypatch):
    calls = []
    rule_periods.judged_by_period(table(), book, lambda rows, own: calls.append(own) or scorecards.total(rows, own))
    assert calls == list(book.periods)


def test_months_outside_have_no_rows_and_are_told(book, capsys):
    facts.forget_remarks()
    totals = scorecards.total(table(["2019-12", *MONTHS]), book)
    assert totals["month"].unique().sort().to_list() == list(MONTHS)
    assert "2019-12" in capsys.readouterr().err


def test_a_table_wholly_outside_is_refused(book):
    with pytest.raises(InputError, match="2023-01"):
        scorecards.total(table(months_after("2022-12", 2)), book)


def test_a_card_is_judged_by_its_months_rules_and_keeps_them(book):
    cards = [scorecards.card(table(), book, "320281", month) for month in ("2020-12", "2021-01")]
    assert [card.total()["points"] for card in cards] == [7, 10]
    assert [list(card.book.clauses) for card in cards] == [["1", "2"], ["1", "2", "3"]]


LASTING = """\
title = "Findings"
title_zh = "发现问题"
text = "发现问题的，此后数月每月扣1分。"
kind = "deduction"
group = "main"
provenance = "text"
responsible = []
supplier = []
points = "-each * found_lately"
least = "-each"
[value]
each = { is = 1, unit = "point", zh = "每月", source = "clause" }
[value.months]
unit = "month"
zh = "月数"
[[value.months.dated]]
is = 2
source = "first"
[[value.months.dated]]
from = 2021-01-01
is = 3
source = "second"
[history]
found_lately = { of = "fraud_findings", how = "any", months = "months", zh = "近期发现" }
"""


def test_a_history_reaches_back_over_the_change_as_far_as_the_new_rules_say(tmp_path):
    """A finding in November: by two months it counts until December, by the new three also in January."""
    book = dated_books.loaded(tmp_path / "dated", clause_4=LASTING)
    months = ("2020-10", *MONTHS)
    rows = table(months, ["320281"]).with_columns(
        fraud_findings=pl.Series([1.0 if month == "2020-11" else 0.0 for month in months])
    )
    points = scorecards.score(rows, book, columns=("points",)).filter(clause="4")
    assert dict(points.select("month", "points").iter_rows())["2020-12"] == -1
    assert dict(points.select("month", "points").iter_rows())["2021-01"] == -1
    assert dict(points.select("month", "points").iter_rows())["2021-02"] == 0


def test_the_shipped_rulebooks_are_judged_as_ever():
    figures = facts.up_to("江阴", "2021-03")
    assert (
        round(scorecards.total(figures, rulebooks.load("hard-2019")).filter(month="2021-03")["low"].item(), 2) == 33.16
    )
