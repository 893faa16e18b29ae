"""Tables of doubt: missing, assumed, scenarios."""

from __future__ import annotations

import polars as pl

from analysis import rulebooks, scorecards, views
from analysis.scenarios import BASELINE, Change, Scenario


def reasons(table):
    return {row[0]: row[1] for row in table.rows}


def test_figures_and_benchmarks_are_told_apart(card_of):
    table = views.missing(card_of(joint_domains=None))
    assert table.title == "缺报数据清单：2 项"
    assert reasons(table) == {"联合奖惩领域数": "缺报数据", "第2项 满分基准": "基准值未公布"}


def test_a_zero_denominator_is_no_missing_figure(card_of, book):
    complete = card_of(codes_legacy=0, codes_converted=0, scenarios=(BASELINE,))
    assert reasons(views.missing(complete))["存量代码数"] == "分母为零，条文未规定"


def test_benchmarks_can_be_gathered_in_one_row(card_of):
    rows = views.missing(card_of(), benchmarks=False).rows
    assert rows == (("1 项国家未公布的基准值", "基准值未公布", "2"),)


def test_nothing_missing_is_said(card_of):
    assert views.missing(card_of(), group="base")._repr_html_().count("没有缺报数据。") == 1


def test_earlier_months_are_named_as_the_gap(card_of):
    book = rulebooks.load("monitoring-2021")
    facts = card_of().facts.head(1).with_columns(fact=pl.lit("fraud_findings"), value=pl.lit(0.0))
    card = scorecards.card(facts, book, "320281", "2021-03", BASELINE)
    assert reasons(views.missing(card))["弄虚作假扣分在执行（弄虚作假问题数）"] == "缺 2021-01、2021-02 的数据"


def test_blank_clauses_are_to_be_filled_in(card_of):
    card = scorecards.card(card_of().facts, rulebooks.load("demo-2025"), "320281", "2021-03", BASELINE)
    (row,) = views.missing(card).rows
    assert row[1] == "公式待填"


def test_notes_and_unset_benchmarks_are_listed_with_their_marks(card_of):
    rows = views.assumptions(card_of(), "zh", "main").rows
    assert [(row[0], row[2]) for row in rows] == [("1.1", "假定"), ("2", "基准值未公布")]
    assert "领域按月末数计。" in rows[0][3]


def test_what_the_cards_own_scenario_sets_is_listed(card_of):
    own = Scenario("own", (Change("1.1.each", "set", 0.5, mark="assumed", note_zh="试算"),), title_zh="自定")
    card = card_of(scenarios=(own,))
    said = [row[3] for row in views.assumptions(card, "zh", "main").rows]
    assert any("“第1.1项 每个领域”设为 0.5 分/个。试算" in text for text in said)
    assert "不是基准" in views.brief_sentences.outcome_sentences(card, None, "zh")


def test_another_reading_is_said():
    book = rulebooks.load("hard-2019")
    own = Scenario("own", (Change("17.reading", "set", "linear"),))
    facts = {"city": ["320281"], "month": ["2021-03"], "fact": ["residents_scored"], "value": [1.0]}
    card = scorecards.card(pl.DataFrame(facts), book, "320281", "2021-03", own)
    rows = [row for row in views.assumptions(card).rows if row[0] == "17"]
    assert any(row[2] == "另取读法" and "按比例连续计分" in row[3] for row in rows)
