"""Totals expected from earlier months beside those that came: each by a forecast made in that month alone."""

from __future__ import annotations

import polars as pl
import pytest

import forecast_homes
from analysis import calendars, facts, rulebooks, scorecards
from analysis.questions.forecasting import forecast_figures, forecast_rules
from analysis.questions.forecasting.total_backtests import node_column, total_coverage, total_errors
from analysis.scenarios import BASELINE
from forecast_homes import CITY, MONTH

DICTIONARY = {name: fact for name, fact in facts.dictionary().items() if not fact.derived}
RULES, BOOK = forecast_rules(), rulebooks.load("hard-2019")


@pytest.fixture(scope="module")
def history():
    return forecast_homes.city_history(missing=0.0)


@pytest.fixture(scope="module")
def errors(history):
    found = forecast_figures(history, MONTH, 3, RULES, DICTIONARY)
    return found, total_errors(history, found, BOOK, BASELINE, ("total",), RULES)


def test_an_error_is_the_total_that_came_less_the_one_expected(history, errors):
    """By hand for one origin: the figures expected then, after the months up to then, scored by themselves."""
    found, rows = errors
    origin, at = "2020-08", found.earlier.months.index("2020-08")
    figures = found.earlier.figures(found.keys, DICTIONARY)
    ahead = [
        {"city": CITY, "month": month, "fact": fact, "value": figures[row, at, step]}
        for step, month in enumerate(calendars.months_after(origin, 3))
        for row, fact in enumerate(found.keys["fact"])
    ]
    past = history.filter(pl.col("month") <= origin).select("city", "month", "fact", "value")
    said = scorecards.total(pl.concat([past, pl.DataFrame(ahead)]), BOOK).filter(pl.col("month") > origin)
    came = scorecards.total(history, BOOK).filter(pl.col("month").is_in(calendars.months_after(origin, 3)))
    truth = (came.sort("month")["low"] - said.sort("month")["low"]).to_list()
    own = rows.filter(origin=origin).sort("ahead")
    assert own["ahead"].to_list() == [1, 2, 3] and own["error"].to_list() == pytest.approx(truth, abs=1e-9)


def test_only_months_that_came_and_origins_with_some_history(errors):
    found, rows = errors
    assert rows["origin"].max() < MONTH and rows["origin"].min() == found.earlier.months[RULES.first]
    last = rows.filter(pl.col("origin") == "2021-01")
    assert sorted(last["ahead"]) == [1, 2]


def test_what_lies_in_an_interval_was_no_miss(history):
    """A figure missing in one month makes its total an interval: the nearer end counts."""
    gone = (pl.col("month") == "2020-11") & (pl.col("fact") == "agencies_connected")
    some = history.with_columns(pl.when(gone).then(None).otherwise(pl.col("value")).alias("value"))
    found = forecast_figures(some, MONTH, 1, RULES, DICTIONARY)
    row = total_errors(some, found, BOOK, BASELINE, ("total",), RULES).filter(origin="2020-10").row(0, named=True)
    totals = scorecards.total(some, BOOK).filter(pl.col("month") == "2020-11").row(0, named=True)
    assert totals["low"] < totals["high"] and abs(row["error"]) < totals["high"] - totals["low"]


def test_columns_of_nodes():
    assert node_column("low", "total") == "low" and node_column("low", "base") == "low base"


def test_how_often_totals_held_is_tried_with_errors_known_by_then(errors):
    """Each origin by hand: the sizes of the errors that had come by then, faded, 90 % of their weights."""
    found, rows = errors
    months = found.earlier.months
    size = {(origin, ahead): abs(error) for _, origin, ahead, error in rows.iter_rows()}
    for ahead in (1, 2, 3):
        tried = inside = 0
        for place in range(RULES.first + RULES.trials + ahead - 1, len(months) - ahead):
            # an error of an origin is there once its month has come
            known = [month for month in months[: place - ahead + 1] if (month, ahead) in size]
            if len(known) < RULES.trials or (months[place], ahead) not in size:
                continue
            ages = {month: place - ahead - months.index(month) for month in known}
            early = sorted((size[month, ahead], RULES.fade ** ages[month]) for month in known)
            target, reached, width = RULES.covered * (sum(weight for _, weight in early) + 1), 0.0, None
            for each, weight in early:
                reached += weight
                width = each if width is None and reached >= target - 1e-9 else width
            width = early[-1][0] if width is None else width
            tried += width > 1e-9
            inside += width > 1e-9 and size[months[place], ahead] <= width + 1e-9
        row = total_coverage(rows, months, 3, RULES).filter(node="total", ahead=ahead).row(0, named=True)
        assert (row["trials"], row["covered"]) == (tried, inside) and tried > 0
