"""A formula over intervals as polars expressions: the least and the most it can come to (区间编译).

What is certain is a pair of the same term twice and is worked out once. Each bound is true for whatever lies in the
intervals; where an uncertain name stands once in the formula it is reached too.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import reduce

import polars as pl

from analysis.formulas.compiler import Term, as_expression, expression_or_literal, operation_term
from analysis.formulas.language import FIELD_WORDS, TOLERANCE, Node

Interval = tuple[Term, Term]
"""The least and the most; null where it is not known whether there is a value at all."""


def interval_terms(
    tree: Node, names: Mapping[str, Interval], *, undefined: bool = False, wholes: Mapping[str, str] | None = None
) -> Interval:
    """The least and the most that the tree comes to, truths as false and true; `names` gives each name's interval.

    A denominator that may be zero leaves both null; with `undefined`, those cases are passed over. `wholes`: names
    that are parts, each with the name it is never above.
    """
    return _Intervals(names, undefined, wholes or {}).of(tree)


def may_be_undefined(tree: Node, names: Mapping[str, Interval]) -> pl.Expr:
    """Whether some denominator, not certain itself, may be zero."""
    walk = _Intervals(names, True, {})
    below = [walk.of(node.args[-1]) for node in tree.walk() if node.op in ("div", "steps")]
    return reduce(lambda found, each: found | _may_be_zero(each), below, pl.lit(False))


def never_defined(tree: Node, names: Mapping[str, Interval]) -> pl.Expr:
    """Whether some denominator is zero whatever is missing, so that there is no value."""
    walk = _Intervals(names, True, {})
    below = [walk.of(node.args[-1]) for node in tree.walk() if node.op in ("div", "steps")]
    return reduce(lambda found, each: found | _is_zero(each), below, pl.lit(False))


def _is_zero(whole: Interval) -> pl.Expr:
    low, high = map(as_expression, whole)
    return ((low == 0) & (high == 0)).fill_null(False)


def _may_be_zero(whole: Interval) -> pl.Expr:
    if whole[0] is whole[1]:
        return pl.lit(False)
    low, high = map(as_expression, whole)
    return ((low <= 0) & (high >= 0) & (low < high)).fill_null(False)


class _Intervals:
    def __init__(self, names: Mapping[str, Interval], undefined: bool, wholes: Mapping[str, str]) -> None:
        self.names, self.undefined, self.wholes = names, undefined, wholes

    def of(self, tree: Node) -> Interval:
        if tree.op == "name" or tree.op in FIELD_WORDS:
            return self.names[str(tree.value) if tree.op == "name" else tree.code]
        if self._certain(tree):
            term = expression_or_literal(tree, {name: pair[0] for name, pair in self.names.items()})
            return term, term
        if self.undefined and tree.op == "div" and _is_whether(tree.args[1]):
            return self.of(tree.args[0])
        low, high = self._worked(tree.op, [self.of(arg) for arg in tree.args])
        return (low, operation_term("min", high, 1.0)) if self._share(tree) else (low, high)

    def _share(self, tree: Node) -> bool:
        """Whether it is a part divided by its whole."""
        names = [str(arg.value) for arg in tree.args if arg.op == "name"]
        return tree.op == "div" and len(names) == 2 and self.wholes.get(names[0]) == names[1]

    def _certain(self, tree: Node) -> bool:
        spoken = [*tree.names, *(node.code for node in tree.field_nodes)]
        inside = {name for node in tree.field_nodes for name in node.names}
        return all(self.names[name][0] is self.names[name][1] for name in spoken if name not in inside)

    def _worked(self, op: str, args: list[Interval]) -> Interval:
        if op == "div":
            return self._divided(*args)
        if op == "steps":
            above = _RISING["sub"](args[0], args[1])
            return tuple(_floored(end) for end in self._divided(above, args[2]))  # type: ignore[return-value]
        return _RISING[op](*args) if op in _RISING else _JUDGED[op](*args)

    def _divided(self, part: Interval, whole: Interval) -> Interval:
        """Whatever the quotient can be; a denominator that may be zero is passed over or leaves it open."""
        low, high = _ends(part, whole, lambda left, right: as_expression(left) / (as_expression(right) + 0.0))
        below, above = map(as_expression, whole)
        if self.undefined:
            crosses, never = (below < 0) & (above >= 0), (below == 0) & (above == 0)
            ends = ((low, -math.inf), (high, math.inf))
            low, high = (pl.when(~never).then(pl.when(crosses).then(far).otherwise(end)) for end, far in ends)
            return low, high
        sure = (below > 0) | (above < 0)
        return pl.when(sure).then(low), pl.when(sure).then(high)


def _is_whether(whole: Node) -> bool:
    """Whether a denominator is 1 where something holds and 0 elsewhere: where it is passed over, nothing is divided."""
    return whole.op == "when" and [arg.value for arg in whole.args[1:] if arg.op == "number"] == [1.0, 0.0]


def _ends(left: Interval, right: Interval, combine: Callable[[Term, Term], pl.Expr]) -> tuple[pl.Expr, pl.Expr]:
    """The least and the most over all four pairs of ends; zero times what is endless is zero."""
    pairs = [combine(first, second).fill_nan(0.0) for first in _distinct_ends(left) for second in _distinct_ends(right)]
    there = reduce(lambda found, each: found & each.is_not_null(), pairs, pl.lit(True))
    return pl.when(there).then(pl.min_horizontal(pairs)), pl.when(there).then(pl.max_horizontal(pairs))


def _product(left: Interval, right: Interval) -> Interval:
    """A plain number only stretches the other's ends, or turns them about: no need to try all four."""
    for factor, other in ((left, right), (right, left)):
        if factor[0] is factor[1] and isinstance(factor[0], int | float):
            ends = [operation_term("mul", factor[0], end) for end in other]
            return (ends[0], ends[1]) if factor[0] > 0 else _falling_product(factor[0], ends)
    return _ends(left, right, lambda a, b: as_expression(a) * as_expression(b))


