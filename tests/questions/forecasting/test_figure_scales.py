"""What a forecast figure can never be: broken counts, below nothing, shares above one, parts above wholes."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import facts
from analysis.questions.forecasting.figure_scales import (
    from_scale,
    is_logarithmic,
    possible_figures,
    to_scale,
    whole_within,
)

DICTIONARY = facts.dictionary()


def keys(*names):
    return pl.DataFrame({"city": ["320281"] * len(names), "fact": list(names)})


def test_counts_are_whole_and_flags_are_yes_or_no():
    own = keys("permits", "township_plan", "league", "monitoring_rank", "arrears", "objection_days")
    figures = np.array([[-3.2, 4.6], [0.4, 1.7], [0.2, 9.0], [-2.0, 3.4], [10.6, -1.0], [4.25, -0.1]])
    possible = possible_figures(figures, own, DICTIONARY)
    assert possible.tolist() == [[0, 5], [0, 1], [1, 3], [1, 3], [11, 0], [4.25, 0]]


def test_a_part_is_held_to_its_whole_at_both_ends_and_on_every_path():
    own = keys("permits", "permits_reported", "serious_exits_12m", "serious_exposed_12m")
    figures = np.array([[10.0, 20.0], [12.0, 15.0], [8.0, 2.0], [5.0, 5.0]])
    assert possible_figures(figures, own, DICTIONARY)[[1, 2]].tolist() == [[10, 15], [5, 2]]
    paths = possible_figures(figures[:, :, None], own, DICTIONARY)
    assert paths[1, :, 0].tolist() == [10, 15]


def test_a_whole_that_is_not_there_bounds_nothing():
    assert possible_figures(np.array([[7.0]]), keys("permits_reported"), DICTIONARY).item() == 7
    gone = possible_figures(np.array([[np.nan], [7.0]]), keys("permits", "permits_reported"), DICTIONARY)
    assert gone[1, 0] == 7


def test_what_is_looked_at_by_its_logarithm():
    own = keys("permits", "township_plan", "league", "xinyidai_loans")
    assert is_logarithmic(own, DICTIONARY).tolist() == [True, False, False, True]


@given(st.lists(st.floats(0, 1e12), min_size=2, max_size=5))
def test_there_and_back(numbers):
    figures = np.array([numbers, numbers])
    rows = np.array([True, False])
    assert from_scale(to_scale(figures, rows), rows) == pytest.approx(figures, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize(("ends", "shown"), [
    ((2.4, 5.2, 8.6), (3, 5, 8)), ((2.6, 5.2, 8.4), (3, 5, 8)), ((3.0, 5.0, 8.0), (3, 5, 8)),
    ((4.6, 4.8, 4.9), (5, 5, 5)), ((5.1, 5.3, 5.8), (5, 5, 5)),
])  # fmt: skip
def test_of_what_is_counted_the_whole_numbers_within_are_shown(ends, shown):
    """No number that the interval does not hold is taken in by rounding; the middle always stays."""
    keys = pl.DataFrame({"city": ["320281"], "fact": ["permits"]})
    found = whole_within(np.array(ends)[None, None, :], keys, facts.dictionary())
    assert tuple(found[0, 0]) == shown
