"""The generated function gives what the formula trees give, also where figures are missing or zero."""

from __future__ import annotations

import pytest

from analysis import rulebooks
from analysis.formulas import parse_formula
from analysis.formulas.language import evaluate
from bench import generated, peers, scoring

FORMULAS = ("a and b", "a or b", "not a", "when(a, b, 1)", "min(a, b, 1)", "steps(a, 1, b)", "a / b", "a == b or b > 0")
VALUES = (None, 0.0, 1.0, 3.0)


@pytest.mark.parametrize("formula", FORMULAS)
def test_an_operation_means_the_same_as_the_tree(formula):
    tree, names = parse_formula(formula), {"a": "a", "b": "b"}
    before: list[str] = []
    text = generated._formula(tree, names, before)
    lines = "".join(before) + generated.ATTEMPT.format(attempt=f"found = {text} + 0", otherwise="found = None")
    program = f"from math import floor\n\n\ndef scored(a, b):\n{lines}    return found\n"
    scored = generated.function(program.replace("SLACK", generated.written.SLACK))
    for a in VALUES:
        for b in VALUES:
            assert scored(a, b) == evaluate(tree, {"a": a, "b": b}), (a, b)


def test_cases_with_missing_figures_come_to_the_totals_of_the_trees():
    book, cases = rulebooks.load("hard-2019"), scoring.facts(300).to_dicts()
    cases += [dict.fromkeys(cases[0]), dict.fromkeys(cases[0], 0.0)]
    trees, function = peers.loop(cases, book), generated.loop(cases, book)
    assert [case["passes"] for case in function] == [case["passes"] for case in trees]
    for name in ("points", "low", "high"):
        assert [case[name] for case in function] == [pytest.approx(case[name]) for case in trees]
    assert {case["passes"] for case in trees} >= {False, None} and any(case["points"] is None for case in trees)
