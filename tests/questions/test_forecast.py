"""A city's months ahead: figures, totals, groups and tests; the truth is a second scoring of the figures themselves."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from analysis import calendars, rulebooks, scorecards
from analysis.problems import InputError
from analysis.questions.forecast import coverage, forecast
from analysis.simulations import Nation, cities_in_month, figure_settings, simulated_figures

MONTH, CITY, BOOKS = "2021-03", "320281", ["hard-2019", "monitoring-2021"]
SCENARIOS = ["baseline", "assumed-benchmarks"]


@pytest.fixture(scope="module")
def history():
    there = cities_in_month(MONTH).filter(pl.col("code") == CITY)
    settings = figure_settings()
    calm = {**settings, "general": {**settings["general"], "missing": 0.0}}
    return simulated_figures(Nation(there, calendars.months_back(MONTH, 36), 1, calm))


@pytest.fixture(scope="module")
def found(history):
    return forecast(history, BOOKS, "江阴", MONTH, 6, SCENARIOS)


def rows_ahead(found, end="middle"):
    return found.figures.select(pl.lit(CITY).alias("city"), "month", "fact", pl.col(end).alias("value"))


def test_the_middle_is_what_the_clauses_make_of_the_middle_figures(found, history):
    past = history.filter(pl.col("month") >= "2020-04").select("city", "month", "fact", "value")
    every = pl.concat([past, rows_ahead(found)])
    for book, scenario in zip(BOOKS, SCENARIOS, strict=True):
        truth = scorecards.total(every, book, scenario).filter(pl.col("month") > MONTH).sort("month")
        said = found.totals.filter(rulebook=book, node="total", plan=False).sort("ahead")
        assert said["middle_low"].to_list() == pytest.approx(truth["low"].to_list())
        assert said["middle_high"].to_list() == pytest.approx(truth["high"].to_list())
        met = scorecards.score(every, book, scenario, columns=("met",)).filter(pl.col("month") > MONTH)
        tests = found.tests.filter(rulebook=book, plan=False).join(met, on=["clause", "month"], suffix="_true")
        assert tests.height == found.tests.filter(rulebook=book).height
        assert tests["middle"].equals(tests["met"], null_equal=True)


def test_what_stands_now_is_the_months_own_card(found, history):
    here = scorecards.total(history, "hard-2019").filter(pl.col("month") == MONTH)["low"].item()
    assert found.totals.filter(rulebook="hard-2019", node="total")["now_low"].unique().item() == pytest.approx(here)


def test_every_group_and_test_of_every_month_has_its_row(found):
    groups = [group.id for group in rulebooks.load("hard-2019").groups.values() if not group.parent]
    own = found.totals.filter(rulebook="hard-2019", plan=False)
    assert set(own["node"]) == {"total", *groups} and set(own["ahead"]) == set(range(1, 7))
    assert (own["low"] <= own["high"]).all()
    assert found.tests["fails"].is_between(0, 1).all() and set(found.tests.filter(place=True)["clause"]) == {"10.3"}


def test_a_deduction_ends_when_its_months_are_over(history):
    """Fraud found this month costs points in three months, this one and the next two: known, no chance about it."""
    fraud = (pl.col("fact") == "fraud_findings") & (pl.col("month") == MONTH)
    moved = history.with_columns(pl.when(fraud).then(1.0).when(pl.col("fact") == "fraud_findings").then(0.0)
                                 .otherwise(pl.col("value")).alias("value"))  # fmt: skip
    calm = forecast(history.with_columns(pl.when(pl.col("fact") == "fraud_findings").then(0.0)
                                         .otherwise(pl.col("value")).alias("value")),
                    ["monitoring-2021"], CITY, MONTH, 4, SCENARIOS)  # fmt: skip
    found = forecast(moved, ["monitoring-2021"], CITY, MONTH, 4, SCENARIOS)
    totals = [each.totals.filter(node="total").sort("ahead")["middle_low"].to_numpy() for each in (calm, found)]
    assert (totals[0] - totals[1] > 1).tolist()[:2] == [True, True] and np.abs(totals[0] - totals[1])[2:].max() < 1e-6


def test_drivers_turn_the_test_that_they_are_named_for(found):
    named = {(row["clause"], row["fact"]) for row in found.drivers.iter_rows(named=True)}
    book = rulebooks.load("hard-2019")
    assert named and all(fact in book.clauses[clause].facts() for clause, fact in named)
    swaying = found.tests.filter(pl.col("ahead") == 1, pl.col("fails") > 0, pl.col("fails") + pl.col("unknown") < 1)
    assert {clause for clause, _ in named} <= set(swaying["clause"])


def test_with_the_plan_stands_beside_nothing_done(history):
    """All penalties and permits reported: with the plan the veto is met in every path, without it as before."""
    now = dict(history.filter(month=MONTH).select("fact", "value").iter_rows())
    steps = {"permits_reported": now["permits"] * 1.5, "penalties_reported": now["penalties"] * 1.5}
    found = forecast(history, ["hard-2019"], CITY, MONTH, 2, steps=steps)
    chance = {plan: found.tests.filter(clause="5", plan=plan, ahead=1)["fails"].item() for plan in (False, True)}
    assert chance[True] == 0 and chance[False] > 0.5 and found.steps == steps
    low = {plan: found.totals.filter(node="total", plan=plan, ahead=1)["middle_low"].item() for plan in (False, True)}
    assert low[True] >= low[False]


def test_under_a_year_it_says_so(history):
    months = list(calendars.months_back(MONTH, 11))
    short = forecast(history.filter(pl.col("month").is_in(months)), BOOKS, CITY, MONTH)
    assert short.too_short and not short.able and short.totals.is_empty() and short.tests.is_empty()
    assert short.least == 12 and short.figures["middle"].null_count() == short.figures.height


def test_what_cannot_be_forecast_leaves_its_clause_open(history):
    gone = history.filter((pl.col("fact") != "codes_legacy") | (pl.col("month") < MONTH))
    found = forecast(gone, ["hard-2019"], CITY, MONTH, 1)
    row = found.tests.filter(clause="1").row(0, named=True)
    assert row["middle"] is None and row["unknown"] == 1.0
    assert found.figures.filter(fact="codes_legacy")["state"].unique().to_list() == ["now_missing"]


def test_coverage_counts_all_figures(found):
    rows = coverage(found)
    assert rows["ahead"].to_list() == [1, 2, 3, 4, 5, 6] and rows["trials"].min() > 100
    assert np.allclose(rows["share"], rows["covered"] / rows["trials"])


@pytest.mark.parametrize(("city", "ahead", "month", "said"), [
    (CITY, 7, MONTH, "1 至 6"), (CITY, 0, MONTH, "1 至 6"), ("江阳", 1, MONTH, "江阴"), (CITY, 1, "2031-01", "2031-01"),
])  # fmt: skip
def test_what_cannot_be_asked_is_refused(history, city, ahead, month, said):
    with pytest.raises(InputError, match=said):
        forecast(history, ["hard-2019"], city, month, ahead)
