"""What is certain to leave a window is exact: where nothing new arrives, so is the forecast."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from analysis import calendars, facts
from analysis.questions.forecasting import forecast_figures, forecast_rules
from analysis.questions.forecasting.figure_series import figure_series
from analysis.questions.forecasting.roll_offs import leaving, windowed_forecasts

MONTH, CITY = "2021-03", "320281"
RULES, DICTIONARY = forecast_rules(), facts.dictionary()


def windowed(monthly, fact="serious_exits_12m"):
    """FACTS of a twelve-month figure, and what will leave it, from what each month has of its own."""
    sums = [sum(monthly[place - 11 : place + 1]) for place in range(11, len(monthly))]
    span = calendars.months_back(MONTH, len(sums))
    rows = [{"city": CITY, "month": name, "fact": fact, "value": float(total)}
            for name, total in zip(span, sums, strict=True)]  # fmt: skip
    ahead = calendars.months_after(MONTH, 12)
    gone = [{"fact": fact, "month": name, "leaves": float(count)}
            for name, count in zip(ahead, monthly[-12:], strict=True)]  # fmt: skip
    return pl.DataFrame(rows), pl.DataFrame(gone)


def months_of(monthly, leaves):
    found = forecast_figures(monthly, MONTH, 6, RULES, DICTIONARY, leaves)
    return found.figures.filter(fact="serious_exits_12m").sort("ahead")


def test_what_leaves_is_taken_off_in_its_month():
    """Twenty left the list in 2020-08 alone: they stay in the window through 2021-07 and are gone in 2021-08.

    What the months bring anew is at most half of what the same month brought a year ago, and a little each month.
    """
    monthly = [0] * 40
    monthly[-8] = 20
    facts_given, leaves = windowed(monthly)
    found = months_of(facts_given, leaves)
    assert found["method"].to_list() == ["roll_off"] * 6
    middle = found["middle"].to_list()
    assert middle[0] == 20.0 and 20.0 <= middle[3] <= 24.0
    assert middle[4] <= middle[3] - 20 + 20 / 2 + 1
    blind = months_of(facts_given, None)["middle"].to_list()
    assert blind[4] >= blind[3] - 1


def test_even_arrivals_keep_a_window_as_it_is_for_certain():
    facts_given, leaves = windowed([3] * 40)
    found = months_of(facts_given, leaves)
    assert found["middle"].to_list() == found["low"].to_list() == found["high"].to_list() == [36.0] * 6


def test_with_arrivals_only_they_are_uncertain():
    random = np.random.default_rng(4)
    monthly = [int(count) for count in random.poisson(30, 60)]
    facts_given, leaves = windowed(monthly)
    exact, blind = months_of(facts_given, leaves), months_of(facts_given, None)
    assert (exact["high"] - exact["low"]).sum() < (blind["high"] - blind["low"]).sum()


def test_arrivals_follow_backwards_from_what_leaves():
    monthly = list(range(1, 41))
    frame, leaves = windowed(monthly)
    series = figure_series(frame, MONTH, RULES, DICTIONARY)
    values, (rows, path) = series.values, windowed_forecasts(leaves, series, RULES)
    assert rows == [0]
    # from the month before the last, one step: less what left (28), with what a year ago or lately arrived
    assert values[0, -2] - 28 <= path[0, -2, 0] <= values[0, -2] - 28 + 40


@pytest.mark.parametrize("change", [1.0, -3.0])
def test_where_the_sums_differ_nothing_is_taken_for_certain(change):
    frame, leaves = windowed([3] * 40)
    series = figure_series(frame, MONTH, RULES, DICTIONARY)
    assert leaving(leaves, series, RULES)[0] == [0]
    off = leaves.with_columns(pl.when(pl.int_range(pl.len()) == 0).then(pl.col("leaves") + change)
                              .otherwise(pl.col("leaves")).alias("leaves"))  # fmt: skip
    assert leaving(off, series, RULES)[0] == [] and leaving(None, series, RULES)[0] == []
