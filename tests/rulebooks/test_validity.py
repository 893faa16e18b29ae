"""From when to when: both days belong to it, an open end has no bound."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.rulebooks import ALWAYS, Validity

FIRST, LAST = date(2021, 1, 1), date(2021, 12, 31)


@pytest.mark.parametrize(
    ("day", "covered"),
    [(date(2020, 12, 31), False), (FIRST, True), (date(2021, 7, 1), True), (LAST, True), (date(2022, 1, 1), False)],
)
def test_both_days_belong_to_it(day, covered):
    assert Validity(FIRST, LAST).covers(day) is covered


def test_an_open_end_has_no_bound():
    assert Validity(FIRST).covers(date.max) and Validity(until=LAST).covers(date.min) and ALWAYS.covers(FIRST)
    assert [span.is_dated for span in (ALWAYS, Validity(FIRST), Validity(until=LAST))] == [False, True, True]
