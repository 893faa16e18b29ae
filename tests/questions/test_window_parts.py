"""The months behind a figure over twelve months: the truth is a row of months, summed by hand into windows."""

from __future__ import annotations

import random

import pytest

from analysis.calendars import months_after, months_back
from analysis.questions import window_parts

MONTHS = ("2019-01", *months_after("2019-01", 35))


def windows(parts):
    """The sums over the twelve months up to each month that has them."""
    return {each: sum(parts[back] for back in months_back(each, 12)) for each in MONTHS[11:]}


@pytest.mark.parametrize("seed", range(20))
def test_the_months_of_a_window_are_found_again_from_a_year_without_anything(seed):
    drawn = random.Random(seed)
    parts = {each: 0.0 if place < 12 else float(drawn.randint(0, 9)) for place, each in enumerate(MONTHS)}
    found = window_parts.monthly_parts(windows(parts), MONTHS[-1])
    assert found == {each: parts[each] for each in MONTHS[-12:]}


def test_without_a_month_of_zero_nothing_is_guessed():
    parts = dict.fromkeys(MONTHS, 3.0)
    assert window_parts.monthly_parts(windows(parts), MONTHS[-1]) == window_parts.NO_ANCHOR


def test_a_month_that_lacks_breaks_the_chain():
    parts = {each: 0.0 if place < 12 else 1.0 for place, each in enumerate(MONTHS)}
    figures = windows(parts)
    del figures[MONTHS[20]]
    assert window_parts.monthly_parts(figures, MONTHS[-1]) == window_parts.GAP


def test_a_history_that_was_corrected_is_not_believed():
    parts = {each: 0.0 if place < 12 else 1.0 for place, each in enumerate(MONTHS)}
    figures = windows(parts)
    figures[MONTHS[20]] -= 3
    said = window_parts.monthly_parts(figures, MONTHS[-1])
    assert isinstance(said, str) and MONTHS[20] in said


def test_a_month_without_its_figure_says_so():
    assert window_parts.monthly_parts({MONTHS[0]: 0.0}, MONTHS[5]) == window_parts.ABSENT
