"""Courses over time: growth, season and breaks as the parameters say, the same whichever months are asked for."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import calendars
from analysis.simulations.courses import LEAD, Nation, over_window
from analysis.simulations.nation import cities_in_month
from analysis.simulations.simulation_settings import figure_settings


@pytest.fixture(scope="module")
def there():
    return cities_in_month("2021-03")


def nation(there, months, **general):
    settings = figure_settings()
    return Nation(there, calendars.months_back("2021-03", months), 1, {**settings, "general": {**settings["general"],
                                                                                              **general}})  # fmt: skip


def test_a_window_sums_its_own_months_wherever_the_months_begin():
    monthly = np.random.default_rng(1).random((4, 40))
    sums = over_window(monthly)
    assert sums[:, 20] == pytest.approx(monthly[:, 9:21].sum(axis=1)) and (sums[:, 0] == monthly[:, 0]).all()
    assert (over_window(monthly[:, 7:])[:, 13:] == sums[:, 20:]).all()


def test_the_season_is_that_of_the_month(there):
    here = nation(there, 12, season=[1.0, 0.5, *([1.05] * 10)])
    season = np.exp(here.season(1.0))[0, LEAD : LEAD + 12]
    assert season == pytest.approx([*([1.05] * 9), 1.0, 0.5, 1.05])  # from 2020-04: January is tenth
    assert np.exp(here.season(2.0))[0, LEAD + 10] == pytest.approx(0.25)


def test_breaks_are_as_many_and_as_large_as_asked(there):
    """Of the levels four in ten are broken; their logarithms have the deviation asked, clipped at 1.5 of it."""
    here = nation(there, 120, break_chance=0.4, break_size=0.2, break_months=24)
    broken = here.breaks("some", 1.0)
    assert (broken != 0).mean() == pytest.approx(0.4, abs=0.03)
    assert broken[broken != 0].std() == pytest.approx(0.17, rel=0.1) and np.abs(broken).max() == pytest.approx(0.3)
    changes = (np.diff(broken, axis=1) != 0).mean(axis=1)
    assert 0 < changes.mean() < 1 / 24 and (here.breaks("some", 0.0) == 0).all()
    assert len({tuple(row != 0) for row in broken}) > 100, "the cities break at months of their own"


def test_without_breaks_season_and_chance_nothing_breaks(there):
    here = nation(there, 24, break_chance=0.0, season=[1.0] * 12)
    assert (here.breaks("some", 1.0) == 0).all() and (here.season(1.0) == 0).all()


def test_what_is_delayed_never_runs_back(there):
    steps = np.diff(nation(there, 36).delayed_age("some"), axis=1)
    assert (steps > 0).all() and steps.min() < 0.1 and steps.max() > 1.9


@pytest.mark.parametrize("months", [1, 5, 60])
def test_a_month_is_the_same_whichever_others_are_drawn(there, months):
    here, other = nation(there, months), nation(there, 17)
    for course in ("quality", "age"):
        own, wider = getattr(here, course), getattr(other, course)
        assert (own[:, here.places[-1]] == wider[:, other.places[-1]]).all()
    assert (here.breaks("a", 1)[:, here.places[-1]] == other.breaks("a", 1)[:, other.places[-1]]).all()
