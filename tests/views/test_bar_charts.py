"""Charts of answers as bars."""

from __future__ import annotations

import json

import pytest

from analysis.views import bar_charts

from . import asked_of

CHARTS = {
    "compared": lambda lang: bar_charts.comparison_chart(asked_of.compared(), asked_of.BOOK, lang),
    "levers": lambda lang: bar_charts.levers_chart(asked_of.board(), asked_of.BOOK, lang),
    "readings": lambda lang: bar_charts.readings_chart(asked_of.read(), asked_of.BOOK, lang),
    "indices": lambda lang: bar_charts.indices_chart(asked_of.uncertain(), asked_of.BOOK, lang),
}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", CHARTS)
def test_equal_inputs_give_equal_bytes_and_nothing_is_fetched(name, lang):
    first, second = (json.dumps(CHARTS[name](lang)._repr_mimebundle_(), ensure_ascii=False) for _ in range(2))
    assert first == second and "http" not in first and "bdata" not in first


def test_a_scenario_is_drawn_by_what_it_changes_and_vetoes_are_in_the_title():
    chart = bar_charts.comparison_chart(asked_of.compared(), asked_of.BOOK)
    assert chart.title.startswith("“plan”：总分 36.41–38.41 → 36.71–38.71（+0.30）；一票否决指标评定结果有变化：第4项")
    assert json.loads(chart.json())["data"][0]["x"] == [0.3]


def test_levers_show_the_next_step_and_what_lies_beyond():
    first, beyond = json.loads(bar_charts.levers_chart(asked_of.board(), asked_of.BOOK).json())["data"]
    assert (first["x"][1], beyond["x"][1]) == (0.3, 2.4)
    assert beyond["marker"]["pattern"]


def test_titles_say_the_finding():
    assert bar_charts.readings_chart(asked_of.read(), asked_of.BOOK, "en").title.endswith("moves the total most (0.67)")
    assert bar_charts.indices_chart(asked_of.uncertain(), asked_of.BOOK).title.startswith(
        "总分的变动多由\n信易贷放款金额 引起"
    )
