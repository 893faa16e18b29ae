"""A mixed-integer programme: variables, rows, and its solution by HiGHS (混合整数规划)."""

from __future__ import annotations

import ctypes
import math
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.problems import InputError, Problem

Bounds = tuple[float, float]
FREE = (-math.inf, math.inf)
FINEST = 10**6
"""The largest denominator that a coefficient is taken to have."""
CLOSE = 1e-12
"""How near, of its size, a float must lie to the fraction that it is taken for."""
SOLVED, OUT_OF_TIME = 0, 1
STANDARD_OUTPUT = 1
LEAST, MOST = 1e-3, 1e6
"""Between what sizes the coefficients of a row are brought, as far as that can be."""
FINER = 1e5
"""How many times larger a programme is put where the last digits count: a solver's tolerance is an absolute one."""
LARGEST = 1e3
"""To what size the largest coefficient of an objective is brought, so that what is compared is never tiny."""


@dataclass(frozen=True)
class Linear:
    """A constant and multiples of variables."""

    constant: float = 0.0
    parts: Mapping[int, float] = field(default_factory=dict)

    def plus(self, other: Linear, by: float = 1.0) -> Linear:
        """This and so many times another."""
        parts = dict(self.parts)
        for variable, amount in other.parts.items():
            parts[variable] = parts.get(variable, 0.0) + by * amount
        kept = {variable: amount for variable, amount in parts.items() if amount}
        return Linear(self.constant + by * other.constant, kept)

    def times(self, by: float) -> Linear:
        """So many times this."""
        return Linear().plus(self, by)

    def at(self, values: NDArray[np.float64]) -> float:
        """What it comes to where the variables are so."""
        return self.constant + math.fsum(amount * values[variable] for variable, amount in self.parts.items())


def summed(terms: Iterable[Linear]) -> Linear:
    """The sum of some terms."""
    total = Linear()
    for term in terms:
        total = total.plus(term)
    return total


ONE, ZERO = Linear(1.0), Linear(0.0)


@dataclass(frozen=True)
class Solution:
    """The best that was found: each variable's value, the objective there, and the bound that nothing can pass.

    `proven`: the search came to its end; else it stopped at a limit of time, and the bound stands apart.
    """

    values: NDArray[np.float64]
    objective: float
    bound: float
    proven: bool

    def of(self, term: Linear) -> float:
        """What a term comes to there."""
        return term.at(self.values)


