"""The panel's part of plans: the same answer as the verb's, taken up in one step, with who pays."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analysis import facts, rulebooks
from analysis.problems import InputError
from analysis.questions import plan, plan_calendar, planning
from analysis.questions.planning import COST, EFFORT, POINTS, PlanDemand
from analysis.views.panels import State, panel, plan_controls

WHEN = datetime(2021, 3, 1, tzinfo=UTC)
COSTS = "指标,单价,出资单位\n信易+实施领域数,1万,市发改委\n认定并归集红黑名单领域数,5000,\n"


@pytest.fixture
def shown():
    return panel(State("320281", "2021-03", "hard-2019"))


def upload(shown, name, content):
    shown.plan.costs.value = (
        {"name": name, "type": "", "size": len(content), "content": content, "last_modified": WHEN},
    )


def seek(shown, **given):
    for name, value in given.items():
        getattr(shown.plan, name).value = value
    shown.plan.seek.click()
    return shown.plan.says.value


def test_the_plan_is_the_verbs_and_is_taken_up_in_one_step(shown):
    said = seek(shown, total=40.0)
    own = plan.best(
        facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019"), "江阴", "2021-03", PlanDemand(reach=40.0)
    )
    assert "已证明最优" in said and f"改动 {own.steps.height} 项" in said and not shown.plan.take.disabled
    shown.plan.take.click()
    state = shown.state
    assert {change.target: change.amount for change in state.now.own} == dict(
        own.steps.select("fact", "to").iter_rows()
    )
    assert state.outcome.total["low"] == pytest.approx(own.after["low"], abs=1e-9)
    assert shown.plan.says.value == "" and shown.plan.take.disabled
    state.undo()
    assert state.now.own == () and not state.can_undo


def test_with_costs_it_says_who_pays(shown):
    upload(shown, "费用.csv", COSTS.encode())
    assert "已读费用表“费用.csv”，2 项" in shown.plan.table.value
    said = seek(shown, total=39.0)
    assert "出资：" in said and "市发改委" in said and "未定单位" in said
    shown.plan.take.click()
    assert "出资：" in shown.note.value


def test_goal_and_limits_as_they_are_written(shown):
    seek(shown, total=36.0, passes=True, at_most=3, limits="信易+实施领域数=11..12\n\n已联通并归集单位数")
    assert shown.plan.goal() == PlanDemand(
        36.0, True, EFFORT, None, 3, ("agencies_connected",), {"xinyi_domains": (11.0, 12.0)}
    )
    upload(shown, "费用.csv", COSTS.encode())
    for total, passes, least in ((36.0, False, COST), (0.0, False, POINTS), (0.0, True, COST)):
        shown.plan.total.value, shown.plan.passes.value, shown.plan.budget.value = total, passes, "3万"
        assert (shown.plan.goal().least, shown.plan.goal().budget) == (least, 30_000.0)


def test_what_cannot_be_is_said_and_nothing_is_offered(shown):
    assert "无法实现" in seek(shown, total=55.0, at_most=2) and shown.plan.take.disabled
    for wrong in (
        {"at_most": 1.5},
        {"at_most": 0, "limits": "信易贷放款额"},
        {"limits": "", "budget": "5万"},
        {"budget": "很多"},
    ):
        assert "missing" in seek(shown, **wrong) and shown.plan.take.disabled
    upload(shown, "费用.txt", b"")
    assert "CSV" in shown.plan.says.value
    upload(shown, "费用.csv", "指标,单价\n没有的指标,1\n".encode())
    assert "没有的指标" in shown.plan.says.value and shown.plan.table.value == ""


def test_a_move_and_another_rulebook_forget_what_was_found(shown):
    seek(shown, total=36.0)
    shown._moved("xinyi_domains", 12.0)
    assert shown.plan.says.value == ""
    upload(shown, "费用.csv", COSTS.encode())
    shown._placed("rulebook", "monitoring-2021")
    assert shown.plan.table.value == "" and shown.plan.goal().least == EFFORT


def test_an_uploaded_name_leads_nowhere_else(shown):
    name, lines = plan_controls.read_uploaded_table(
        COSTS.encode(), "..\\..\\x/费用.csv", shown.state, planning.COSTS, planning.read_costs
    )
    assert name == "费用.csv" and set(lines) == {"xinyi_domains", "domains_listed"}
    with pytest.raises(InputError):
        plan_controls.read_uploaded_table(b"x", "费用.exe", shown.state, planning.COSTS, planning.read_costs)


PACES_TABLE = "指标,每月最多\n已联通并归集单位数,3家\n"


def test_by_a_month_the_calendar_is_the_verbs_and_is_not_taken_up_today(shown):
    shown.plan.paces.value = (
        {"name": "进度.csv", "type": "", "size": 1, "content": PACES_TABLE.encode(), "last_modified": WHEN},
    )
    assert "已读进度表“进度.csv”，1 项" in shown.plan.pace_table.value
    said = seek(shown, total=36.0, by="2021年6月")
    paces = {"agencies_connected": planning.PaceLine("agencies_connected", 3.0)}
    figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    goal = PlanDemand(reach=36.0)
    own = plan_calendar.by_when(figures, book, "江阴", "2021-03", "2021-06", goal, paces=paces)
    assert "2021年4月" in said and f"{own.after['low']:.2f}" in said and "已证明最优" in said
    assert shown.plan.take.disabled
    assert "无法实现" in seek(shown, total=46.0, at_most=1, by="2021-04")
    assert "missing" in seek(shown, by="年底") and "missing" in seek(shown, by="2020-12")
    seek(shown, total=40.0, at_most=0, by="")
    assert not shown.plan.take.disabled
    shown._placed("rulebook", "monitoring-2021")
    assert shown.plan.pace_table.value == ""
