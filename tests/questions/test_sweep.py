"""Sweeps: every point is what scoring gives, every turn is marked with its reason."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given

import made_up
from analysis import scorecards
from analysis.problems import InputError
from analysis.questions import sweep
from analysis.scenarios import Change, Scenario

from .conftest import CITY, MONTH, SEEDS, SOME, asked, loaded, sample


def test_the_turns_of_item_17_with_both_sides_of_each_jump():
    kinks = asked(sweep.along, "residents_scored").kinks.filter(pl.col("reason") != "target")
    assert kinks.select("value", "reason", "before", "at").rows() == [
        (634_801, "entry", 0, 1.5), (761_760, "step", 1.5, 2), (888_720, "step", 2, 2.5), (1_015_680, "step", 2.5, 3),
        (1_142_640, "step", 3, 3.5), (1_269_600, "step", 3.5, 4), (1_269_600, "cap", 3.5, 4),
    ]  # fmt: skip


def test_a_target_below_the_cap_turns_before_it():
    """14.1: 2 records each at 173,000, full marks at 4."""
    kinks = asked(sweep.along, "notices_published").kinks
    assert kinks.select("value", "reason", "at").rows() == [(173_000, "target", 1), (346_000, "cap", 2)]


def test_a_floor_is_marked():
    facts = made_up.long(made_up.row(agencies=47.0, agencies_connected=46.0))
    assert (39, "floor") in asked(sweep.along, "agencies_connected", facts=facts).kinks.select("value", "reason").rows()


def test_every_point_is_what_scoring_gives():
    curve = asked(sweep.along, "residents_scored", points=10).curve
    moved = [
        Scenario(str(at), (Change("residents_scored", "set", value, month=MONTH),))
        for at, value in enumerate(curve["value"])
    ]
    totals = scorecards.total(sample(), loaded("hard-2019"), moved).filter(pl.col("month") == MONTH)
    assert curve.select("passes", "points", "low", "high").equals(totals.select("passes", "points", "low", "high"))


def test_the_present_figure_and_both_sides_of_turns_are_points():
    values = set(asked(sweep.along, "residents_scored", points=10).curve["value"])
    assert {787_300, 888_719, 888_720, 634_800, 634_801} <= values


def test_the_range_can_be_given():
    swept = asked(sweep.along, "xinyidai_loans", low=1e9, high=3e9)
    assert (swept.curve["value"].min(), swept.curve["value"].max(), swept.kinks.height) == (1e9, 3e9, 0)


def test_a_rule_value_can_be_swept():
    swept = asked(sweep.along, "18.1.each")
    assert swept.clauses == ("18.1",) and swept.kinks["reason"].to_list() == ["cap"]
    assert swept.kinks["value"][0] == pytest.approx(6 / 11, abs=1e-6)


@SOME
@given(seed=SEEDS)
def test_two_figures_give_what_scoring_gives_and_no_part_above_its_whole(seed):
    facts = made_up.cities(loaded("hard-2019"), 1, seed).with_columns(city=pl.lit(CITY))
    cells = asked(sweep.across, ("residents_scored", "registered_population"), facts=facts, side=5).cells
    assert (cells["first"] <= cells["second"]).all()
    named = cells.with_row_index("scenario").select(
        pl.col("scenario").cast(pl.String), residents_scored="first", registered_population="second"
    )
    assert scorecards.total(facts, loaded("hard-2019"), named)["low"].to_list() == cells["low"].to_list()


def test_what_turns_too_often_asks_for_a_narrower_range(monkeypatch):
    monkeypatch.setattr("analysis.questions.breakpoints.MOST", 40)
    with pytest.raises(InputError, match="narrow"):
        asked(sweep.along, "residents_scored")


def test_a_sweep_begins_at_the_parts_that_are_known():
    figures = {"codes_total": 214_350.0, "codes_faulty": 23.0, "codes_faulty_corrected": 12.0}
    curve = asked(sweep.along, "codes_faulty", facts=made_up.long(made_up.row(**figures))).curve
    assert curve["value"].min() == 12
