"""Tables of a plan that holds in most cases, in both languages."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from analysis.questions import robust_plans
from analysis.questions.planning import PlanDemand
from analysis.questions.spreads import Spread
from analysis.questions.starting_points import starting_point
from analysis.views import robust_plan_tables

from . import asked_of

LOANS = (Spread("xinyidai_loans", 1e9, 2e9),)


@cache
def robust(more, spreads):
    wanted = starting_point(*asked_of.sample()).total["low"] + more
    return robust_plans.robust(*asked_of.sample(), PlanDemand(reach=wanted), spreads=spreads, cases=5, fresh=50)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_outcome_is_told_in_its_language(lang):
    for more, spreads in ((0.5, LOANS), (90.0, LOANS), (0.5, ()), (-9.0, LOANS)):
        found = robust(more, spreads=spreads)
        said = "\n".join(map(repr, robust_plan_tables.robust_tables(found, asked_of.BOOK, lang)))
        assert said and "{" not in said


def test_what_fresh_cases_say_is_printed_as_it_is():
    found = replace(robust(0.5, spreads=LOANS), in_fresh=0.8123, plain_fresh=0.25)
    assert "81.23% 达到目标" in robust_plan_tables.robust_title(found, asked_of.BOOK, "zh")
    rows = dict(row[:2] for row in robust_plan_tables.compared_table(found, asked_of.BOOK).rows)
    assert rows["另抽的 50 种情形中达到目标"] == "81.23%"


def test_whether_the_share_is_sure_is_said_and_never_rounded_up():
    found = replace(robust(0.5, spreads=LOANS), in_fresh=0.9051, in_fresh_floor=0.899999)
    said = robust_plan_tables.robust_title(found, asked_of.BOOK, "zh")
    assert "不能确认达到所求的 90.00%" in said and "至少 89.99%" in said
    said = robust_plan_tables.robust_title(replace(found, in_fresh_floor=0.9), asked_of.BOOK, "zh")
    assert "可确认不低于所求的 90.00%" in said