def _falling_product(factor: float, ends: list[Term]) -> Interval:
    """The ends of a product with a number that is not above zero; zero times what is endless is zero."""
    low, high = ends[::-1]
    return (low, high) if factor else (as_expression(low).fill_nan(0.0), as_expression(high).fill_nan(0.0))


def _distinct_ends(interval: Interval) -> tuple[Term, ...]:
    return interval[:1] if interval[0] is interval[1] else interval


def _floored(end: Term) -> Term:
    return (as_expression(end) + TOLERANCE).floor()


def _rising_operation(op: str) -> Callable[..., Interval]:
    """What rises in each operand: least of the least, most of the most."""
    return lambda *args: (operation_term(op, *(a[0] for a in args)), operation_term(op, *(a[1] for a in args)))


def _branches(condition: Interval, then: Interval, other: Interval) -> Interval:
    if condition[0] is condition[1]:
        return operation_term("when", condition[0], then[0], other[0]), operation_term(
            "when", condition[0], then[1], other[1]
        )
    sure, never = as_expression(condition[0]).cast(pl.Boolean), ~as_expression(condition[1]).cast(pl.Boolean)
    ends = []
    for end, op in enumerate(("min", "max")):
        either = as_expression(operation_term(op, then[end], other[end]))
        first = pl.when(sure).then(as_expression(then[end]).cast(pl.Float64))
        rest = first.when(never).then(as_expression(other[end]).cast(pl.Float64)).otherwise(either.cast(pl.Float64))
        ends.append(pl.when(sure.is_not_null() & never.is_not_null()).then(rest))
    return ends[0], ends[1]


def _above(slack: float, left: Interval, right: Interval) -> Interval:
    """Whether left is above right by more than so much: surely, and possibly."""
    op = "gt" if slack > 0 else "ge"
    return operation_term(op, left[0], right[1]), operation_term(op, left[1], right[0])


def _denied(truth: Interval) -> Interval:
    return operation_term("not", truth[1]), operation_term("not", truth[0])


def _equal(left: Interval, right: Interval) -> Interval:
    return _rising_operation("and")(_above(-TOLERANCE, left, right), _above(-TOLERANCE, right, left))


_RISING: dict[str, Callable[..., Interval]] = {
    "add": _rising_operation("add"),
    "sub": lambda left, right: (operation_term("sub", left[0], right[1]), operation_term("sub", left[1], right[0])),
    "neg": lambda each: (operation_term("neg", each[1]), operation_term("neg", each[0])),
    "mul": lambda left, right: _product(left, right),
    "min": _rising_operation("min"),
    "max": _rising_operation("max"),
    "when": _branches,
}
_JUDGED: dict[str, Callable[..., Interval]] = {
    "gt": lambda left, right: _above(TOLERANCE, left, right),
    "ge": lambda left, right: _above(-TOLERANCE, left, right),
    "lt": lambda left, right: _above(TOLERANCE, right, left),
    "le": lambda left, right: _above(-TOLERANCE, right, left),
    "eq": _equal,
    "ne": lambda left, right: _denied(_equal(left, right)),
    "and": _rising_operation("and"),
    "or": _rising_operation("or"),
    "not": _denied,
}
