"""What a clause's formulas come to where it does not apply: by row, worked out plainly."""

from __future__ import annotations

import pytest

from analysis.formulas import evaluate, parse_formula
from analysis.rulebooks.applicability import applied_formula

POINTS = parse_formula("min(most, each * done)")
APPLIES = parse_formula("has_park")
NAMES = {"most": 4.0, "each": 1.0, "done": 3.0}


@pytest.mark.parametrize(("has", "wanted"), [(1.0, 3.0), (0.0, 0.0), (None, None)])
def test_points_are_nothing_before_they_are_shared_out(has, wanted):
    tree = applied_formula(POINTS, "points", APPLIES, "share", None)
    assert evaluate(tree, {**NAMES, "has_park": has}) == wanted


def test_a_figure_missing_where_it_does_not_apply_is_not_asked_for():
    tree = applied_formula(POINTS, "points", APPLIES, "share", None)
    assert evaluate(tree, {**NAMES, "done": None, "has_park": 0.0}) == 0.0


def test_no_target_is_met_or_missed_where_it_does_not_apply():
    tree = applied_formula(parse_formula("done >= most"), "met", APPLIES, "share", None)
    assert evaluate(tree, {**NAMES, "has_park": 0.0}) is None
    assert evaluate(tree, {**NAMES, "has_park": 1.0}) is False


def test_a_mean_is_one_word_that_looks_at_the_units_it_applies_to():
    tree = applied_formula(POINTS, "points", APPLIES, "mean", parse_formula("most"))
    (word,) = tree.field_nodes
    assert word.op == "mean" and evaluate(word.args[0], {**NAMES, "has_park": 0.0}) is None
    assert evaluate(word.args[0], {**NAMES, "done": 9.0, "has_park": 1.0}) == 4.0


def test_words_that_compare_look_at_those_units_alone():
    tree = applied_formula(parse_formula("most * standing(done)"), "points", APPLIES, "share", None)
    (word,) = tree.field_nodes
    assert set(word.names) == {"done", "has_park"}


def test_a_clause_that_applies_to_all_is_as_it_was():
    assert applied_formula(POINTS, "points", None, "", None) is POINTS
