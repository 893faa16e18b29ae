"""Clause by clause."""

from __future__ import annotations

import polars as pl
import pytest

from analysis import rulebooks, scorecards, views
from analysis.scenarios import BASELINE

ITEM_17 = {"residents_scored": 70.0, "registered_population": 100.0, "citizen_score_launched": 1.0}
PART_ONLY = ["14.1", "14.2", "15", "16", "17", "18.1"]


def lines(block):
    return {head: list(said) for head, said in block.lines}


def hard(figures):
    rows = [("320281", "2021-03", fact, value) for fact, value in figures.items()]
    facts = pl.DataFrame(rows, schema=["city", "month", "fact", "value"], orient="row")
    return scorecards.card(facts, rulebooks.load("hard-2019"), "320281", "2021-03", BASELINE)


def test_item_17_shows_formula_numbers_points_and_target_apart():
    (block,) = views.working(hard(ITEM_17), clause="17").blocks
    said = lines(block)
    assert block.text[0] == "超过70%的城市户籍人口拥有个人诚信分。"
    assert said["代入数值"][-1].endswith("1.5 + 0.5 × 2 = 2.5")
    assert said["得分"] == ["得分 2.50，满分 4"]
    assert said["目标"][0].endswith("：达标")
    assert "恰好达标时得 2.50 分" in said["目标"][1]
    assert said["责任单位"] == ["文件未明确责任单位"]


@pytest.mark.parametrize("clause", PART_ONLY)
@pytest.mark.parametrize(
    ("lang", "head", "said"), [("zh", "目标", "恰好达标时得"), ("en", "Target", "Just reaching the target pays")]
)
def test_clauses_that_pay_only_part_at_their_target_say_so(clause, lang, head, said):
    (block,) = views.working(hard(ITEM_17), lang=lang, clause=clause).blocks
    assert any(said in line for line in lines(block)[head])


def test_shared_responsibility_is_listed_not_split(card_of):
    (block,) = views.working(card_of(), clause="1.1").blocks
    assert lines(block)["责任单位"] == ["市发改委（信用办）、工信局（共同责任，不拆分）"]
    assert lines(block)["数据来源单位"] == ["城市归集共享"]


def test_the_scenario_beside_is_shown_only_where_it_changes_the_clause(card_of):
    first, second = views.working(card_of(), "main").blocks
    assert "参考测算：试算" not in lines(first)
    assert lines(second)["参考测算：试算"][-1] == "得分 3.00，满分 5"
    assert lines(second)["得分"] == ["得分 待评定（0.00–5.00），满分 5"]
    assert lines(second)["缺报数据"] == ["第2项 满分基准（基准值未公布）"]


def test_the_text_stays_chinese_in_english(card_of):
    page = views.working(card_of(), "main", "en")._repr_html_()
    assert '<blockquote lang="zh-CN">' in page
    assert "达到2个领域，每个领域得1分，最高得4分。" in page
    assert "not printed in the source" in page