@dataclass
class Programme:
    """Variables with bounds, and rows that keep sums of them between bounds.

    `grains`: for each variable the fraction of which it takes whole multiples only; None where it may lie anywhere.
    """

    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    grains: list[Fraction | None] = field(default_factory=list)
    rows: list[tuple[Linear, float, float]] = field(default_factory=list)

    def variable(self, low: float, high: float, *, whole: bool = False, grain: Fraction | None = None) -> Linear:
        """A new variable between bounds."""
        self.lows.append(low)
        self.highs.append(high)
        self.whole.append(whole)
        self.grains.append(Fraction(1) if whole else grain)
        return Linear(0.0, {len(self.lows) - 1: 1.0})

    def binary(self) -> Linear:
        """A new variable that is 0 or 1."""
        return self.variable(0.0, 1.0, whole=True)

    def keep(self, term: Linear, low: float = -math.inf, high: float = math.inf) -> int:
        """Keep a term between bounds; gives back the row's number."""
        self.rows.append((term, low, high))
        return len(self.rows) - 1

    def span(self, term: Linear) -> Bounds:
        """Between what a term lies by its variables' bounds."""
        ends = [
            sorted((amount * self.lows[variable], amount * self.highs[variable]))
            for variable, amount in term.parts.items()
        ]
        return term.constant + sum(low for low, _ in ends), term.constant + sum(high for _, high in ends)

    def grain(self, term: Linear) -> Fraction | None:
        """The fraction of which a term, its constant apart, takes whole multiples only."""
        grains = [_multiple(amount, self.grains[variable]) for variable, amount in term.parts.items()]
        return None if None in grains else common_grain(grain for grain in grains if grain is not None)

    def all_of(self, literals: Iterable[Linear]) -> Linear:
        """1 where all of some terms that are 0 or 1 are 1, else 0."""
        open_ones = [literal for literal in literals if literal != ONE]
        if any(self.span(literal)[1] <= 0 for literal in open_ones):
            return ZERO
        if len(open_ones) <= 1:
            return open_ones[0] if open_ones else ONE
        both = self.variable(0.0, 1.0, grain=Fraction(1))
        for literal in open_ones:
            self.keep(literal.plus(both, -1.0), low=0.0)
        self.keep(both.plus(summed(open_ones), -1.0), low=1.0 - len(open_ones))
        return both

    def any_of(self, literals: Iterable[Linear]) -> Linear:
        """1 where one of some terms that are 0 or 1 is 1, else 0."""
        return denied(self.all_of([denied(literal) for literal in literals]))

    def solved(
        self,
        objective: Linear,
        *,
        most: bool = False,
        bounds: Mapping[int, Bounds] | None = None,
        rows: Mapping[int, Bounds] | None = None,
        seconds: float = math.inf,
        presolve: bool = True,
    ) -> Solution | None:
        """The least (or most) of an objective; None where no values keep to all rows.

        `bounds`, `rows`: other bounds for some variables and rows in this search. `presolve`: whether the solver may
        first make the programme smaller, which costs the last digits.
        """
        from scipy.optimize import milp  # slow to load, and only a plan needs it

        if not self.lows:
            self.variable(0.0, 0.0)  # the solver takes no programme without any
        scale = (-1.0 if most else 1.0) * LARGEST / max((abs(amount) for amount in objective.parts.values()), default=1)
        costs = np.zeros(len(self.lows))
        for variable, amount in objective.parts.items():
            costs[variable] = amount * scale
        options = {"mip_rel_gap": 0.0, "presolve": presolve} | (
            {"time_limit": seconds} if math.isfinite(seconds) else {}
        )
        limits = {"integrality": np.array(self.whole, dtype=int), **self._limits(bounds, rows)}
        with solver_chatter_dropped():
            found = milp(costs, options=options, **limits)
        if found.x is None:
            refuse_out_of_time(found.status)
            return None
        values = np.where(self.whole, np.round(found.x), found.x)
        at_best = found.fun if found.mip_dual_bound is None else found.mip_dual_bound
        bound = objective.constant + at_best / scale
        return Solution(values, objective.at(values), bound, found.status == SOLVED)

    def end(
        self, objective: Linear, *, most: bool, bounds: Mapping[int, Bounds], rows: Mapping[int, Bounds] | None = None
    ) -> float | None:
        """The least (or most) of an objective, without the hair by which a solver's whole variables may be off."""
        found = self.solved(objective, most=most, bounds=bounds, rows=rows)
        if found is None:
            return None
        rest = self._rest(found.values, rows or {})
        finer = {at: (low * FINER, high * FINER) for at, (low, high) in bounds.items() if not self.whole[at]}
        term = self._filled(objective, found.values)
        again = rest.solved(Linear(0.0, term.parts), most=most, bounds=finer, presolve=False)
        return None if again is None else term.constant + again.objective / FINER

    def _rest(self, values: NDArray[np.float64], rows: Mapping[int, Bounds]) -> Programme:
        """The programme with its whole variables put in, all else so many times larger: so much finer is it solved."""
        lows, highs = (
            [0.0 if whole else end * FINER for end, whole in zip(each, self.whole, strict=True)]
            for each in (self.lows, self.highs)
        )
        rest = Programme(lows, highs, [False] * len(lows), self.grains)
        for row, (whole_term, low, high) in enumerate(self.rows):
            term = self._filled(whole_term, values)
            if term.parts:
                limits = [self._beyond(whole_term, values, end) * FINER for end in rows.get(row, (low, high))]
                rest.keep(Linear(0.0, term.parts), *limits)
        return rest

    def _beyond(self, term: Linear, values: NDArray[np.float64], end: float) -> float:
        """What an end leaves to the variables that are not whole."""
        if not math.isfinite(end):
            return end
        still = [float(-amount * values[at]) for at, amount in term.parts.items() if self.whole[at]]
        return math.fsum([end, -term.constant, *still])

    def _filled(self, term: Linear, values: NDArray[np.float64]) -> Linear:
        """A term with the values of its whole variables put in: what large multiples cancel is then gone exactly."""
        still = [float(amount * values[at]) for at, amount in term.parts.items() if self.whole[at]]
        moving = {at: amount for at, amount in term.parts.items() if not self.whole[at]}
        return Linear(math.fsum([term.constant, *still]), moving)

    def _limits(self, bounds: Mapping[int, Bounds] | None, rows: Mapping[int, Bounds] | None) -> dict[str, object]:
        from scipy.optimize import Bounds as VariableBounds  # as above
        from scipy.optimize import LinearConstraint

        lows, highs = np.array(self.lows), np.array(self.highs)
        for variable, (low, high) in (bounds or {}).items():
            lows[variable], highs[variable] = low, high
        ends = np.array([(rows or {}).get(row, (low, high)) for row, (_, low, high) in enumerate(self.rows)])
        constants = np.array([term.constant for term, _, _ in self.rows]).reshape(len(self.rows), 1)
        raised = np.array([_raised(term) for term, _, _ in self.rows]).reshape(len(self.rows), 1)
        limits = (ends.reshape(len(self.rows), 2) - constants) * raised
        kept = [LinearConstraint(self._matrix(raised[:, 0]), *limits.T)] if self.rows else []
        return {"bounds": VariableBounds(lows, highs), "constraints": kept}

    def _matrix(self, raised: NDArray[np.float64]) -> Any:
        from scipy.sparse import csr_array  # as above

        parts = [(row, *part) for row, (term, _, _) in enumerate(self.rows) for part in term.parts.items()]
        table = np.array(parts, dtype=float).reshape(len(parts), len(("row", "variable", "amount")))
        at, variables, amounts = table[:, 0].astype(int), table[:, 1].astype(int), table[:, -1]
        shape = (len(self.rows), len(self.lows))
        return csr_array((amounts * raised[at], (at, variables)), shape=shape)


