"""Forecasts of many figures at once, held against what came: on made-up histories with trend, season and breaks."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from analysis import calendars, facts
from analysis.questions.forecasting import forecast_figures, forecast_rules
from analysis.simulations import Nation, cities_in_month, figure_settings, simulated_figures

MONTH, LAST, CITIES = "2020-09", "2021-03", 60
DICTIONARY = {name: fact for name, fact in facts.dictionary().items() if not fact.derived}
LARGE = 50
"""From here a figure moves evenly enough for a chance to be hit: smaller counts and flags are covered more often."""


@pytest.fixture(scope="module")
def drawn():
    there = cities_in_month(LAST)
    every = simulated_figures(Nation(there, calendars.months_back(LAST, 42), 1, figure_settings()))
    return every.filter(pl.col("city").is_in(there["code"].gather_every(11).head(CITIES).implode()))


@pytest.fixture(scope="module")
def found(drawn):
    return forecast_figures(drawn, MONTH, 6, forecast_rules(), DICTIONARY)


def beside_actual(found, drawn):
    actual = drawn.select("city", "month", "fact", pl.col("value").alias("actual")).drop_nulls()
    rows = found.figures.filter(state="forecast").join(actual, on=["city", "month", "fact"])
    return rows.with_columns(pl.col("actual").is_between("low", "high").alias("in"))


def test_ninety_of_a_hundred_figures_that_move_lie_in_their_intervals(found, drawn):
    """Six months ahead, none of them seen: over all, large and small, and in each month but by a little more."""
    rows = beside_actual(found, drawn).filter(pl.col("low") < pl.col("high"))
    assert rows.filter(pl.col("now") >= LARGE).height > 15_000
    assert 0.87 <= rows.filter(pl.col("now") >= LARGE)["in"].mean() <= 0.93
    assert 0.87 <= rows["in"].mean() <= 0.935
    each = rows.filter(pl.col("now") >= LARGE).group_by("ahead").agg(pl.col("in").mean())["in"]
    assert each.min() >= 0.86 and each.max() <= 0.95


def test_the_back_test_says_beforehand_what_came_true(found, drawn):
    """Of figures that moved, and apart from them of those that had stood still, which hold by themselves."""
    rows, said = beside_actual(found, drawn), found.backtest.select(pl.all().exclude("city", "fact", "method").sum())
    trials, covered, still, still_covered = said.select("trials", "covered", "still", "still_covered").row(0)
    assert 0.87 <= covered / trials <= 0.93
    assert covered / trials == pytest.approx(rows.filter(pl.col("low") < pl.col("high"))["in"].mean(), abs=0.03)
    assert still > 10_000 and still_covered / still > 0.95
    assert still_covered / still == pytest.approx(rows.filter(pl.col("low") == pl.col("high"))["in"].mean(), abs=0.03)


def test_it_is_better_than_no_change_and_wider_the_further_ahead(found, drawn):
    rows = beside_actual(found, drawn).filter(pl.col("fact") == "market_entities", pl.col("ahead") == 6)
    assert (rows["middle"] - rows["actual"]).abs().mean() < (rows["now"] - rows["actual"]).abs().mean()
    widths = found.figures.filter(fact="permits", state="forecast").group_by("ahead").agg(
        ((pl.col("high") - pl.col("low")) / pl.col("now")).mean().alias("width")
    ).sort("ahead")["width"]  # fmt: skip
    assert widths.is_sorted() and widths[5] > 1.5 * widths[0]


def test_nothing_forecast_can_not_be(found):
    wide = found.figures.filter(state="forecast")
    for end in ("low", "middle", "high"):
        frame = wide.select("city", "month", "fact", pl.col(end).alias("value"))
        assert facts.check(frame).found == []
    assert (wide["low"] <= wide["middle"]).all() and (wide["middle"] <= wide["high"]).all()
    number = found.paths.shape[2] // 3
    rows = found.keys.select("city", "fact").with_columns(
        pl.Series("value", found.paths[:, 2, number]), month=pl.lit("2020-12")
    )
    assert facts.check(rows).found == []


def test_a_city_alone_is_forecast_as_among_others(found, drawn):
    city = drawn["city"][0]
    alone = forecast_figures(drawn.filter(city=city), MONTH, 6, forecast_rules(), DICTIONARY)
    assert alone.figures.equals(found.figures.filter(city=city))


def test_paths_go_both_ways_and_all_figures_take_the_same_month(found):
    half = found.paths.shape[2] // 2
    row = found.keys.with_row_index().filter(fact="xinyidai_loans")["index"][0]
    up, down, middle = found.paths[row, 0, :half], found.paths[row, 0, half:], found.middle[row, 0]
    assert np.log1p(up) + np.log1p(down) == pytest.approx(np.full(half, 2 * np.log1p(middle)), rel=1e-6)


def test_a_yes_or_no_is_not_turned_round(found):
    """What was begun once (no to yes) may be begun again, not ended: half of the paths repeat the other half."""
    flags = [row for row, name in enumerate(found.keys["fact"]) if DICTIONARY[name].unit == "flag"]
    half = found.paths.shape[2] // 2
    assert (found.paths[flags][:, :, :half] == found.paths[flags][:, :, half:]).all()


def test_what_seldom_happens_is_not_expected_again_a_year_on(drawn):
    """One finding a year before the month to come: nobody expects another for that."""
    rare = drawn.filter(city=drawn["city"][0], fact="fraud_findings").with_columns(
        (pl.col("month") == "2019-10").cast(pl.Float64).alias("value")
    )
    rows = forecast_figures(rare, MONTH, 1, forecast_rules(), DICTIONARY).figures
    assert rows.select("month", "middle", "method").row(0) == ("2020-10", 0.0, "smoothing")


def test_under_a_year_nothing_is_forecast(drawn):
    months = calendars.months_back(MONTH, 11)
    short = forecast_figures(drawn.filter(pl.col("month").is_in(list(months))), MONTH, 3, forecast_rules(), DICTIONARY)
    assert set(short.figures["state"]) == {"short"} and short.figures["middle"].null_count() == short.figures.height
    assert short.paths.shape[0] == 0 and short.backtest.is_empty()


def test_a_missing_month_now_is_said_and_not_guessed(drawn):
    city = drawn["city"][0]
    own = drawn.filter(city=city).with_columns(
        pl.when((pl.col("fact") == "permits") & (pl.col("month") == MONTH)).then(None)
        .otherwise(pl.col("value")).alias("value")
    )  # fmt: skip
    row = (
        forecast_figures(own, MONTH, 1, forecast_rules(), DICTIONARY).figures.filter(fact="permits").row(0, named=True)
    )
    assert (row["state"], row["middle"], row["low"], row["now"]) == ("now_missing", None, None, None)
