"""Early warnings: only of tests that are met now and may well fail; none where the history is short."""

from __future__ import annotations

import polars as pl
import pytest

import forecast_homes
from analysis import calendars, scorecards
from analysis.questions import decisions
from analysis.questions.early_warnings import early_warnings
from analysis.questions.forecast import forecast
from forecast_homes import MONTH, RISKY

VALUES = decisions.brief_values()


@pytest.fixture(scope="module")
def history():
    return forecast_homes.city_history(RISKY, missing=0.0)


def warned(facts, **changed):
    card = scorecards.card(facts, "hard-2019", RISKY, MONTH)
    return early_warnings(facts, [card], {**VALUES, **changed})


def test_a_warning_is_a_test_met_now_that_may_well_fail(history):
    found = forecast(history, ["hard-2019"], RISKY, MONTH, 1)
    expected = found.tests.filter(pl.col("now") == True, pl.col("fails") >= VALUES["warn"])  # noqa: E712
    rows = warned(history)
    assert rows.height and set(rows["clause"]) == set(expected["clause"])
    assert rows["fails"].is_sorted(descending=True) and (rows["month"] == "2021-04").all()
    assert dict(rows.select("clause", "fails").iter_rows()) == dict(expected.select("clause", "fails").iter_rows())


def test_what_fails_already_or_hardly_moves_gives_none(history):
    assert warned(history, warn=1.01).is_empty()
    every = warned(history, warn=0.0, warnings=99)
    met = scorecards.score(history, "hard-2019", columns=("met",)).filter(pl.col("month") == MONTH, pl.col("met"))
    assert set(every["clause"]) <= set(met["clause"])


def test_no_more_than_so_many(history):
    assert warned(history, warn=0.0, warnings=2).height == 2


@pytest.mark.parametrize("months", [1, 4, 11])
def test_with_a_short_history_there_is_none(history, months):
    span = list(calendars.months_back(MONTH, months))
    assert warned(history.filter(pl.col("month").is_in(span)), warn=0.0).is_empty()


def test_the_decision_names_who_must_act(history):
    decision = decisions.month_decision(history, ["hard-2019"], RISKY, MONTH)
    assert decision.warnings.height and decision.warnings["units"].list.len().min() >= 1
    assert decisions.month_decision(
        history.filter(pl.col("month") >= "2020-12"), ["hard-2019"], RISKY, MONTH
    ).warnings.is_empty()
