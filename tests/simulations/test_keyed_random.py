"""Draws depend on seed, purpose, city and month, and on nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.simulations.keyed_random import KeyedRandom

CITIES, MONTHS = np.arange(110000, 114000), np.arange(24240, 24264)


@pytest.fixture(scope="module")
def lots():
    return KeyedRandom(1, CITIES, MONTHS)


def test_a_draw_is_the_same_whoever_else_is_drawn_for(lots):
    alone = KeyedRandom(1, CITIES[7:8], MONTHS[5:6])
    assert alone.even("a")[0, 0] == lots.even("a")[7, 0]
    assert alone.monthly("a")[0, 0] == lots.monthly("a")[7, 5]
    assert alone.passing("a", 6)[0, 0] == lots.passing("a", 6)[7, 5]


def test_seed_purpose_city_and_month_each_change_a_draw(lots):
    drawn = lots.monthly("a")
    assert len(np.unique(drawn)) == drawn.size
    assert (KeyedRandom(2, CITIES, MONTHS).monthly("a") != drawn).all() and (lots.monthly("b") != drawn).all()


def test_draws_spread_as_they_say(lots):
    """96,000 even draws lie within 0.01 of their mean; the normal ones have mean 0 and variance 1."""
    even = lots.monthly("even")
    assert even.min() > 0 and even.max() < 1 and abs(even.mean() - 0.5) < 0.01
    for normal in (lots.lasting("n"), lots.passing("n", 6)):
        assert abs(normal.mean()) < 0.1 and abs(normal.var() - 1) < 0.15


def test_what_passes_moves_slowly(lots):
    """Neighbouring months share five of six draws; months half a year apart share none."""
    drawn = lots.passing("slow", 6)
    near, far = np.corrcoef(drawn[:, 10], drawn[:, 11])[0, 1], np.corrcoef(drawn[:, 10], drawn[:, 16])[0, 1]
    assert near > 0.75 and abs(far) < 0.1
