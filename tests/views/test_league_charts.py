"""Charts of all cities: every city once in its league's panel, medians and movers told in the title."""

from __future__ import annotations

import pytest

from analysis.views import league_charts

from . import league_of
from .league_of import BEFORE, MONTH


def test_every_city_stands_once_and_those_unknown_are_hatched():
    """One prefecture; four county-level cities, one of them with an interval."""
    chart = league_charts.league_spread_chart(league_of.scored(), league_of.book(), MONTH)
    counts = [(sum(trace.y), bool(trace.marker.pattern.shape)) for trace in chart.figure.data]
    assert counts == [(1, False), (0, True), (3, False), (1, True)]
    assert [note.text for note in chart.figure.layout.annotations] == ["地级市", "县级市"]


def test_the_title_tells_each_leagues_median():
    chart = league_charts.league_spread_chart(league_of.scored(), league_of.book(), MONTH, "en")
    assert chart.title == (
        "A small rulebook, March 2021\nMedians: Prefecture-level cities 3.00, County-level cities 2.00–4.00"
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_equal_inputs_give_equal_charts_without_addresses(lang):
    drawn = [
        league_charts.league_spread_chart(league_of.scored(), league_of.book(), MONTH, lang).json() for _ in range(2)
    ]
    assert drawn[0] == drawn[1] and "http" not in drawn[0]


def test_movers_reach_to_the_right_and_to_the_left():
    chart = league_charts.movers_chart(league_of.moved(), (BEFORE, MONTH))
    assert [bar.label for bar in chart.bars.bars] == ["江阴市（县级市）", "宜兴市（县级市）"]
    assert [bar.parts for bar in chart.bars.bars] == [(3.0, 0.0), (0.0, -1.0)]


def test_without_cities_it_says_so():
    nobody = league_of.scored().clear()
    assert league_charts.league_spread_chart(nobody, league_of.book(), MONTH).title == "没有可排名的单位。"
