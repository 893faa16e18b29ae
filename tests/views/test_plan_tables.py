"""Tables of a plan, in both languages: what is printed is what was found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis import facts, rulebooks
from analysis.questions import plan
from analysis.questions.planning import BUDGET, HOLD, LIMIT, CostLine, Hindrance, PlanDemand
from analysis.views import plan_tables

BOOK = rulebooks.load("hard-2019")


@pytest.fixture(scope="module")
def figures():
    return facts.up_to("江阴", "2021-03")


def best(figures, goal, **settings):
    return plan.best(figures, BOOK, "江阴", "2021-03", goal, **settings)


def texts(tables):
    return "\n".join(map(repr, tables))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_outcome_is_told_in_its_language(figures, lang):
    goals = (
        PlanDemand(reach=36.0, passes=True), PlanDemand(reach=20.0), PlanDemand(reach=60.0),
        PlanDemand(at_most=2, least="points"),
        PlanDemand(reach=53.0, hold=("agencies_connected",), limits={"xinyi_domains": (11.0, 12.0)}),
    )  # fmt: skip
    for goal in goals:
        said = texts(plan_tables.plan_tables(best(figures, goal), BOOK, lang))
        assert said and "{" not in said
    with_costs = best(
        figures, PlanDemand(reach=34.0), costs={"xinyi_domains": CostLine("xinyi_domains", 1e4, payer="X")}
    )
    assert ("3.00万元" if lang == "zh" else "30,000") in texts(plan_tables.plan_tables(with_costs, BOOK, lang))


def test_the_total_stands_as_the_card_prints_it_and_each_step_adds_to_it(figures):
    found = best(figures, PlanDemand(reach=45.0))
    table = plan_tables.plan_steps_table(found, BOOK)
    assert table.title.startswith("计划：改动 8 项，总分 33.16 → 45.00，工作量 3.02")
    row = next(row for row in table.rows if row[0] == "已联通并归集单位数")
    assert row[1:7] == ("46家", "55家", "+9家", "0.20", "+4.00", "37.20")


def test_an_answer_that_is_not_exact_is_never_called_so(figures):
    found = best(figures, PlanDemand(reach=36.0))
    for changed, says in (
        ({"agrees": False}, "不能作为精确结果"), ({"gap": 0.02}, "与最优至多相差 2.00%"),
        ({"possible": False}, "未达到目标"),
    ):  # fmt: skip
        said = texts([plan_tables.plan_outcome_table(replace(found, **changed), BOOK)])
        assert says in said and "已证明最优" not in said


def test_each_hindrance_has_its_words(figures):
    goal = PlanDemand(reach=53.0, budget=5e6, limits={"xinyi_domains": (11.0, 12.0)})
    found = replace(best(figures, replace(goal, budget=None)), goal=goal)
    named = [Hindrance(HOLD, "xinyi_domains"), Hindrance(LIMIT, "xinyi_domains"), Hindrance(BUDGET)]
    assert [plan_tables.hindrance_text(element, found, BOOK, "zh") for element in named] == [
        "信易+实施领域数 保持不动", "信易+实施领域数 限于 11个 至 12个", "费用不超过 500.00万元",
    ]  # fmt: skip


def test_missing_figures_and_clauses_left_out_are_named(figures):
    found = replace(
        best(figures, PlanDemand(reach=36.0)), open=("17",), outside=(("20.2", "原因", "reason"),), upper=True
    )
    said = texts([plan_tables.plan_outcome_table(found, BOOK)])
    assert "缺报数据、暂不能评定的条款：17" in said and "原因" in said and "没有保证" in said
