"""A tournament's charts: each line and cell is the frame's figure, and the title says the finding."""

from __future__ import annotations

import pytest

import made_up
from analysis import rulebooks
from analysis.questions import tournament
from analysis.scenarios import BASELINE, Change, Scenario
from analysis.views import tournament_charts as drawn
from analysis.views import tournament_tables as shown


@pytest.fixture(scope="module")
def result():
    book = rulebooks.load("hard-2019")
    moves = {"少": 0.5, "多": 1.5}
    listed = [Scenario(name, (Change("xinyidai_loans", "scale", by),)) for name, by in moves.items()]
    return tournament.play(made_up.cities(book, 4, 3, missing=0), book, made_up.MONTH, [BASELINE, *listed])


def test_a_line_a_scenario_the_best_on_top_of_the_others(result):
    chart = drawn.tournament_lines_chart(result)
    traces = chart.figure.data
    assert len(traces) == 3 and traces[-1].name == result.best and shown.tournament_finding(result) in chart.title
    assert all(len(trace.y) == len(drawn.MEASURES) and 0 <= min(trace.y) <= max(trace.y) <= 1 for trace in traces)
    texts = [note.text for note in chart.figure.layout.annotations]
    assert f"{result.scenarios['mean'].max():,.2f}" in texts and f"{result.scenarios['mean'].min():,.2f}" in texts


def test_less_regret_is_drawn_higher(result):
    at = [name for name, *_ in drawn.MEASURES].index("regret")
    best, worst = result.ranked()["scenario"][0], result.scenarios.sort("regret")["scenario"][-1]
    heights = {
        trace.hovertext[0].partition("<br>")[0]: trace.y[at]
        for trace in drawn.tournament_lines_chart(result).figure.data
    }
    assert heights[best] == 1 and heights[shown.scenario_name(worst, "zh")] == 0


def test_the_heat_map_has_each_regret(result):
    chart = drawn.tournament_heat_chart(result)
    [cells] = chart.figure.data
    wanted = {(row["scenario"], row["city"]): row["regret"] for row in result.each.iter_rows(named=True)}
    names = {shown.scenario_name(name, "zh"): name for name in result.names}
    got = {(names[name], city): cells.z[y][x] for y, name in enumerate(cells.y) for x, city in enumerate(cells.x)}
    assert got == pytest.approx(wanted) and len(got) == 12
    assert "最大差距" in chart.title and shown.tournament_finding(result) in chart.title


def test_equal_inputs_give_equal_charts(result):
    for chart in (drawn.tournament_lines_chart, drawn.tournament_heat_chart):
        assert chart(result, "en").json() == chart(result, "en").json()
