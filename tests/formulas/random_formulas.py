"""Formulas drawn at random, figures for their names, and where last bits may decide."""

from __future__ import annotations

from hypothesis import strategies as st

from analysis.formulas import Node, evaluate
from analysis.formulas.language import COMPARISONS, TOLERANCE

NUMBERS, FLAGS = ("a", "b", "c", "d"), ("p", "q")


def several(trees):
    return st.lists(trees, min_size=2, max_size=3).map(tuple)


numbers = st.deferred(
    lambda: st.one_of(
        st.sampled_from(NUMBERS).map(lambda name: Node("name", value=name)),
        st.sampled_from([0.0, 1.0]).map(lambda number: Node("number", value=number)),
        st.builds(lambda op, x, y: Node(op, (x, y)), st.sampled_from(["add", "sub", "mul", "div"]), numbers, numbers),
        st.builds(Node, st.sampled_from(["min", "max"]), several(numbers)),
        st.builds(lambda x: Node("neg", (x,)), numbers),
        st.builds(lambda c, x, y: Node("when", (c, x, y)), truths, numbers, numbers),
        st.builds(lambda x, y, z: Node("steps", (x, y, z)), numbers, numbers, numbers),
    )
)
truths = st.deferred(
    lambda: st.one_of(
        st.sampled_from(FLAGS).map(lambda name: Node("name", value=name)),
        st.builds(lambda op, x, y: Node(op, (x, y)), st.sampled_from(sorted(COMPARISONS)), numbers, numbers),
        st.builds(Node, st.sampled_from(["and", "or"]), several(truths)),
        st.builds(lambda x: Node("not", (x,)), truths),
    )
)
figures = st.none() | st.sampled_from([0.0, 1.0, 2.0, 7.0, 49.0, 0.1, 0.3, 1200.0]) | st.integers(-50, 50).map(float)
row = st.fixed_dictionaries(dict.fromkeys(NUMBERS, figures) | dict.fromkeys(FLAGS, st.sampled_from([0.0, 1.0, None])))


def at_an_edge(tree, names):
    """Whether some comparison or step sits just on the tolerance, where last bits may decide."""
    for node in tree.walk():
        operands = [evaluate(arg, names) for arg in node.args]
        if None in operands or node.op not in COMPARISONS | {"steps"}:
            continue
        if node.op == "steps":
            quotient = (operands[0] - operands[1]) / operands[2] if operands[2] else 0.0
            if 0 < abs(quotient + TOLERANCE - round(quotient)) < TOLERANCE / 2:
                return True
        elif 0 < abs(abs(operands[0] - operands[1]) - TOLERANCE) < TOLERANCE / 2:
            return True
    return False
