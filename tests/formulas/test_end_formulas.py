"""A formula with parts between two ends: its own ends hold every outcome, and are reached where a part stands once."""

from __future__ import annotations

import random

import pytest

from analysis.formulas import Node, end_formulas, evaluate, parse_formula

FORMULAS = {
    "a * x / y": ("x", "y"), "when(a >= x, a, 0)": ("x",), "max(0, a - b * (x - 1))": ("x",), "-(x - a) * b": ("x",),
    "min(a, b * steps(x, a, b))": ("x",), "when(x > y, x, when(not (x == a), b, y))": ("x", "y"),
    "when(x < a or x > b and y <= a, x - y, x + y)": ("x", "y"), "when(x != a, a, b) / b": ("x",),
}  # fmt: skip
NAMES = {"a": 1.5, "b": 0.5}


def node(name):
    return Node("name", value=name)


@pytest.mark.parametrize("text", FORMULAS)
def test_every_outcome_lies_between_the_ends(text):
    tree, drawn = parse_formula(text), random.Random(3)
    for _ in range(60):
        bounds = {name: sorted(drawn.choice([0.0, 0.5, 1.0, 1.5, 2.5]) for _ in range(2)) for name in FORMULAS[text]}
        parts = {node(name): tuple(Node("number", value=end) for end in ends) for name, ends in bounds.items()}
        low, high = (evaluate(end, NAMES) for end in end_formulas.end_formulas(tree, parts))
        for _ in range(25):
            values = {name: drawn.choice([*ends, drawn.uniform(*ends)]) for name, ends in bounds.items()}
            found = evaluate(tree, NAMES | values)
            if low is not None and found is not None:
                assert low - 1e-9 <= found <= high + 1e-9, (bounds, values)


def test_ends_of_a_part_that_stands_once_are_reached():
    tree = parse_formula("max(0, a - b * (x - 1))")
    ends = end_formulas.end_formulas(tree, {node("x"): (Node("number", value=1.0), Node("number", value=3.0))})
    assert [evaluate(end, NAMES) for end in ends] == [0.5, 1.5]


def test_without_such_parts_a_formula_is_itself_and_a_zero_below_the_line_leaves_both_ends_open():
    tree = parse_formula("a / x")
    assert end_formulas.end_formulas(tree, {}) == (tree, tree)
    zero = {node("x"): (Node("number", value=0.0), Node("number", value=2.0))}
    assert [evaluate(end, NAMES) for end in end_formulas.end_formulas(tree, zero)] == [None, None]


def test_what_both_ends_come_to_is_settled_and_truths_stay_truths():
    part = {node("x"): (Node("number", value=1.0), Node("number", value=2.0))}
    for text, wanted in {"when(x >= 1, a, b)": 1.5, "x * a": None}.items():
        settled = end_formulas.settled_formula(end_formulas.end_formulas(parse_formula(text), part))
        assert evaluate(settled, NAMES) == wanted
    for text, wanted in {"x >= 1": True, "x < 1": False, "x > a": None}.items():
        settled = end_formulas.settled_formula(end_formulas.end_formulas(parse_formula(text), part), truth=True)
        assert evaluate(settled, NAMES) is wanted and end_formulas.is_truth(settled)


def test_figures_without_bound_become_numbers_that_every_program_holds():
    tree = Node("div", (node("a"), Node("number", value=float("inf"))))
    assert evaluate(end_formulas.bounded_formula(tree), NAMES) == pytest.approx(0.0)
