"""Charts of sweeps, maps and draws."""

from __future__ import annotations

import json

import pytest

from analysis.views import line_charts

from . import asked_of

CHARTS = {
    "sweep": lambda lang: line_charts.sweep_chart(asked_of.swept(), asked_of.BOOK, lang),
    "grid": lambda lang: line_charts.grid_chart(asked_of.crossed(), asked_of.BOOK, lang),
    "draws": lambda lang: line_charts.draws_chart(asked_of.uncertain(), lang),
    "convergence": lambda lang: line_charts.convergence_chart(asked_of.uncertain(), lang),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", CHARTS)
def test_equal_inputs_give_equal_bytes_and_nothing_is_fetched(name, lang):
    first, second = (json.dumps(CHARTS[name](lang)._repr_mimebundle_(), ensure_ascii=False) for _ in range(2))
    assert first == second and "http" not in first and "bdata" not in first
    assert "Noto Sans CJK SC" in first


def test_the_title_says_the_finding_and_the_next_turn():
    title = line_charts.sweep_chart(asked_of.swept(), asked_of.BOOK).title
    assert (
        title
        == "拥有诚信分户籍人口 从 0人 到 1,269,600人：\n总分 34.41–38.41；888,720人起：满一档（第17项“个人诚信分覆盖”）"
    )


def test_the_curve_marks_its_turns_and_where_it_stands():
    figure = json.loads(line_charts.sweep_chart(asked_of.swept("xinyidai_loans"), asked_of.BOOK).json())
    names = [trace["name"] for trace in figure["data"]]
    assert names == ["总分（已确定）", "总分（至多）", "转折", "现在"]
    turn, now = figure["data"][2], figure["data"][3]
    assert (turn["x"], now["x"]) == ([200], [12.3])
    assert figure["layout"]["xaxis"]["title"]["text"] == "信易贷放款金额（亿元）"
    assert "封顶" in turn["hovertext"][0]


def test_the_map_says_the_present_total_exactly():
    assert line_charts.grid_chart(asked_of.crossed(), asked_of.BOOK).title.endswith("现在 36.41")


def test_a_figure_that_changes_nothing_is_said_to():
    assert "总分不变" in line_charts.sweep_chart(asked_of.swept("monitoring_rank"), asked_of.BOOK).title
