"""What a formula can come to while one name runs through intervals: bounds, slopes, and where it turns (区间界限).

Interval arithmetic: what is said of an interval holds for every number in it, so that nothing between two looks is
missed. Worked out for many intervals at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.formulas.language import COMPARISONS, TOLERANCE, FormulaValue, Node, evaluate

Floats: TypeAlias = NDArray[np.float64]
Truths: TypeAlias = NDArray[np.bool_]
Positions: TypeAlias = NDArray[np.int64]
OPEN, PASSED_BY = np.iinfo(np.int64).min, np.iinfo(np.int64).min + 1
"""What stands for a choice that the interval leaves open, and for one that is not come to."""
MISSING_BRANCH = 2
"""The branch of a `when` whose condition is missing."""
ROUNDING = 1e-15
"""How far, of its size, a float at an interval's end may lie from the engine's."""


@dataclass(frozen=True)
class ValueRange:
    """A value over each interval: from `low` to `high`, its slope from `falls` to `rises`; truths are 0 and 1.

    `present`: it may have a value somewhere in the interval; `gone`: it may be missing somewhere.
    """

    low: Floats
    high: Floats
    falls: Floats
    rises: Floats
    present: Truths
    gone: Truths

    @property
    def decided(self) -> Truths:
        """Whether the interval holds one value alone, or none but missing."""
        return np.where(self.present, ~self.gone & (self.low == self.high), self.gone)


@dataclass(frozen=True)
class BranchChoice:
    """A `when`, `min`, `max` or `steps` of the formula, and what it takes in each interval.

    `taken`: the branch (1 then, 0 else, 2 missing), the operand that binds, or the whole steps; `OPEN` where the
    interval leaves it open, `PASSED_BY` where the formula does not come to it.
    """

    node: Node
    taken: Positions


@dataclass
class RangeAnalysis:
    """A walk through formulas while `target` runs from `low` to `high`; all other names stand still."""

    names: Mapping[str, FormulaValue]
    target: str
    low: Floats
    high: Floats
    turns: list[BranchChoice] = field(default_factory=list)

    def span(self, tree: Node) -> ValueRange:
        """The tree's span over each interval; its turns are added to `turns`."""
        with np.errstate(all="ignore"):
            return self._span(tree, np.ones(len(self.low), dtype=bool))

    def _span(self, tree: Node, reached: Truths) -> ValueRange:
        if self.target not in tree.names:
            return self._still(evaluate(tree, self.names))
        if tree.op == "name":
            here = np.zeros(len(self.low), dtype=bool)
            return ValueRange(self.low, self.high, np.ones_like(self.low), np.ones_like(self.low), ~here, here)
        if tree.op == "when":
            return self._when(tree, reached)
        return self._worked(tree, [self._span(arg, reached) for arg in tree.args], reached)

    def _still(self, value: FormulaValue) -> ValueRange:
        still = np.full(len(self.low), 0.0 if value is None else float(value))
        none = np.full(len(self.low), value is None)
        return ValueRange(still, still, np.zeros_like(still), np.zeros_like(still), ~none, none)

    def _worked(self, tree: Node, args: list[ValueRange], reached: Truths) -> ValueRange:
        if tree.op in ("min", "max"):
            worked, taken = _extreme(tree.op, args)
        elif tree.op == "steps":
            worked, taken = _steps(*args)
        else:
            return _JUDGED[tree.op](args) if tree.op in _JUDGED else _missing(_COUNTED[tree.op](*args), args)
        whole = _missing(worked, args)
        self._turned(tree, np.where(whole.present, np.where(whole.gone, OPEN, taken), MISSING_BRANCH), reached)
        return whole

    def _when(self, tree: Node, reached: Truths) -> ValueRange:
        true, false, gone = _possible_truths(self._span(tree.args[0], reached))
        then = self._span(tree.args[1], reached & true)
        other = self._span(tree.args[2], reached & false)
        sure = true.astype(int) + false + gone == 1
        self._turned(tree, np.where(sure, np.where(true, 1, np.where(false, 0, MISSING_BRANCH)), OPEN), reached)
        hull = ValueRange(
            np.where(true & (~false | (then.low < other.low)), then.low, other.low),
            np.where(true & (~false | (then.high > other.high)), then.high, other.high),
            np.where(sure, np.where(true, then.falls, other.falls), -np.inf),
            np.where(sure, np.where(true, then.rises, other.rises), np.inf),
            (true & then.present) | (false & other.present),
            gone | (true & then.gone) | (false & other.gone),
        )
        return hull

    def _turned(self, node: Node, taken: Positions, reached: Truths) -> None:
        self.turns.append(BranchChoice(node, np.where(reached, taken, PASSED_BY)))


