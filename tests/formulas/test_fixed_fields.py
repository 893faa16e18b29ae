"""Words that look at the field as formulas of one unit's figure, against counting the whole field."""

from __future__ import annotations

import random
import statistics

import numpy as np
import pytest

from analysis.formulas import FormulaError, Node, evaluate, fixed_fields, parse_formula

SHARE = 0.7
COUNTED = {
    "highest": lambda own, every: max(every),
    "lowest": lambda own, every: min(every),
    "mean": lambda own, every: statistics.fmean(every),
    "quantile": lambda own, every: float(np.quantile(every, SHARE)),
    "place": lambda own, every: 1 + sum(figure > own for figure in every),
    "standing": lambda own, every: (own - min(every)) / (max(every) - min(every)) if max(every) > min(every) else None,
}


def word(op, argument="x"):
    return parse_formula(f"{op}({argument}, q)" if op == "quantile" else f"{op}({argument})")


@pytest.mark.parametrize("op", COUNTED)
def test_a_word_with_all_others_still_is_what_the_whole_field_comes_to(op):
    drawn = random.Random(7)
    for _ in range(200):
        others = [float(drawn.randint(0, 6)) for _ in range(drawn.randint(1, 9))]
        tree = fixed_fields.fixed_field_formula(word(op), others, SHARE)
        for own in (0.0, 2.0, 2.5, 6.0, 9.0):
            wanted = COUNTED[op](own, [*others, own])
            assert evaluate(tree, {"x": own}) == (None if wanted is None else pytest.approx(wanted)), (others, own)


def test_a_unit_without_the_figure_is_not_among_those_compared():
    for op, wanted in (("highest", 4), ("lowest", 1), ("mean", 2.5), ("quantile", 1 + SHARE * 3), ("place", None)):
        tree = fixed_fields.fixed_field_formula(word(op, "a / b"), [1.0, 4.0], SHARE)
        assert evaluate(tree, {"a": 0.0, "b": 0.0}) == (None if wanted is None else pytest.approx(wanted))


def test_a_formula_apart_where_the_unit_sets_the_best_itself_comes_to_the_same():
    tree = parse_formula("min(c, c * x / highest(x) + lowest(x))")
    split = tree
    for node in tree.field_nodes:
        split = fixed_fields.split_formula(split, node, fixed_fields.fixed_field_formula(node, [2.0, 5.0]))
    assert not split.field_nodes
    for own in (0.0, 1.0, 2.0, 4.9, 5.0, 80.0):
        wanted = min(10.0, 10 * own / max(own, 5) + min(own, 2))
        assert evaluate(split, {"x": own, "c": 10.0}) == pytest.approx(wanted)


def test_what_is_divided_by_itself_is_cut_out_and_stays_missing_at_zero():
    cut = fixed_fields.cancelled(parse_formula("c * x / x"))
    assert cut.op == "when" and cut.args[1] == Node("name", value="c")
    assert (evaluate(cut, {"c": 3.0, "x": 2.0}), evaluate(cut, {"c": 3.0, "x": 0.0})) == (3.0, None)


def test_quantiles_are_linear_between_two_figures():
    for share in (0.0, 0.1, 0.5, 0.9, 1.0):
        assert fixed_fields.quantile_of([1.0, 2.0, 7.0, 20.0], share) == pytest.approx(
            float(np.quantile([1.0, 2.0, 7.0, 20.0], share))
        )


def test_without_others_there_is_nothing_to_compare_with():
    with pytest.raises(FormulaError, match="no other unit"):
        fixed_fields.fixed_field_formula(word("highest"), [])
