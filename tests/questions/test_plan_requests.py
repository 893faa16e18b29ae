"""Plans by plain parameters: the same as by the verbs themselves."""

from __future__ import annotations

import pytest

from analysis import facts, rulebooks
from analysis.problems import InputError
from analysis.questions import plan, plan_calendar
from analysis.questions.plan_requests import plan_request
from analysis.questions.planning import COST, EFFORT, POINTS, CostLine, PaceLine, PlanDemand

PLACE = ("江阴", "2021-03", "hard-2019")


def verbs():
    return facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019"), "江阴", "2021-03"


def test_it_asks_what_the_verbs_do():
    asked = plan_request(*PLACE, 36.0, by="2021-06", each_month={"已联通并归集单位数": 3})
    assert asked.plan.steps.equals(plan.best(*verbs(), PlanDemand(reach=36.0)).steps)
    paces = {"agencies_connected": PaceLine("agencies_connected", 3.0)}
    own = plan_calendar.by_when(*verbs(), "2021-06", PlanDemand(reach=36.0), paces=paces)
    assert asked.calendar.steps.equals(own.steps) and asked.calendar is asked.calendar
    assert asked.beyond(60.0, 2).plan.goal == PlanDemand(60.0, at_most=2)


def test_tables_are_read_and_say_what_is_least(tmp_path):
    (tmp_path / "费用.csv").write_text("指标,单价\n信易+实施领域数,1万\n", "utf-8")
    (tmp_path / "进度.csv").write_text("指标,每月最多,见效时滞\n信易+实施领域数,1,1\n", "utf-8")
    tables = {"costs": str(tmp_path / "费用.csv"), "paces": str(tmp_path / "进度.csv")}
    priced = plan_request(*PLACE, 34.0, **tables, each_month={"xinyi_domains": 2})
    assert priced.costs == {"xinyi_domains": CostLine("xinyi_domains", 10_000.0)} and priced.goal.least == COST
    assert priced.paces == {"xinyi_domains": PaceLine("xinyi_domains", 2.0, delay=1)}
    within = plan_request(*PLACE, **tables, budget="3万", hold=["joint_cases"], limits={"xinyi_domains": (11.0, 13.0)})
    assert (within.goal.least, within.goal.budget, within.goal.hold) == (POINTS, 30_000.0, ("joint_cases",))
    assert plan_request(*PLACE, passes=True).goal.least == EFFORT


def test_what_is_not_known_is_refused():
    for wrong in ({"each_month": {"信易贷放款额": 1}}, {"budget": "很多"}, {"paces": "没有.csv"}):
        with pytest.raises(InputError):
            plan_request(*PLACE, 36.0, **wrong)
