"""Formulas put into a programme: the rows that hold exactly where the formula says so (公式编入规划).

From the same trees that the engine works out. What depends on one lever alone is cut at the very steps where it turns;
what depends on several is compared between the values that it can take. Whatever cannot be put in exactly is refused.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from analysis.formulas import TOLERANCE, Node, evaluate, language
from analysis.questions.planning import planned_levers
from analysis.questions.planning.planned_levers import PlannedLever
from analysis.questions.planning.programme import (
    ONE,
    ZERO,
    Linear,
    Programme,
    as_fraction,
    common_grain,
    denied,
    summed,
)

ATMOST, ATLEAST, EQUAL = 1, -1, 0
"""How a term stands to its formula: never above it, never below it, the same."""
VALUES = 200
"""How many values a denominator or a number of steps may take, so that each is looked at."""
FINE = 1e-6
"""What two values must lie apart so that a comparison of several levers tells them apart."""


class OutsideProgramme(Exception):
    """A formula that cannot be put in exactly, and why, in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


PRODUCT = ("两个可改动的指标相乘", "two levers are multiplied")
QUOTIENT = ("分母可改动，取值太多", "its denominator is a lever of too many values")
COMPARED = ("几个可改动的指标相比较，取值分不清", "several levers are compared too finely")
STEPPED = ("档位太多", "it has too many steps")


@dataclass(frozen=True)
class Truth:
    """A condition: 1 where it is certainly true, 1 where it is certainly false; neither where it is missing."""

    true: Linear
    false: Linear


@dataclass(frozen=True)
class Amount:
    """A number, and 1 where it is not missing."""

    value: Linear
    there: Linear = ONE


TRUE, FALSE, UNKNOWN = Truth(ONE, ZERO), Truth(ZERO, ONE), Truth(ZERO, ZERO)
GONE = Amount(ZERO, ZERO)


