"""One total everywhere: not below 0, with a note where deductions would take it there.

A city of which one figure is known: every point of the monitoring rulebook may be earned or not, and 30 points
may be deducted, so that the total is 0 to 100 as it is shown, and -30 to 100 as it is reckoned.
"""

from __future__ import annotations

import polars as pl
import pytest

import made_up
from analysis import rulebooks, scorecards
from analysis.questions import change, compare, decisions, league, readings, sweep
from analysis.scenarios import parse_scenarios
from analysis.scorecards import card_store
from analysis.training import city_exercises
from analysis.views import (
    bar_charts,
    card_history,
    change_views,
    comparison_tables,
    league_charts,
    league_tables,
    line_charts,
    month_briefs,
    result_texts,
    uncertainty_tables,
)

CITY, MONTHS = "320281", ("2021-02", "2021-03")
SHOWN = "0.00–100.00"
NOTE = "总分显示不低于0；扣分使其低于0的，名次和变化量按未封底的数算。"


@pytest.fixture(scope="module")
def book():
    return rulebooks.load("monitoring-2021")


@pytest.fixture(scope="module")
def facts():
    rows = [made_up.long(made_up.row(CITY, month, registered_population=1e6)) for month in MONTHS]
    return pl.concat(rows)


def text(view):
    rows = [cell for row in getattr(view, "rows", ()) for cell in row]
    return "\n".join([getattr(view, "title", ""), *rows])


def test_the_report_itself_shows_it_so(facts, book):
    card = scorecards.card(facts, book, CITY, MONTHS[1])
    assert card.total()["low"] == -30.0 and SHOWN in result_texts.total_text(card, "zh")


def test_the_history_and_its_chart(facts, book, tmp_path, monkeypatch):
    monkeypatch.setattr(card_store, "root", lambda: tmp_path)
    scorecards.archive_cards([scorecards.card(facts, book, CITY, MONTHS[1])], facts, "2021-04-25")
    cards = scorecards.history(CITY)
    table = card_history.history_table(cards, CITY)
    assert table.rows[0][6] == SHOWN and NOTE in table.notes
    chart = card_history.trend_chart(cards, "monitoring-2021")
    assert SHOWN in chart.title
    (bars,) = chart.figure.data
    assert (list(bars.base), list(bars.y)) == ([0.0], [100.0])


def test_a_change(facts, book):
    result = change.between_months(facts, book, CITY, *MONTHS)
    assert f"{SHOWN} → {SHOWN}" in change_views.change_finding(result, book)
    assert NOTE in change_views.drivers_table(result, book).notes


def test_a_league(facts, book):
    scored = league.standings(facts, book, MONTHS[1])
    for table in (
        league_tables.places_tables(scored, book, MONTHS[1]),
        league_tables.league_spread_table(scored),
    ):
        assert SHOWN in text(table) and "-30" not in text(table) and NOTE in table.notes
    assert "-30" not in league_charts.league_spread_chart(scored, book, MONTHS[1]).title


def test_scenarios_beside_each_other(facts, book):
    parts = parse_scenarios([("set", "policy_documents=3")], book)
    result = compare.side_by_side(facts, book, CITY, MONTHS[1], parts)
    table = comparison_tables.totals_comparison(result)
    assert "-30" not in text(table) and NOTE in table.notes
    assert "-30" not in bar_charts.comparison_chart(result, book).title


def test_a_curve_and_readings(facts, book):
    table = comparison_tables.sweep_table(sweep.along(facts, book, CITY, MONTHS[1], "policy_documents"), book)
    assert "-30" not in text(table) and NOTE in table.notes
    found = readings.every(facts, book, CITY, MONTHS[1])
    for table in (uncertainty_tables.readings_table(found, book), uncertainty_tables.combinations_table(found)):
        assert "-30" not in text(table) and NOTE in table.notes


def test_charts_of_a_curve_and_a_grid_note_that_they_draw_totals_below_0(facts, book):
    curve = sweep.along(facts, book, CITY, MONTHS[1], "policy_documents")
    grid = sweep.across(facts, book, CITY, MONTHS[1], ("policy_documents", "publicity_events"))
    for title in (line_charts.sweep_chart(curve, book).title, line_charts.grid_chart(grid, book).title):
        assert "-30" not in title and "-2" not in title and "未按0封底" in title


def test_the_months_brief(book):
    """One figure of the rulebook in both months, so that they can be compared."""
    rows = pl.concat([made_up.long(made_up.row(CITY, month, policy_documents=0.0)) for month in MONTHS])
    brief = month_briefs.month_brief(decisions.month_decision(rows, [book], CITY, MONTHS[1]))
    assert "总分暂不能评定，在 0.00–" in repr(brief) and "上月在 0.00–" in repr(brief)
    for text in (repr(brief), brief.chart.title, brief.chart.bars.bars[0].text):
        assert "-30" not in text and "-29" not in text


def test_an_exercise_asks_for_the_total_as_the_report_shows_it(facts, book, monkeypatch):
    place = city_exercises.ExampleCity(CITY, MONTHS[1], rulebook=book.id)
    monkeypatch.setattr(city_exercises.ExampleCity, "figures", facts)
    asked = city_exercises.certain_total_exercise(place)
    assert "-30" not in repr(asked)


def test_where_no_total_is_below_0_there_is_no_note():
    hard = rulebooks.load("hard-2019")
    rows = made_up.long(made_up.row(CITY, MONTHS[1], joint_domains=40.0))
    table = league_tables.league_spread_table(league.standings(rows, hard, MONTHS[1]))
    assert NOTE not in table.notes
