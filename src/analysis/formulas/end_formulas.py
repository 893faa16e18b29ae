"""A formula with parts that lie between two ends, as two formulas: the least and the most it comes to (两端公式).

The same rules as over columns (`interval_compiler`), for doors that work with formulas: cells of a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from analysis.formulas.language import COMPARISONS, TRUTHS, Node

Ends = tuple[Node, Node]
ENDLESS = 1e150
"""What stands for a figure without bound: its square is still a number, and a share of it is nothing."""
_NOTHING, _WHOLE, _OPEN = (Node("number", value=value) for value in (0.0, 1.0, None))
_TRUE, _FALSE = (Node("eq", (value, _WHOLE)) for value in (_WHOLE, _NOTHING))


def end_formulas(tree: Node, parts: Mapping[Node, Ends]) -> Ends:
    """The least and the most of a formula, given those of some of its parts; truths as surely and possibly true.

    Both are missing where a denominator may be zero.
    """
    if tree in parts:
        return parts[tree]
    args = [end_formulas(arg, parts) for arg in tree.args]
    if all(low is high for low, high in args):
        whole = Node(tree.op, tuple(low for low, _ in args), tree.value)
        return whole, whole
    return _RULES[tree.op](*args)


def settled_formula(ends: Ends, truth: bool = False) -> Node:
    """What both ends come to where they come to the same; else missing."""
    low, high = ends
    if low == high:
        return low
    if truth:
        return Node("when", (low, _TRUE, Node("when", (high, Node("eq", (_OPEN, _WHOLE)), _FALSE))))
    return Node("when", (Node("eq", (low, high)), low, _OPEN))


def is_truth(tree: Node) -> bool:
    """Whether a formula tells yes or no rather than an amount."""
    return is_truth(tree.args[1]) if tree.op == "when" else tree.op in TRUTHS


def bounded_formula(tree: Node) -> Node:
    """The formula with figures without bound as numbers that every program holds."""
    if tree.op == "number" and isinstance(tree.value, float):
        return Node("number", value=max(-ENDLESS, min(ENDLESS, tree.value)))
    return Node(tree.op, tuple(bounded_formula(arg) for arg in tree.args), tree.value)


def _rising(op: str, *args: Ends) -> Ends:
    """What rises in each operand."""
    return Node(op, tuple(low for low, _ in args)), Node(op, tuple(high for _, high in args))


def _turned(op: str, each: Ends) -> Ends:
    return Node(op, (each[1],)), Node(op, (each[0],))


def _less(left: Ends, right: Ends) -> Ends:
    return Node("sub", (left[0], right[1])), Node("sub", (left[1], right[0]))


def _over_ends(op: str, left: Ends, right: Ends) -> Ends:
    """The least and the most over all pairs of ends."""
    lefts, rights = dict.fromkeys(left), dict.fromkeys(right)
    tried = [Node(op, (first, second)) for first in lefts for second in rights]
    return (tried[0], tried[0]) if len(tried) == 1 else (Node("min", tuple(tried)), Node("max", tuple(tried)))


def _divided(part: Ends, whole: Ends) -> Ends:
    sure = Node("or", (Node("gt", (whole[0], _NOTHING)), Node("lt", (whole[1], _NOTHING))))
    low, high = _over_ends("div", part, whole)
    return Node("when", (sure, low, _OPEN)), Node("when", (sure, high, _OPEN))


def _stepped(x: Ends, start: Ends, step: Ends) -> Ends:
    low, high = _divided(_less(x, start), step)
    return Node("steps", (low, _NOTHING, _WHOLE)), Node("steps", (high, _NOTHING, _WHOLE))


def _chosen(condition: Ends, then: Ends, other: Ends) -> Ends:
    if condition[0] is condition[1]:
        return tuple(Node("when", (condition[0], *pair)) for pair in zip(then, other, strict=True))  # type: ignore[return-value]
    joins = ("and", "or") if is_truth(then[0]) else ("min", "max")
    return tuple(  # type: ignore[return-value]
        Node("when", (condition[0], then[end], Node("when", (condition[1], Node(joins[end], pair), other[end]))))
        for end, pair in enumerate(zip(then, other, strict=True))
    )


def _compared(op: str, left: Ends, right: Ends) -> Ends:
    """Whether surely, and whether possibly: `gt` and `ge` hold the more the left one is, `lt` and `le` the less."""
    low, high = (left[0], right[1]), (left[1], right[0])
    return (Node(op, low), Node(op, high)) if op in ("gt", "ge") else (Node(op, high), Node(op, low))


def _equal(left: Ends, right: Ends) -> Ends:
    return _rising("and", _compared("ge", left, right), _compared("le", left, right))


_RULES: dict[str, Callable[..., Ends]] = {
    **{op: partial(_rising, op) for op in ("add", "min", "max", "and", "or")},
    **{op: partial(_compared, op) for op in ("gt", "ge", "lt", "le")},
    "eq": _equal,
    "ne": lambda left, right: _turned("not", _equal(left, right)),
    "sub": _less,
    "neg": partial(_turned, "neg"),
    "not": partial(_turned, "not"),
    "mul": partial(_over_ends, "mul"),
    "div": _divided,
    "steps": _stepped,
    "when": _chosen,
}
assert set(_RULES) >= COMPARISONS