def _raised(term: Linear) -> float:
    """How many times a row is put in: the solver passes over very small coefficients."""
    sizes = [abs(amount) for amount in term.parts.values()]
    return max(1.0, min(LEAST / min(sizes), MOST / max(sizes))) if sizes else 1.0


def refuse_out_of_time(status: int) -> None:
    """Raise `InputError` where a search ended before anything was found: nothing is said then to be impossible."""
    if status == OUT_OF_TIME:
        zh = "在时限内没有得出结果，不能说能否达到；请加大 --seconds，或用 --hold、--limit 缩小范围。"
        en = "Nothing was found in the time allowed, which says nothing of what is possible; allow more, or limit more."
        raise InputError([Problem("--seconds", zh, en)])


@contextmanager
def solver_chatter_dropped() -> Iterator[None]:
    """What the solver's library prints past Python on rare occasions is no part of an answer."""
    try:
        kept = os.dup(STANDARD_OUTPUT)
    except OSError:  # there is none
        yield
        return
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), STANDARD_OUTPUT)
    try:
        yield
    finally:
        with suppress(TypeError, OSError, AttributeError):  # where the library's own buffers are not to be had
            ctypes.CDLL(None).fflush(None)
        os.dup2(kept, STANDARD_OUTPUT)
        os.close(kept)


def denied(literal: Linear) -> Linear:
    """1 where a term that is 0 or 1 is 0."""
    return ONE.plus(literal, -1.0)


def as_fraction(amount: float) -> Fraction | None:
    """The fraction that a float stands for; None where it is no plain one."""
    near = Fraction(amount).limit_denominator(FINEST)
    return near if abs(float(near) - amount) <= CLOSE * abs(amount) else None


def _multiple(amount: float, grain: Fraction | None) -> Fraction | None:
    by = as_fraction(amount)
    return None if grain is None or by is None else abs(by) * grain


def common_grain(grains: Iterable[Fraction]) -> Fraction:
    """The largest fraction of which all are whole multiples; 0 where all are 0."""
    common = Fraction(0)
    for grain in grains:
        above = math.gcd(common.numerator * grain.denominator, grain.numerator * common.denominator)
        common = Fraction(above, common.denominator * grain.denominator)
    return common