@dataclass
class FormulaRows:
    """Puts formulas into a programme. `names`: what stands still; `levers`: what does not, by its name in formulas."""

    programme: Programme
    levers: Mapping[str, PlannedLever]
    names: Mapping[str, language.FormulaValue] = field(default_factory=dict)
    reached: dict[tuple[str, int], Linear] = field(default_factory=dict)

    def number(self, tree: Node, side: int = EQUAL) -> Amount:
        """A tree's value as a term that stands so to it. Raises `OutsideProgramme`."""
        moved = self._moved(tree)
        if not moved:
            value = evaluate(tree, self.names)
            return GONE if value is None else Amount(Linear(float(value)))
        if tree.op == "name":
            return Amount(self.levers[str(tree.value)].term)
        if tree.op in language.TRUTHS:
            truth = self.truth(tree)
            return Amount(truth.true, self.programme.any_of([truth.true, truth.false]))
        return self._worked[tree.op](tree, side)

    def truth(self, tree: Node) -> Truth:
        """A condition. Raises `OutsideProgramme`."""
        moved = self._moved(tree)
        if not moved:
            truth = language.as_truth(evaluate(tree, self.names))
            return UNKNOWN if truth is None else TRUE if truth else FALSE
        if len(moved) == 1:
            return self._alone(tree, moved[0])
        if tree.op in ("and", "or"):
            return self.joined(tree.op, [self.truth(arg) for arg in tree.args])
        if tree.op == "not":
            inner = self.truth(tree.args[0])
            return Truth(inner.false, inner.true)
        if tree.op == "when":
            return self._chosen_truth(*(self.truth(arg) for arg in tree.args))
        if tree.op in _COMPARED:
            return self._compared(tree)
        return self._compared(Node("ne", (tree, Node("number", value=0.0))))

    def chosen(self, condition: Truth, then: Amount, other: Amount, side: int) -> Amount:
        """The one amount where a condition is true, the other where it is false."""
        ways = [(condition.true, then), (condition.false, other)]
        open_ones = [(taken, way) for taken, way in ways if taken != ZERO and way.there != ZERO]
        there = self.programme.any_of([self.programme.all_of([taken, way.there]) for taken, way in ways])
        if len(open_ones) == 1 and (open_ones[0][0] == ONE or there != ONE):
            return Amount(open_ones[0][1].value, there)
        spans = [self.programme.span(way.value) for _, way in open_ones] or [(0.0, 0.0)]
        value = self._new(min(low for low, _ in spans), max(high for _, high in spans), [w.value for _, w in open_ones])
        for taken, way in open_ones:
            self.bind(value, way.value, taken, side)
        return Amount(value, there)

    def _moved(self, tree: Node) -> list[str]:
        return [name for name in tree.names if name in self.levers]

    def bind(self, value: Linear, to: Linear, taken: Linear, side: int) -> None:
        """Keep a value on its side of another where a literal is 1."""
        gap, literal, free = value.plus(to, -1.0), Linear(0.0, taken.parts), 1.0 - taken.constant
        low, high = self.programme.span(gap)
        # large multiples stand apart from the constant, whose last digits they would take
        if side != ATLEAST:
            self.programme.keep(gap.plus(literal, max(high, 0.0)), high=max(high, 0.0) * free)
        if side != ATMOST:
            self.programme.keep(gap.plus(literal, min(low, 0.0)), low=min(low, 0.0) * free)

    def _new(self, low: float, high: float, of: Sequence[Linear]) -> Linear:
        """A new value that is one of some others: it lies where they do, and only on what they have in common."""
        start = of[0].constant if of else 0.0
        grain = self._common([term.plus(Linear(start), -1.0) for term in of])
        return Linear(start).plus(self.programme.variable(low - start, high - start, grain=grain))

    def _common(self, terms: Iterable[Linear]) -> Fraction | None:
        """The fraction of which all values of some terms are whole multiples."""
        grains = [part for term in terms for part in (self.programme.grain(term), as_fraction(term.constant))]
        return None if None in grains else common_grain(abs(part) for part in grains if part is not None)

    # one lever alone

    def _alone(self, tree: Node, name: str) -> Truth:
        turns = planned_levers.switches(tree, self.names, self.levers[name], name)
        return Truth(*(self._where(name, turns, wanted) for wanted in (True, False)))

    def _where(self, name: str, turns: Sequence[planned_levers.Switch], wanted: bool) -> Linear:
        """1 on the stretches of a lever on which a condition is as wanted."""
        ends = [self._from(name, turn.move) for turn in turns] + [ZERO]
        parts = [ends[at].plus(ends[at + 1], -1.0) for at, turn in enumerate(turns) if turn.truth is wanted]
        return summed(parts)

    def _from(self, name: str, move: int) -> Linear:
        """1 where a lever has taken so many steps or more."""
        lever = self.levers[name]
        first, last = lever.natural
        if move <= first:
            return ONE
        key = (lever.target, move)
        if key not in self.reached:
            beyond = self.reached[key] = self.programme.binary()
            self.programme.keep(lever.moves.plus(beyond, -float(move - first)), low=float(first))
            self.programme.keep(lever.moves.plus(beyond, -float(last - move + 1)), high=float(move - 1))
        return self.reached[key]

    # arithmetic

    def _added(self, tree: Node, side: int) -> Amount:
        sign = -1.0 if tree.op == "sub" else 1.0
        left, right = self.number(tree.args[0], side), self.number(tree.args[1], side if sign > 0 else -side)
        return Amount(left.value.plus(right.value, sign), self.programme.all_of([left.there, right.there]))

    def _negated(self, tree: Node, side: int) -> Amount:
        inner = self.number(tree.args[0], -side)
        return Amount(inner.value.times(-1.0), inner.there)

    def _multiplied(self, tree: Node, side: int) -> Amount:
        still = [arg for arg in tree.args if not self._moved(arg)]
        if not still:
            raise OutsideProgramme(*PRODUCT)
        by = evaluate(still[0], self.names)
        moved = tree.args[0] if still[0] is tree.args[1] else tree.args[1]
        if by is None:
            return GONE
        inner = self.number(moved, side if by >= 0 else -side)
        return Amount(inner.value.times(float(by)), inner.there)

    def _divided(self, tree: Node, side: int) -> Amount:
        above, below = tree.args
        if self._moved(below):
            return self._ratio(above, below, side)
        whole = evaluate(below, self.names)
        if not whole:
            return GONE
        part = self.number(above, side if whole > 0 else -side)
        return Amount(part.value.times(1.0 / float(whole)), part.there)

    def _ratio(self, above: Node, below: Node, side: int) -> Amount:
        """A quotient whose denominator moves: each value of the denominator by itself."""
        part, whole = self.number(above), self.number(below)
        values = self._values(whole.value, QUOTIENT)
        taken = {value: self.programme.binary() for value in values}
        self.programme.keep(summed(taken.values()), 1.0, 1.0)
        stands = summed(literal.times(value) for value, literal in taken.items())
        self.programme.keep(stands.plus(whole.value, -1.0), 0.0, 0.0)
        quotients = {value: part.value.times(1.0 / value) for value in values if value}
        spans = [self.programme.span(quotient) for quotient in quotients.values()] or [(0.0, 0.0)]
        grain = self._common(quotients.values())
        result = self.programme.variable(min(low for low, _ in spans), max(high for _, high in spans), grain=grain)
        for value, quotient in quotients.items():
            self.bind(result, quotient, taken[value], side)
        nothing = [denied(taken[0.0])] if 0.0 in taken else []
        return Amount(result, self.programme.all_of([part.there, whole.there, *nothing]))

    def _values(self, term: Linear, why: tuple[str, str]) -> list[float]:
        """Every value that a term can take, the lowest first."""
        low, high = self.programme.span(term)
        grain = self.programme.grain(term)
        if not grain or (high - low) / float(grain) >= VALUES:
            raise OutsideProgramme(*why)
        return [low + float(grain * count) for count in range(round((high - low) / float(grain)) + 1)]

    def _extreme(self, tree: Node, side: int) -> Amount:
        amounts = [self.number(arg, side) for arg in tree.args]
        there = self.programme.all_of([amount.there for amount in amounts])
        if there == ZERO:
            return GONE
        return Amount(self.extreme(tree.op, [amount.value for amount in amounts], side), there)

    def extreme(self, op: str, terms: Sequence[Linear], side: int = EQUAL) -> Linear:
        """The least (`min`) or greatest of some terms; of those that can never bind nothing is put in."""
        sign = 1.0 if op == "min" else -1.0
        signed = [term.times(sign) for term in terms]
        spans = [self.programme.span(term) for term in signed]
        least = min(high for _, high in spans)
        first = next(at for at, (_, high) in enumerate(spans) if high == least)
        near = [term for at, term in enumerate(signed) if at == first or spans[at][0] < least]
        if len(near) == 1:
            return near[0].times(sign)
        value = self._new(min(low for low, _ in spans), least, near)
        self._least(value, near, round(side * sign))
        return value.times(sign)

    def _least(self, value: Linear, terms: Sequence[Linear], side: int) -> None:
        if side != ATLEAST:
            for term in terms:
                self.programme.keep(term.plus(value, -1.0), low=0.0)
        if side != ATMOST:
            taken = [self.programme.binary() for _ in terms]
            self.programme.keep(summed(taken), 1.0, 1.0)
            for literal, term in zip(taken, terms, strict=True):
                self.bind(value, term, literal, ATLEAST)

    def _when(self, tree: Node, side: int) -> Amount:
        then, other = (self.number(arg, side) for arg in tree.args[1:])
        return self.chosen(self.truth(tree.args[0]), then, other, side)

    def _steps(self, tree: Node, _side: int) -> Amount:
        """Whole steps: for each of them, whether the figure has come so far."""
        quotient = Node("div", (Node("sub", tree.args[:2]), tree.args[2]))
        amount = self.number(quotient)
        low, high = (math.floor(end + TOLERANCE) for end in self.programme.span(amount.value))
        if high - low > VALUES:
            raise OutsideProgramme(*STEPPED)
        passed = [self._from_step(tree, count).true for count in range(low + 1, high + 1)]
        return Amount(Linear(float(low)).plus(summed(passed)), amount.there)

    def _from_step(self, tree: Node, count: int) -> Truth:
        """Whether so many whole steps are there."""
        return self._at_least(tree, float(count))

    def _at_least(self, tree: Node, amount: float) -> Truth:
        moved = self._moved(tree)
        if len(moved) == 1:
            return self._alone(Node("ge", (tree, Node("number", value=amount))), moved[0])
        quotient = self.number(Node("div", (Node("sub", tree.args[:2]), tree.args[2])))
        return self.above(quotient.value.plus(Linear(amount), -1.0), -TOLERANCE, even=True)

    # conditions

    def joined(self, op: str, truths: Sequence[Truth]) -> Truth:
        """Some conditions joined by `and` or `or`."""
        every, some = self.programme.all_of, self.programme.any_of
        true, false = [truth.true for truth in truths], [truth.false for truth in truths]
        return Truth(every(true), some(false)) if op == "and" else Truth(some(true), every(false))

    def _chosen_truth(self, condition: Truth, then: Truth, other: Truth) -> Truth:
        every, some = self.programme.all_of, self.programme.any_of
        ways = [(condition.true, then), (condition.false, other)]
        return Truth(
            some([every([taken, way.true]) for taken, way in ways]),
            some([every([taken, way.false]) for taken, way in ways]),
        )

    def _compared(self, tree: Node) -> Truth:
        """A comparison of several levers, by what lies between the values that the difference can take."""
        sides, width, present = self._crossed(tree.args)
        left, right = (self.number(arg) for arg in sides)
        gap = left.value.plus(right.value, -1.0)
        present = self.programme.all_of([present, left.there, right.there])
        truth = _COMPARED[tree.op](self, gap, width)
        every = self.programme.all_of
        return truth if present == ONE else Truth(every([present, truth.true]), every([present, truth.false]))

    def _crossed(self, sides: Sequence[Node]) -> tuple[Sequence[Node], float, Linear]:
        """Two sides, the moving denominator of one multiplied out where it is never below zero; how large it is, and 1
        where it is not zero.
        """
        left, right = sides
        for over, other, back in ((left, right, False), (right, left, True)):
            if over.op == "div" and self._moved(over.args[1]) and not self._moved(other):
                below = self.number(over.args[1])
                low, high = self.programme.span(below.value)
                if below.there == ONE and low >= 0 and evaluate(other, self.names) is not None:
                    whole = Node("mul", (other, over.args[1]))
                    above_zero = self.truth(Node("gt", (over.args[1], Node("number", value=0.0)))).true
                    return ((whole, over.args[0]) if back else (over.args[0], whole)), max(1.0, high), above_zero
        return sides, 1.0, ONE

    def above(self, gap: Linear, by: float, width: float = 1.0, *, even: bool) -> Truth:
        """Whether a gap is above so much, or just so much; told at the middle between two values it can take.

        `width`: by how much a denominator was multiplied out, and with it the engine's tolerance.
        """
        low, high = self.programme.span(gap)
        if low > by or high < by:
            return TRUE if low > by else FALSE
        grain = self.programme.grain(gap)
        if not grain or float(grain) < max(FINE, 2 * TOLERANCE * width):
            raise OutsideProgramme(*COMPARED)
        count = (Fraction(by) - Fraction(gap.constant)) / grain
        near = math.ceil(count) if even else math.floor(count) + 1
        middle = gap.constant + float(grain * near) - float(grain) / 2
        return self._split(gap, middle)

    def _split(self, gap: Linear, middle: float) -> Truth:
        low, high = self.programme.span(gap)
        if middle <= low or middle >= high:
            return TRUE if middle <= low else FALSE
        above = self.programme.binary()
        self.programme.keep(gap.plus(above, low - middle), low=low)
        self.programme.keep(gap.plus(above, middle - high), high=middle)
        return Truth(above, denied(above))

    @property
    def _worked(self) -> Mapping[str, Callable[[Node, int], Amount]]:
        return {
            "add": self._added, "sub": self._added, "neg": self._negated, "mul": self._multiplied,
            "div": self._divided, "min": self._extreme, "max": self._extreme, "when": self._when, "steps": self._steps,
        }  # fmt: skip


def _not(truth: Truth) -> Truth:
    return Truth(truth.false, truth.true)


def _even(rows: FormulaRows, gap: Linear, width: float) -> Truth:
    return rows.joined("and", [_COMPARED[op](rows, gap, width) for op in ("ge", "le")])


_COMPARED: dict[str, Callable[[FormulaRows, Linear, float], Truth]] = {
    "ge": lambda rows, gap, width: rows.above(gap, -TOLERANCE, width, even=True),
    "gt": lambda rows, gap, width: rows.above(gap, TOLERANCE, width, even=False),
    "lt": lambda rows, gap, width: _not(rows.above(gap, -TOLERANCE, width, even=True)),
    "le": lambda rows, gap, width: _not(rows.above(gap, TOLERANCE, width, even=False)),
    "eq": _even,
    "ne": lambda rows, gap, width: _not(_even(rows, gap, width)),
}
