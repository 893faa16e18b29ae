"""Charts: what they find, how they are drawn, that equal inputs give equal bytes."""

from __future__ import annotations

import json

import plotly.io as pio
import pytest

from analysis import views
from analysis.views import chart_contents, chart_drawing, text_layout

LANGUAGES = ("zh", "en")


def drawn(chart):
    return json.loads(chart.json())


def test_the_title_says_what_is_found(card_of):
    card = card_of(joint_domains=1, security_incidents=1)
    assert views.charts.losses_chart(card).title.startswith("已确定失分最多的是\n第3项“事故”")
    assert views.charts.points_chart(card, "zh", "main").title.startswith("得 1.00–6.00 / 9 分；\n失分最多：第1.1项")


def test_unknown_points_are_hatched_and_not_zero(card_of):
    figure = drawn(views.charts.points_chart(card_of(joint_domains=None), "zh", "main"))
    hatched = next(trace for trace in figure["data"] if trace["marker"].get("pattern"))
    assert hatched["x"] == [4.0, 5.0]
    assert [trace["name"] for trace in figure["data"]] == ["暂不能评定（可能得分）", "参考测算：试算"]
    assert any("待评定（0.00–4.00） / 4" in note["text"] for note in figure["layout"]["annotations"])


def test_the_scenario_beside_is_a_mark_of_its_own(card_of):
    marks = drawn(views.charts.points_chart(card_of(), "zh", "main"))["data"][-1]
    assert (marks["name"], marks["x"]) == ("参考测算：试算", [3.0, 3.0])


def test_deductions_reach_left_of_zero(card_of):
    figure = drawn(views.charts.points_chart(card_of(security_incidents=1), "zh", "deductions"))
    assert figure["data"][0]["x"] == [-10.0]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("chart", [views.charts.points_chart, views.charts.losses_chart, views.charts.groups_chart])
def test_equal_inputs_give_equal_bytes_and_nothing_is_fetched(card_of, chart, lang):
    first, second = (chart(card_of(), lang)._repr_mimebundle_() for _ in range(2))
    text = json.dumps(first, ensure_ascii=False)
    assert text == json.dumps(second, ensure_ascii=False)
    assert set(first) == {"application/vnd.plotly.v1+json", "text/plain"}
    assert "http" not in text
    assert "bdata" not in text
    assert len(text) < 10_000
    assert pio.renderers.default == "plotly_mimetype"


def test_a_script_in_a_title_is_escaped(card_of):
    text = views.charts.points_chart(card_of(), "zh", "main").json()
    assert "<script" not in text
    assert "&lt;script" in text


def test_the_axis_names_its_unit_and_the_height_follows_the_bars(card_of):
    charts = (views.charts.points_chart(card_of(), "zh", group) for group in ("deductions", "main"))
    first, second = (drawn(chart)["layout"] for chart in charts)
    assert first["xaxis"]["title"]["text"] == "分"
    bars = [layout["height"] - layout["margin"]["t"] - layout["margin"]["b"] for layout in (first, second)]
    assert bars == [chart_drawing.ROW, 2 * chart_drawing.ROW]


def test_nothing_lost_is_said(card_of):
    chart = views.charts.losses_chart(card_of(), "zh", "deductions")
    assert chart.title == "没有失分"
    assert drawn(chart)["data"] == []


def test_a_rulebooks_title_can_stand_above(card_of):
    chart = views.charts.losses_chart(card_of())
    assert drawn(chart.under("小规则集"))["layout"]["height"] == drawn(chart)["layout"]["height"] + 22


def test_long_labels_stand_whole_in_lines_that_leave_their_figure_free():
    label = "27-30 Serious breaches of faith in government, commerce, society and justice"
    bars = [chart_contents.Bar(label, "up to 18.00", (18.0,)), chart_contents.Bar("15 Other", "up to 5.00", (5.0,))]
    layout = drawn(chart_drawing.bar_chart("Lost", bars, [chart_contents.Layer("lost", "#000000")], "en"))["layout"]
    lines = layout["annotations"][0]["text"].split("<br>")
    assert " ".join(lines) == label and len(lines) == 3
    assert all(text_layout.text_width(line) + len("up to 18.00") <= chart_drawing.LONGEST for line in lines)
    assert layout["height"] - layout["margin"]["t"] - layout["margin"]["b"] == 2 * (chart_drawing.ROW + 2 * 17)
