"""Scenarios as a wide frame: the same as long changes, checked a column at a time."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings, strategies

import made_up
from analysis import rulebooks, scenarios, scorecards
from analysis.problems import InputError
from analysis.scenarios import BASELINE, Change, Scenario, grids

BOOK = rulebooks.load("hard-2019")
FACTS = made_up.cities(BOOK, 1, seed=5)
PLAN = Scenario(
    "plan", (Change("xinyi_domains", "add", 2), Change("18.1.each", "scale", 2), Change("17.reading", "set", "linear"))
)
SOME = settings(max_examples=8, deadline=None, derandomize=True, database=None)


def refused(**columns):
    with pytest.raises(InputError) as error:
        scenarios.build_cases(FACTS, BOOK, pl.DataFrame({"scenario": ["a", "b"], **columns}, strict=False))
    return [problem.en for problem in error.value.problems]


def test_a_wide_frame_is_the_same_as_scenarios_one_by_one():
    grid = pl.DataFrame(
        {
            "scenario": ["a", "b", "c"],
            "xinyi_domains": [3.0, None, 5.0],
            "17.reading": [None, "linear", None],
            "18.1.each": [None, 0.5, None],
        }
    )
    one_by_one = [
        Scenario("a", (Change("xinyi_domains", "set", 3),)),
        Scenario("b", (Change("17.reading", "set", "linear"), Change("18.1.each", "set", 0.5))),
        Scenario("c", (Change("xinyi_domains", "set", 5),)),
    ]
    assert scorecards.score(FACTS, BOOK, grid).equals(scorecards.score(FACTS, BOOK, one_by_one))


def test_over_several_city_months_it_is_the_same_as_its_changes():
    cities = made_up.cities(BOOK, 3, seed=5)
    grid = pl.DataFrame({"scenario": ["a", "b"], "joint_domains": [3.0, None], "17.reading": ["linear", None]})
    plans = [Scenario("a", (Change("joint_domains", "set", 3), Change("17.reading", "set", "linear"))), Scenario("b")]
    wide, listed = (scorecards.total(cities, BOOK, plan) for plan in (grid, plans))
    assert wide.equals(listed)


def test_a_scenario_that_changes_nothing_is_kept():
    totals = scorecards.total(FACTS, BOOK, pl.DataFrame({"scenario": ["a", "b"]}))
    assert totals.drop("scenario").row(0) == scorecards.total(FACTS, BOOK).drop("scenario").row(0)


def test_pandas_is_taken_too():
    grid = pl.DataFrame({"scenario": ["a", "b"], "joint_domains": [3.0, None]})
    assert scorecards.total(FACTS, BOOK, grid.to_pandas()).equals(scorecards.total(FACTS, BOOK, grid))


def test_unknown_targets_and_readings_are_told_with_the_near_name():
    assert "Did you mean 'residents_scored'" in refused(residents_scord=[1.0, 2.0])[0]
    assert "Did you mean 'linear'" in refused(**{"17.reading": ["liner", None]})[0]


def test_what_is_no_finite_number_is_refused():
    faults = ["Not all are finite numbers; leave empty what is not changed."]
    assert refused(joint_domains=[1.0, float("nan")]) == refused(joint_domains=["x", None]) == faults


def test_names_must_differ():
    with pytest.raises(InputError, match="name of its own"):
        scenarios.build_cases(FACTS, BOOK, pl.DataFrame({"scenario": ["a", "a"], "joint_domains": [1.0, 2.0]}))


def test_impossible_figures_are_refused():
    over = FACTS["registered_population"][0] + 10
    assert "larger than the whole" in refused(residents_scored=[over, None])[0]
    assert "cannot be negative" in refused(**{"18.3.rate": [-1.0, None]})[0]


def test_what_is_a_grid_is_told_by_its_columns():
    assert grids.is_grid(pl.DataFrame({"scenario": ["a"]})) and grids.is_grid(pl.LazyFrame({"scenario": ["a"]}))
    assert not grids.is_grid(pl.DataFrame({"scenario": ["a"], "target": ["x"]})) and not grids.is_grid([Scenario("a")])


def varied(facts, base, grid, month=made_up.MONTH):
    city = facts["city"][0]
    return scorecards.total_cases(
        scenarios.vary(scenarios.build_cases(facts, BOOK, base), grid, BOOK, city, month), BOOK
    )


def stacked(facts, base, *plans, month=made_up.MONTH):
    named = [scenarios.stack_scenarios([base, plan], plan.name) for plan in plans]
    return scorecards.total(facts, BOOK, named).filter(pl.col("month") == month)


@pytest.mark.parametrize("base", [BASELINE, PLAN], ids=lambda scenario: scenario.name)
@SOME
@given(seed=strategies.integers(0, 2**32 - 1))
def test_it_is_the_scenario_stacked_with_each(base, seed):
    facts = made_up.cities(BOOK, 1, seed, missing=0.1)
    grid = pl.DataFrame(
        {
            "scenario": ["a", "b"],
            "xinyi_domains": [9.0, None],
            "18.1.each": [None, 0.1],
            "20.1.reading": ["per-kind", None],
        }
    )
    plans = [
        Scenario("a", (Change("xinyi_domains", "set", 9), Change("20.1.reading", "set", "per-kind"))),
        Scenario("b", (Change("18.1.each", "set", 0.1),)),
    ]
    assert varied(facts, base, grid).equals(stacked(facts, base, *plans))


@pytest.mark.parametrize("length", [1, 5, 12])
@pytest.mark.parametrize("supplied", [None, 120.0])
def test_histories_of_a_varied_figure_are_drawn_again(length, supplied):
    """The worst of twelve months; where a month is missing, what was supplied stands in, else it is unknown."""
    rows = [{"monitoring_rank": 40.0 + place, "league": 3.0, "worst_rank": supplied} for place in range(length)]
    facts = made_up.months(f"2021-{4 - length:02d}" if length < 4 else f"2020-{16 - length:02d}", *rows)
    worst = Scenario("worst", (Change("10.3.reading", "set", "worst-month"),))
    grid = pl.DataFrame({"scenario": ["a", "b", "c"], "monitoring_rank": [1.0, 100.0, 101.0]})
    plans = [
        Scenario(name, (Change("monitoring_rank", "set", rank, month="2021-03"),)) for name, rank in grid.iter_rows()
    ]
    verdicts = _judged(
        facts, scenarios.vary(scenarios.build_cases(facts, BOOK, worst), grid, BOOK, "320281", "2021-03")
    )
    named = [scenarios.stack_scenarios([worst, plan], plan.name) for plan in plans]
    assert verdicts == _judged(facts, scenarios.build_cases(facts, BOOK, named))


def _judged(facts, cases):
    points = scorecards.score_cases(cases, BOOK).filter(pl.col("clause") == "10.3", pl.col("month") == "2021-03")
    return points["met"].to_list()


def test_a_reading_chosen_by_the_rows_brings_its_history():
    rows = [{"monitoring_rank": 40.0, "league": 3.0}] * 12
    facts = made_up.months("2020-04", *rows)
    grid = pl.DataFrame(
        {"scenario": ["a", "b"], "10.3.reading": ["worst-month", None], "monitoring_rank": [None, 200.0]}
    )
    assert _judged(
        facts, scenarios.vary(scenarios.build_cases(facts, BOOK, BASELINE), grid, BOOK, "320281", "2021-03")
    ) == [
        True,
        False,
    ]


def test_what_stands_is_what_the_scenario_makes_of_it():
    facts = made_up.row(xinyi_domains=3.0, joint_domains=4.0)
    values, readings = grids.values_and_readings(scenarios.build_cases(facts, BOOK, PLAN), "320281", made_up.MONTH)
    assert (values["xinyi_domains"], values["joint_domains"], values["18.1.each"]) == (5, 4, 0.6)
    assert readings == {"17.reading": "linear"}


def test_a_place_without_figures_is_refused():
    with pytest.raises(InputError, match="no facts of this city and month"):
        grids.values_and_readings(
            scenarios.build_cases(made_up.row(joint_domains=1.0), BOOK, BASELINE), "320281", "2020-01"
        )


def test_a_history_that_the_scenario_sets_stays_as_it_says():
    facts = made_up.row(monitoring_rank=40.0, league=3.0)
    plan = Scenario("set", (Change("10.3.reading", "set", "worst-month"), Change("worst_rank", "set", 300.0)))
    grid = pl.DataFrame({"scenario": ["a"], "monitoring_rank": [1.0]})
    assert _judged(
        facts, scenarios.vary(scenarios.build_cases(facts, BOOK, plan), grid, BOOK, "320281", made_up.MONTH)
    ) == [False]
