"""Histories month by month: gaps stay gaps, and what is too short, missing now or full of gaps is said."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from analysis import calendars, facts
from analysis.questions.forecasting import FORECAST, GAPS, NOW_MISSING, SHORT, forecast_rules
from analysis.questions.forecasting.figure_series import figure_series

MONTH = "2021-03"
DICTIONARY = facts.dictionary()


def history(months, *, without=(), fact="permits"):
    span = calendars.months_back(MONTH, months)
    return [
        {"city": "320281", "month": name, "fact": fact, "value": float(place)}
        for place, name in enumerate(span)
        if place - months not in without
    ]


def series(*rows):
    return figure_series(pl.DataFrame([row for part in rows for row in part]), MONTH, forecast_rules(), DICTIONARY)


@pytest.mark.parametrize(("months", "without", "state", "gaps"), [
    (12, (), FORECAST, 0), (11, (), SHORT, 0), (24, (-1,), NOW_MISSING, 1), (24, (-3, -5, -7), FORECAST, 3),
    (24, (-3, -5, -7, -9), GAPS, 4), (13, (-4,), FORECAST, 1), (12, (-4,), SHORT, 1), (30, (-20, -21), FORECAST, 2),
])  # fmt: skip
def test_what_can_be_forecast(months, without, state, gaps):
    found = series(history(months, without=without)).keys.row(0, named=True)
    assert (found["state"], found["gaps"], found["known"]) == (state, gaps, months - len(without))


def test_a_figure_that_begins_late_has_no_gaps_before():
    found = series(history(24), history(12, fact="penalties"))
    assert found.keys.select("fact", "gaps").rows() == [("penalties", 0), ("permits", 0)]
    assert np.isnan(found.values[0, :12]).all() and found.values[0, 12:].tolist() == list(map(float, range(12)))


def test_later_months_are_not_looked_at_and_five_years_suffice():
    later = [{"city": "320281", "month": "2021-04", "fact": "permits", "value": 1e9}]
    found = series(history(80), later)
    assert len(found.months) == 60 and found.months[-1] == MONTH and found.values.max() < 100


def test_a_null_is_a_gap_and_no_figure():
    rows = history(14)
    rows[3]["value"] = None
    assert series(rows).keys["known"].item() == 13 and np.isnan(series(rows).values[0, 3])
