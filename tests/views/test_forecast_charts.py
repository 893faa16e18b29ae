"""The chart of what comes next: reported months solid, forecast ones dashed in their own colour, with a band."""

from __future__ import annotations

import pytest

import forecast_homes
from analysis.questions.forecast import forecast
from analysis.views import forecast_charts
from analysis.views.chart_contents import EARNED
from forecast_homes import CITY, MONTH


@pytest.fixture(scope="module")
def found():
    history = forecast_homes.city_history(missing=0.0)
    return forecast(history, ["hard-2019", "monitoring-2021"], CITY, MONTH, 4, steps={"permits_reported": 1e9})


def test_each_rulebook_has_its_chart_and_lines_meet_where_facts_end(found):
    charts = forecast_charts.forecast_charts(found).parts
    assert len(charts) == 2
    band, past, ahead, planned = charts[0].figure.data
    assert list(charts[0].figure.layout.xaxis.categoryarray) == [*past.x, *found.months]
    assert past.x[-1] == ahead.x[0] == band.x[0] == MONTH and past.y[-1] == ahead.y[0] == planned.y[0]
    assert list(ahead.x[1:]) == list(found.months) and len(past.x) == 12
    totals = found.totals.filter(rulebook="hard-2019", node="total", plan=False).sort("ahead")
    assert list(ahead.y[1:]) == pytest.approx(totals["middle_low"].to_list())
    assert list(band.y[1:5]) == pytest.approx(totals["high"].to_list())


def test_a_forecast_has_a_colour_and_dash_of_its_own(found):
    _, past, ahead, planned = forecast_charts.forecast_chart(found, "hard-2019").figure.data
    assert past.line.color == EARNED and past.line.dash is None
    assert ahead.line.dash == planned.line.dash == "dash" and len({past.line.color, ahead.line.color,
                                                                   planned.line.color}) == 3  # fmt: skip


def test_a_month_with_figures_missing_shows_what_it_could_come_to():
    history = forecast_homes.city_history(missing=0.1)
    names = [trace.name for trace in forecast_charts.forecast_chart(
        forecast(history, ["hard-2019"], CITY, MONTH, 1), "hard-2019").figure.data]  # fmt: skip
    assert names[1:3] == ["已报月份", "总分（至多）"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_its_title_says_what_is_found(found, lang):
    row = found.totals.filter(rulebook="hard-2019", node="total", plan=False, ahead=4).row(0, named=True)
    title = forecast_charts.forecast_chart(found, "hard-2019", lang).title
    assert f"≈{row['middle_low']:.2f}" in title or f"about {row['middle_low']:.2f}" in title


def test_without_history_there_is_no_chart():
    short = forecast(forecast_homes.city_history(months=5), ["hard-2019"], CITY, MONTH)
    assert forecast_charts.forecast_charts(short).parts == ()
