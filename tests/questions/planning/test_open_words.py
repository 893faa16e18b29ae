"""Endless ends of what is compared: what they settle in a formula, by hand; what they leave is outside."""

from __future__ import annotations

import math

import pytest

from analysis.formulas import Node, evaluate
from analysis.questions.planning.formula_rows import OutsideProgramme
from analysis.questions.planning.open_words import without_endless

OWN, ENDLESS, FIVE = Node("name", value="x"), Node("number", value=math.inf), Node("number", value=5.0)


@pytest.mark.parametrize(
    ("tree", "comes_to"),
    [
        (Node("div", (OWN, Node("max", (OWN, ENDLESS)))), 0.0),
        (Node("min", (OWN, ENDLESS)), 3.0),
        (Node("min", (FIVE, Node("add", (OWN, ENDLESS)))), 5.0),
        (Node("when", (Node("ge", (OWN, ENDLESS)), FIVE, OWN)), 3.0),
        (Node("when", (Node("le", (OWN, ENDLESS)), FIVE, OWN)), 5.0),
        (Node("max", (FIVE, Node("sub", (OWN, ENDLESS)))), 5.0),
        (Node("max", (FIVE, Node("neg", (ENDLESS,)))), 5.0),
        (Node("min", (FIVE, OWN)), 3.0),
    ],
)
def test_what_is_endless_is_settled(tree, comes_to):
    assert evaluate(without_endless(tree), {"x": 3.0}) == comes_to


@pytest.mark.parametrize("tree", [Node("mul", (OWN, ENDLESS)), Node("max", (OWN, ENDLESS))])
def test_what_stays_endless_cannot_be_put_in(tree):
    with pytest.raises(OutsideProgramme):
        without_endless(tree)
