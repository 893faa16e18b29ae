"""Plans of units that are compared with each other, where figures of some are missing: scored, and counted out."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import small_plans
from analysis import rulebooks, scenarios, scorecards
from analysis.cli.options import read_facts
from analysis.paths import root
from analysis.questions import plan, readings
from analysis.questions.planning import PlanDemand
from questions.test_relative_change import FORMULAS, drawn_field, small_book

MONTH, NAME, SEEDS = "2021-03", "assessment-example", 60
BEHIND = {"town_meetings": 0.0, "town_scenes": 1.0, "town_reports_applied": 40.0, "town_events": 1.0}
"""Figures of a town that has little done."""


@cache
def towns():
    """The example's towns, of some of which a figure is missing."""
    return scenarios.every_fact_frame(read_facts([Path(root() / "data" / "examples" / f"{NAME}.csv")], book()), book())


@cache
def book():
    return rulebooks.load(NAME)


def asked(town, frame=None, upper=False, every_reading=False, **goal):
    figures = towns() if frame is None else frame
    return plan.best(figures, book(), town, MONTH, PlanDemand(**goal), upper=upper, every_reading=every_reading)


def changed(town, figures):
    own = pl.col("city") == town
    return towns().with_columns(
        pl.when(own).then(pl.lit(to, dtype=pl.Float64)).otherwise(pl.col(name)).alias(name)
        for name, to in figures.items()
    )


def scored(frame, found, part="low"):
    """The plan's total by the rulebook alone: its figures put into the facts."""
    own = pl.col("city") == found.city
    moved = frame.with_columns(
        pl.when(own).then(pl.lit(to)).otherwise(pl.col(name)).alias(name)
        for name, to in found.steps.select("fact", "to").iter_rows()
    )
    return scorecards.total(moved, book()).filter(pl.col("city") == found.city)[part][0]


@pytest.mark.parametrize("wanted", [80.0, 86.09, 95.0])
@pytest.mark.parametrize("town", ["320281001", "320281004", "320281107", "320281109"])
def test_a_towns_plan_is_the_rulebooks_own(town, wanted):
    behind = changed(town, BEHIND)
    for frame in (towns(), behind):
        found = asked(town, frame, reach=wanted)
        if found.possible:
            assert found.exact and found.after["low"] >= wanted - 1e-9
            assert scored(frame, found) == pytest.approx(found.after["low"], abs=1e-9)
        else:
            assert found.most is not None and found.most < wanted and found.hindrances


@pytest.mark.parametrize("every_reading", [False, True])
def test_by_what_missing_figures_may_give_at_best(every_reading):
    frame = changed("320281107", BEHIND | {"town_records": None})
    found = asked("320281107", frame, upper=True, every_reading=every_reading, reach=90.0)
    assert found.exact and found.judged >= 90.0 - 1e-9
    if every_reading:
        whole = readings.every(frame, book(), "320281107", MONTH, found.scenario())
        assert found.worst == pytest.approx(whole.totals["high"].min(), abs=1e-8) and found.worst > whole.low
    else:
        assert scored(frame, found, "high") == pytest.approx(found.judged, abs=1e-9)


@pytest.fixture(scope="module")
def small_cases(tmp_path_factory):
    """Small fields of units, each with a rulebook of some formulas that compare, and a goal."""
    return [_small_case(tmp_path_factory.mktemp(str(seed)), seed) for seed in range(SEEDS)]


def _small_case(folder, seed):
    drawn = random.Random(seed)
    compared = small_book(folder, drawn.sample(FORMULAS, 3))
    figures = drawn_field(drawn, MONTH).with_columns(pl.col("loans") * small_plans.MONEY)
    return small_plans.case_of(compared, figures, np.random.default_rng(seed))


def test_small_fields_counted_out(small_cases):
    proven = 0
    for seed, case in enumerate(small_cases):
        found = case.found()
        if found.outside:
            assert found.agrees is not False, seed
            continue
        assert found.possible is bool(case.reached().any()), seed
        if found.possible:
            assert found.exact and case.value(found) == pytest.approx(case.best(), abs=1e-9), seed
            proven += bool(found.steps.height)
    assert proven >= SEEDS // 5, "too few that move anything prove nothing"
