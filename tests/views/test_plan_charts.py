"""The picture of a plan's curve."""

from __future__ import annotations

import json

import pytest

from analysis.questions import plan_curves
from analysis.questions.planning import CostLine, PlanDemand
from analysis.views import plan_charts, plan_curve_tables

from . import asked_of

COSTS = {"xinyi_domains": CostLine("xinyi_domains", 10_000.0), "domains_listed": CostLine("domains_listed", 5_000.0)}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_title_says_the_finding_and_the_marks_stand_on_the_curve(lang):
    reach = asked_of.sample()[0] is not None and 35.0
    found = plan_curves.curve(*asked_of.sample(), PlanDemand(reach=reach), costs=COSTS, finest=0.0)
    chart = plan_charts.curve_chart(found, asked_of.BOOK, lang)
    assert chart.title == plan_curve_tables.curve_title(found, lang)
    first, second = (json.dumps(plan_charts.curve_chart(found, asked_of.BOOK, lang)._repr_mimebundle_()) for _ in "ab")
    assert first == second and "http" not in first
    curve, corners = json.loads(chart.json())["data"][:2]
    scale = 1e4 if lang == "zh" else 1e6
    assert curve["y"] == pytest.approx(found.points["total"].to_list())
    assert corners["x"] == pytest.approx([spent / scale for spent in found.corners["spent"]])
    assert len(json.loads(chart.json())["data"]) == 3


def test_a_curve_without_points_is_drawn_all_the_same():
    found = plan_curves.curve(*asked_of.sample(), PlanDemand(passes=True, at_most=0))
    assert plan_charts.curve_chart(found, asked_of.BOOK).title
