"""Tables of a plan's curve, in both languages."""

from __future__ import annotations

from functools import cache

import pytest

from analysis import facts
from analysis.questions import plan_curves
from analysis.questions.planning import STEPS, CostLine, PlanDemand
from analysis.views import plan_curve_tables

from . import asked_of

COSTS = {
    "xinyi_domains": CostLine("xinyi_domains", 10_000.0),
    "domains_listed": CostLine("domains_listed", 5_000.0, 3_000.0),
}


def curve(goal=None, **settings):
    return plan_curves.curve(*asked_of.sample(), goal, **settings)


GOALS = (
    (PlanDemand(at_most=2, least=STEPS), {}), (PlanDemand(passes=True, at_most=1), {}),
    (PlanDemand(reach=34.0), {"costs": COSTS, "finest": 0.0}), (PlanDemand(at_most=0), {}),
)  # fmt: skip


@cache
def curves():
    """A curve for each goal, drawn once for both languages."""
    return [curve(goal, **settings) for goal, settings in GOALS]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_curve_is_told_in_its_language(lang):
    for found in curves():
        said = "\n".join(map(repr, plan_curve_tables.curve_tables(found, asked_of.BOOK, lang)))
        assert said and "{" not in said


def test_corners_have_their_price_and_what_is_moved():
    """Twelve listed domains for 63,000 give 2.4 points, nine others for 90,000 give 2.7; a goal between is marked."""
    found = curve(PlanDemand(reach=37.4), costs=COSTS, finest=9.0)
    table = plan_curve_tables.curve_table(found, asked_of.BOOK)
    assert [row[1] for row in table.rows if "目标" not in row[0]] == ["0元", "6.30万元", "15.30万元"]
    assert [row[2] for row in table.rows if "目标" not in row[0]] == ["—", "2.63万元", "3.33万元"]
    assert any("目标" in row[0] for row in table.rows)
    assert "信易+实施领域数 11个 → 20个" in table.rows[-1][4] and table.rows[0][4] == "现状"


def test_tests_say_what_they_take_by_themselves():
    failing = facts.up_to("江阴", "2021-03"), asked_of.BOOK, "江阴", "2021-03"
    table = plan_curve_tables.vetoes_table(plan_curves.curve(*failing, finest=99.0), asked_of.BOOK)
    assert table.title.startswith("最近的一票否决：第5项") and table.rows[-1][0] == "全部一票否决指标"
    assert table.rows[-1][1:] == ("1.06", "33.16", "始终不通过，须另办")
