"""Flows of made-up cities: whole counts a month, parts within them, seasons in months and not in years."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import calendars
from analysis.simulations import flow_figures
from analysis.simulations.courses import Nation, over_window
from analysis.simulations.nation import cities_in_month
from analysis.simulations.simulation_settings import figure_settings

CALM = {"noise": 0.0, "wander": 0.0, "break_chance": 0.0}


@pytest.fixture(scope="module")
def nation():
    return calm()


def calm(**general):
    settings = figure_settings()
    changed = {**settings, "general": {**settings["general"], **CALM, **general}}
    return Nation(cities_in_month("2021-03"), calendars.months_back("2021-03", 24), 1, changed)


def test_a_year_of_months_is_the_years_level_and_february_is_low(nation):
    monthly = flow_figures.month_amounts(nation, "some", {"fixed": 120_000.0, "wander": 0}, {}, counted=True)
    assert (monthly % 1 == 0).all() and (monthly >= 0).all()
    assert over_window(monthly)[:, 12:] == pytest.approx(120_000, rel=0.02)
    low = monthly[:, nation.months_run % 12 == 1].mean() / monthly.mean()
    assert low == pytest.approx(0.6, abs=0.02)


def test_a_figure_of_the_month_alone_has_its_whole_level_in_each(nation):
    monthly = flow_figures.month_amounts(nation, "some", {"fixed": 500.0, "season": 0}, {}, counted=True, months=1)
    assert monthly.mean() == pytest.approx(500, rel=0.02)


def test_parts_of_each_month_lie_within_it_and_come_to_their_share(nation):
    whole = flow_figures.month_amounts(nation, "some", {"fixed": 240.0}, {}, counted=True)
    part = flow_figures.month_parts(nation, "part", {"share": 0.3, "spread": 0.0}, whole)
    assert (part % 1 == 0).all() and (part >= 0).all() and (part <= whole).all()
    assert part.sum() / whole.sum() == pytest.approx(0.3, abs=0.01)


def test_events_are_as_many_as_their_mean_says(nation):
    events = flow_figures.month_events(nation, "some", {"mean": 6.0}, 12)
    assert events.mean() == pytest.approx(0.5, abs=0.03) and events.var() == pytest.approx(0.5, abs=0.06)
    assert flow_figures.month_events(nation, "some", {"mean": 6.0}, 1).mean() == pytest.approx(6.0, rel=0.02)


def test_a_fall_is_what_a_stock_lost():
    assert flow_figures.falls(np.array([[5.0, 3.0, 4.0, 0.0]])).tolist() == [[0.0, 2.0, 0.0, 4.0]]


def test_a_mean_over_twelve_months_is_no_sum(nation):
    assert flow_figures.month_levels(nation, "some", {"fixed": 900.0}, {})[:, 12:] == pytest.approx(900, rel=0.01)
    moved = calm(break_chance=1.0, break_size=0.1)
    levels = flow_figures.month_levels(moved, "some", {"fixed": 900.0}, {})[:, 12:]
    assert np.abs(np.diff(levels, axis=1) / levels[:, 1:]).max() < 0.06, "a break takes a year to show in full"