def _missing(span: ValueRange, args: list[ValueRange]) -> ValueRange:
    """Missing in, missing out."""
    all_present = reduce(np.logical_and, (arg.present for arg in args)) & span.present
    gone = reduce(np.logical_or, (arg.gone for arg in args)) | span.gone
    return ValueRange(span.low, span.high, span.falls, span.rises, all_present, gone)


def _certain_range(low: Floats, high: Floats, falls: Floats, rises: Floats) -> ValueRange:
    return ValueRange(low, high, falls, rises, np.ones(len(low), dtype=bool), np.zeros(len(low), dtype=bool))


def _product(first: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    ends = [left * right for left in first for right in other]
    return reduce(np.minimum, ends), reduce(np.maximum, ends)


def _quotient(first: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    ends = [left / right for left in first for right in other]
    return reduce(np.minimum, ends), reduce(np.maximum, ends)


def _added(first: ValueRange, other: ValueRange) -> ValueRange:
    return _certain_range(
        first.low + other.low, first.high + other.high, first.falls + other.falls, first.rises + other.rises
    )


def _negated(operand: ValueRange) -> ValueRange:
    return _certain_range(-operand.high, -operand.low, -operand.rises, -operand.falls)


def _multiplied(left: ValueRange, other: ValueRange) -> ValueRange:
    value = _product((left.low, left.high), (other.low, other.high))
    first = _product((left.falls, left.rises), (other.low, other.high))
    second = _product((left.low, left.high), (other.falls, other.rises))
    return _certain_range(*value, first[0] + second[0], first[1] + second[1])


def _divided(left: ValueRange, other: ValueRange) -> ValueRange:
    """A denominator that may be zero in the interval leaves value and slope open."""
    zero = (other.low <= 0) & (other.high >= 0)
    value = _quotient((left.low, left.high), (other.low, other.high))
    first = _product((left.falls, left.rises), (other.low, other.high))
    second = _product((left.low, left.high), (other.falls, other.rises))
    square = np.minimum(other.low**2, other.high**2), np.maximum(other.low**2, other.high**2)
    slope = _quotient((first[0] - second[1], first[1] - second[0]), square)
    edges = zip((-np.inf, np.inf) * 2, (*value, *slope), strict=True)
    low, high, falls, rises = (np.where(zero, edge, chance) for edge, chance in edges)
    always = (other.low == 0) & (other.high == 0)
    return ValueRange(low, high, falls, rises, ~always, zero)


def _extreme(op: str, args: list[ValueRange]) -> tuple[ValueRange, Positions]:
    """The least (or greatest), and the operand that binds throughout the interval, the first where several do."""
    if op == "max":
        lowest, taken = _extreme("min", [_missing(_negated(arg), [arg]) for arg in args])
        return _missing(_negated(lowest), [lowest]), taken
    least = reduce(np.minimum, (arg.high for arg in args))
    binds = [np.all([arg.high <= other.low for other in args if other is not arg], axis=0) for arg in args]
    taken = np.select(binds, list(range(len(args))), OPEN)
    falls = np.select(binds, [arg.falls for arg in args], reduce(np.minimum, (arg.falls for arg in args)))
    rises = np.select(binds, [arg.rises for arg in args], reduce(np.maximum, (arg.rises for arg in args)))
    return _certain_range(reduce(np.minimum, (arg.low for arg in args)), least, falls, rises), taken


def _steps(x: ValueRange, start: ValueRange, step: ValueRange) -> tuple[ValueRange, Positions]:
    above = _missing(_added(x, _missing(_negated(start), [start])), [x, start])
    quotient = _missing(_divided(above, step), [above, step])
    low, high = np.floor(quotient.low + TOLERANCE), np.floor(quotient.high + TOLERANCE)
    sure = low == high
    taken = np.where(sure & np.isfinite(low), low, 0).astype(np.int64)
    edge = np.where(sure, 0.0, np.inf)
    return ValueRange(low, high, -edge, edge, quotient.present, quotient.gone), np.where(sure, taken, OPEN)


def _possible_truths(span: ValueRange) -> tuple[Truths, Truths, Truths]:
    """Whether it may be true, false, missing; a number is true where it is not zero."""
    true = span.present & ((span.low != 0) | (span.high != 0))
    return true, span.present & (span.low <= 0) & (span.high >= 0), span.gone


def _truth(true: Truths, false: Truths, gone: Truths) -> ValueRange:
    low, high, open_edge = np.where(false, 0.0, 1.0), np.where(true, 1.0, 0.0), np.where(true & false, np.inf, 0.0)
    return ValueRange(low, high, -open_edge, open_edge, true | false, gone)


def _all(args: list[ValueRange]) -> ValueRange:
    chances = [_possible_truths(arg) for arg in args]
    false = reduce(np.logical_or, (chance[1] for chance in chances))
    gone = reduce(np.logical_or, (chance[2] for chance in chances))
    true = reduce(np.logical_and, (chance[0] for chance in chances))
    return _truth(true, false, gone & reduce(np.logical_and, (chance[0] | chance[2] for chance in chances)))


def _denied(args: list[ValueRange]) -> ValueRange:
    true, false, gone = _possible_truths(args[0])
    return _truth(false, true, gone)


def _any(args: list[ValueRange]) -> ValueRange:
    return _denied([_all([_denied([arg]) for arg in args])])


def _above(by: float, *, even: bool) -> Callable[[list[ValueRange]], ValueRange]:
    """Whether left is above right by more than so much (`even`: or just so much)."""

    def judged(args: list[ValueRange]) -> ValueRange:
        left, right = args
        noise = ROUNDING * np.maximum(np.abs(left.high), np.abs(right.high))
        still = (left.low == left.high) & (right.low == right.high)
        room = np.where(still, 0.0, noise)
        least, most = left.low - (right.high + by), left.high - (right.low + by)
        true, false = (most >= -room, least < room) if even else (most > -room, least <= room)
        whole = _missing(_truth(true, false, np.zeros(len(true), dtype=bool)), args)
        return _truth(true & whole.present, false & whole.present, whole.gone)

    return judged


def _swapped(judged: Callable[[list[ValueRange]], ValueRange]) -> Callable[[list[ValueRange]], ValueRange]:
    return lambda args: judged(args[::-1])


_GE, _LE = _above(-TOLERANCE, even=True), _swapped(_above(-TOLERANCE, even=True))
_JUDGED: dict[str, Callable[[list[ValueRange]], ValueRange]] = {
    "gt": _above(TOLERANCE, even=False),
    "ge": _GE,
    "lt": _swapped(_above(TOLERANCE, even=False)),
    "le": _LE,
    "eq": lambda args: _all([_GE(args), _LE(args)]),
    "ne": lambda args: _denied([_all([_GE(args), _LE(args)])]),
    "and": _all,
    "or": _any,
    "not": _denied,
}
_COUNTED: dict[str, Callable[..., ValueRange]] = {
    "add": _added,
    "sub": lambda first, other: _added(first, _negated(other)),
    "mul": _multiplied,
    "div": _divided,
    "neg": _negated,
}
assert COMPARISONS | {"and", "or", "not"} == set(_JUDGED)
