"""Deadlines in working days: late, done, passed; rest days right after the last by the stated choice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import narwhals as nw
import polars as pl
import pytest

from analysis.facts.measured.deadlines import REST_DAY, has_passed, is_done, is_late
from analysis.facts.measured.registry import load_moment
from analysis.facts.measured.rule_values import DatedValue, MeasuringValue

WHEN = load_moment("2021-03")
DAYS = 7


@pytest.fixture
def answer():
    """What a condition says of four reports, decided on 3 March; the seventh working day after is Friday the 12th."""
    done = [date(2021, 3, 12), date(2021, 3, 14), date(2021, 3, 15), None, date(2021, 4, 1)]
    rows = pl.DataFrame({"decided": [date(2021, 3, 3)] * 5, "done": done, "waited": [7, 7, 8, None, 20]})
    return lambda condition: nw.from_native(rows).select(condition.alias("said")).to_native()["said"].to_list()


def _choosing(choice):
    value = MeasuringValue(REST_DAY, "choice", "", (DatedValue(date.min, choice, "assumed"),))
    return replace(WHEN, values={**WHEN.values, REST_DAY: value})


def test_a_rest_day_after_the_deadline_is_in_time_or_late_as_is_chosen(answer):
    assert answer(is_late(_choosing("in_time"), "waited", "done", DAYS)) == [False, False, True, None, True]
    assert answer(is_late(_choosing("late"), "waited", "done", DAYS))[:3] == [False, True, True]


def test_what_is_done_after_the_months_end_is_not_done(answer):
    assert answer(is_done(WHEN, "done")) == [True, True, True, False, False]


@pytest.mark.parametrize(("days", "passed"), [(20, True), (21, False)])
def test_a_deadline_passes_with_its_last_day(answer, days, passed):
    """The twentieth working day after 3 March is 31 March, the month's last."""
    assert set(answer(has_passed(WHEN, "decided", days))) == {passed}
