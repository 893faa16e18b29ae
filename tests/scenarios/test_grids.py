"""Scenarios as a wide frame: the same as long changes, checked a column at a time."""

from __future__ import annotations

import polars as pl
import pytest

import made_up
from analysis import rulebooks, scenarios, scorecards
from analysis.problems import InputError
from analysis.scenarios import Change, Scenario, grids

BOOK = rulebooks.load("hard-2019")
FACTS = made_up.cities(BOOK, 1, seed=5)


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
    told = [Scenario("a", (Change("joint_domains", "set", 3), Change("17.reading", "set", "linear"))), Scenario("b")]
    wide, listed = (scorecards.total(cities, BOOK, made) for made in (grid, told))
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
    told = ["Not all are finite numbers; leave empty what is not changed."]
    assert refused(joint_domains=[1.0, float("nan")]) == refused(joint_domains=["x", None]) == told


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
