"""The two charts: bars that lead from base to total, the same figure all the time."""

from __future__ import annotations

import pytest

from analysis.views.panels import panel_charts
from panel_homes import LOANS


@pytest.fixture
def moved(state):
    state.set(LOANS, 1.5e10)
    state.set("xinyi_domains", 0)
    return state


def test_the_stages_lead_from_the_base_to_the_total(moved):
    stages = panel_charts.waterfall_stages(moved, "zh")
    assert [stage.label.partition("“")[0] for stage in stages] == ["第18.1项", "第18.3项", "合计"]
    ends = [stage.start + stage.by for stage in stages[:-1]]
    assert [stage.start for stage in stages[1:-1]] == ends[:-1]
    assert stages[-1].by == pytest.approx(ends[-1])


def test_an_unchanged_state_has_no_bars(state):
    assert panel_charts.waterfall_stages(state, "zh") == []


def test_traces_are_changed_in_place(state):
    figure = panel_charts.empty_waterfall("zh")
    traces = [trace.uid for trace in figure.data]
    for amount in (1e10, 1.5e10):
        state.set(LOANS, amount)
        panel_charts.show_waterfall(figure, state, "zh")
    assert [trace.uid for trace in figure.data] == traces
    assert figure.data[0].x[0] == pytest.approx(state.outcome.total["low"] - state.before.total["low"])


def test_a_page_that_joins_later_gets_the_figure_as_it_is(moved):
    figure = panel_charts.empty_waterfall("zh")
    panel_charts.show_waterfall(figure, moved, "zh")
    sent = figure.get_state()
    assert len(sent["_widget_layout"]["annotations"]) == 6 and sent["_widget_data"][0]["x"] is not None


def test_the_mark_follows_the_lever(state):
    figure, dial = panel_charts.empty_curve("zh"), state.dial(LOANS)
    curve = state.sweep(LOANS)
    panel_charts.show_curve(figure, curve, dial, state, "zh")
    assert list(figure.data[3].x) == [12.3] and tuple(figure.layout.xaxis.range) == (dial.first, dial.last)
    state.set(LOANS, 5e9)
    panel_charts.show_position(figure, dial, state)
    assert list(figure.data[3].x) == [50.0] and list(figure.data[3].y) == [state.outcome.total["low"]]
