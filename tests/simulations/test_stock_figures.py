"""Stocks of made-up cities: what adds up never falls, what is settled stays, parts lie within their wholes."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import calendars
from analysis.simulations import stock_figures
from analysis.simulations.courses import Nation
from analysis.simulations.nation import cities_in_month
from analysis.simulations.simulation_settings import figure_settings


@pytest.fixture(scope="module")
def nation():
    return Nation(cities_in_month("2021-03"), calendars.months_back("2021-03", 36), 1, figure_settings())


def test_what_adds_up_never_falls_though_not_evenly(nation):
    given = {"people": {"1": 9e6, "2": 4e6, "3": 8e5}, "adds": True, "spread": 0.4, "trend": 0.01}
    steps = np.diff(stock_figures.level(nation, "some", given, {}), axis=1)
    assert (steps >= 0).all() and (steps.max(axis=1) > 3 * steps.min(axis=1)).all()


def test_a_level_holds_what_it_includes(nation):
    inner = np.full(nation.shape, 70.0)
    whole = stock_figures.level(nation, "some", {"fixed": 30, "plus": "inner"}, {"inner": inner})
    assert (whole > inner).all() and np.median(whole) == pytest.approx(100, rel=0.05)


def test_the_trend_is_what_was_asked(nation):
    given = {"fixed": 1000.0, "trend": 0.01, "wander": 0.0}
    grown = stock_figures.level(nation, "some", given, {})
    assert grown[:, 12:] / grown[:, :-12] == pytest.approx(np.exp(0.12))


def test_a_part_covers_what_its_whole_is_about_to_lose(nation):
    whole = np.round(50 + 40 * np.sin(np.arange(nation.shape[1]) / 3))[None, :].repeat(nation.shape[0], axis=0)
    part = stock_figures.stock_share(nation, "some", {"share": 0.05, "covers": True}, whole)
    assert (part <= whole).all() and (whole[:, :-1] - part[:, :-1] <= whole[:, 1:]).all()
    loose = stock_figures.stock_share(nation, "some", {"share": 0.05}, whole)
    assert (whole[:, :-1] - loose[:, :-1] > whole[:, 1:]).any()


def test_what_is_settled_stays_and_the_rest_changes_now_and_then(nation):
    settled = stock_figures.flags(nation, "some", {"chance": 0.6, "pull": 1.0, "settled": True})
    moving = stock_figures.flags(nation, "some", {"chance": 0.6, "pull": 1.0})
    assert (settled == settled[:, :1]).all() and 0.5 < settled.mean() < 0.7
    assert 0 < (np.diff(moving, axis=1) != 0).mean() < 0.05


def test_every_place_of_a_league_is_taken_once(nation):
    ranks = stock_figures.league_ranks(nation)
    for league in (1, 2, 3):
        own = ranks[nation.cities["league"].to_numpy() == league]
        assert (np.sort(own, axis=0) == np.arange(1, len(own) + 1)[:, None]).all()
