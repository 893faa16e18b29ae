"""A lever's range cut where something turns: held against every single unit."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given

from analysis.questions import breakpoints, lever_lattice
from analysis.questions.starting_points import starting_point

from .conftest import BOTH, CITY, MONTH, SEEDS, SOME, each_unit, loaded, made_up_standing, sample, some_lever


def found(target, low=None, high=None):
    here = starting_point(sample(), loaded("hard-2019"), CITY, MONTH)
    return breakpoints.lever_cells(here, lever_lattice.lever_of(here, target, low, high))


def test_item_17_turns_at_whole_steps_of_the_population():
    """Registered residents 1,269,600: above half at 634,801, then every tenth; the target at 70 %."""
    reasons = [(kink.place, kink.reason) for kink in found("residents_scored").kinks]
    assert reasons == [
        (634801, "entry"), (761760, "step"), (888720, "step"), (888720, "target"), (1015680, "step"),
        (1142640, "step"), (1269600, "step"), (1269600, "cap"),
    ]  # fmt: skip


def test_lending_turns_once_at_its_cap_to_the_fen():
    (kink,) = found("xinyidai_loans").kinks
    assert (kink.place, kink.clause, kink.reason) == (2_000_000_000_000, "18.3", "cap")


def test_a_figure_that_no_clause_judges_turns_nowhere():
    here = starting_point(sample(), loaded("hard-2019"), CITY, MONTH)
    assert breakpoints.lever_cells(here, lever_lattice.lever_of(here, "gov_breaches"), ()).kinks == ()


@pytest.mark.parametrize("book", BOTH)
@SOME
@given(seed=SEEDS)
def test_within_a_cell_each_clause_runs_one_way_and_no_target_turns(book, seed):
    here = made_up_standing(book, seed)
    lever = some_lever(here, seed)
    edges = breakpoints.lever_cells(here, lever).edges
    places, scored = each_unit(here, lever)
    for low, high in pairwise(edges):
        inside = scored.filter((places >= low) & (places <= high))
        for clause in here.judging(lever.target):
            points = inside[f"points {clause.id}"].drop_nulls().to_numpy()
            steps = np.diff(points)
            assert (steps >= -1e-12).all() or (steps <= 1e-12).all(), (lever.target, clause.id, low, high)
            if high - low > 1:
                assert inside[f"met {clause.id}"][:-1].n_unique() <= 1 or inside[f"met {clause.id}"][1:].n_unique() <= 1


@pytest.mark.parametrize("book", BOTH)
@SOME
@given(seed=SEEDS)
def test_every_turn_of_a_target_is_a_kink_at_its_first_unit(book, seed):
    here = made_up_standing(book, seed)
    lever = some_lever(here, seed)
    kinks = breakpoints.lever_cells(here, lever).kinks
    places, scored = each_unit(here, lever)
    for clause in here.judging(lever.target):
        met = scored[f"met {clause.id}"]
        turned = {int(places[at]) for at in range(1, len(places)) if met[at] != met[at - 1]}
        assert turned == {kink.place for kink in kinks if kink.clause == clause.id and kink.reason == "target"} - {
            lever.first
        }
