"""How a lever is shown and moved: its unit for readers, bounds, steps; exact both ways (刻度)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from analysis.facts.measures import label, whole
from analysis.problems import InputError, Problem
from analysis.questions import scales
from analysis.questions.standing import Standing
from analysis.rulebooks import Clause, Rulebook
from analysis.scenarios.changes import READING, unit_of, windows
from analysis.scenarios.units import times
from analysis.views.amounts import named

FLAG, CHOICE, RANK, MONEY, SHARE = "flag", "choice", "rank", "yuan", "share"
MONIES = (("亿元", "100 million yuan", 8), ("万元", "10,000 yuan", 4), ("元", "yuan", 0))
NOTCHES = 2000
"""Into about how many notches a slider is divided."""
PARTS = 10**4
"""How much finer than its range a number box is, where the unit has no smallest part."""


@dataclass(frozen=True)
class Dial:
    """A lever for readers. `low`, `high`, `step` (of the slider), `fine` (of the number box) in the unit shown.

    `scale`: how many of the target's own units make one that is shown: 10⁸ yuan make 亿元.
    """

    target: str
    label: str
    unit: str
    low: float
    high: float
    step: float
    fine: float
    scale: Decimal
    per: int
    whole: bool

    def shown(self, amount: float) -> float:
        """An amount in the unit shown, without the noise of float quotients."""
        return float(Decimal(repr(amount)) / self.scale)

    def written(self, shown: float) -> float:
        """A figure as it stands in the number box: two decimals, or as many as its steps have."""
        return round(shown, max(2, -math.floor(math.log10(self.fine))))

    @property
    def first(self) -> float:
        """The slider's lower end: a whole number of its steps, at or below the lowest figure."""
        return _multiple(self.low, self.step, math.floor)

    @property
    def last(self) -> float:
        """The slider's upper end: a whole number of its steps, at or above the highest figure."""
        return max(_multiple(self.high, self.step, math.ceil), self.first + self.step)

    def notch(self, shown: float) -> float:
        """Where the slider's handle stands for a figure: the nearest of its steps."""
        return min(max(_multiple(shown, self.step, round), self.first), self.last)

    def within(self, shown: float) -> float:
        """What a slider gives, held to the lever's bounds: its ends may lie a step beyond them."""
        return min(max(shown, self.low), self.high)

    def amount(self, shown: float) -> float:
        """What is shown as an amount in the target's own unit, on its lattice: whole counts, fen.

        Raises `InputError` for what is no finite number.
        """
        if not math.isfinite(shown):
            raise InputError([Problem(self.label, "不是数值。", "This is not a number.")])
        own = times(float(shown), self.scale)
        return own if self.per == 0 else round(own * self.per) / self.per


def dial(here: Standing, target: str, lang: str) -> Dial:
    """The dial of a lever where it stands now: between the dictionary's bounds, never above the whole it is part of.

    Raises `InputError` for what is no lever.
    """
    lever = scales.lever(here, target)
    unit, scale = _unit(lever.unit, lever.high, lang)
    low, high = (float(Decimal(repr(bound)) / scale) for bound in (lever.low, lever.high))
    counted = whole(lever.unit)
    step, fine = _steps(high - low, counted, lever.unit)
    per = lever.per if target in here.book.dictionary else 0
    return Dial(target, named(target, here.book, lang), unit, low, max(high, low), step, fine, scale, per, counted)


def _unit(unit: str, high: float, lang: str) -> tuple[str, Decimal]:
    place = 0 if lang == "zh" else 1
    if unit == MONEY:
        held = next(scale for scale in MONIES if high >= 10 ** scale[-1] or not scale[-1])
        return held[place], Decimal(10) ** held[-1]
    if unit == SHARE:
        return "%", Decimal("0.01")
    return ("" if unit == RANK else label(unit) if lang == "zh" else unit), Decimal(1)


def _steps(width: float, counted: bool, unit: str) -> tuple[float, float]:
    """The slider's step, 1, 2 or 5 of a power of ten, and the number box's."""
    step = nice(width / NOTCHES)
    if counted:
        return max(1.0, step), 1.0
    fine = 0.01 if unit in (MONEY, SHARE) else nice(width / PARTS)
    return max(fine, step), fine


def _multiple(shown: float, step: float, how: Callable[[Decimal], Any]) -> float:
    """The number of steps, rounded so, as a figure again: without the noise of float products."""
    size = Decimal(repr(step))
    return float(how(Decimal(repr(shown)) / size) * size)


def nice(size: float) -> float:
    """The next number at or above a size that reads well: 1, 2 or 5 of a power of ten."""
    if size <= 0:
        return 1.0
    power = Decimal(10) ** math.floor(math.log10(size))
    return float(next(power * part for part in (1, 2, 5, 10) if float(power * part) >= size * (1 - 1e-9)))


def snapped(book: Rulebook, target: str, amount: float) -> float:
    """An amount on its target's lattice: counts whole, money in fen, a flag 0 or 1, a choice one of those there are.

    Raises `InputError` for anything else: what comes from a page is not trusted.
    """
    fact = book.dictionary.get(target)
    if not math.isfinite(amount):
        raise InputError([Problem(target, "不是数值。", "This is not a number.")])
    if fact is None:
        return float(amount)
    choices = {FLAG: (0, 1), CHOICE: tuple(fact.choices)}.get(fact.unit)
    if choices is not None and amount not in choices:
        raise InputError([Problem(named(target, book, "zh"), "没有这个选项。", "There is no such choice.")])
    per = 1 if whole(fact.unit) else scales.FINE.get(fact.unit, 1)
    return round(amount * per) / per


def levers(book: Rulebook, clause: Clause, reading: str) -> tuple[str, ...]:
    """The facts that a clause judges under a reading."""
    return tuple(name for name in clause.facts(reading) if name in book.dictionary)


def rules(book: Rulebook, clause: Clause) -> tuple[str, ...]:
    """The rule values of a clause that can be varied, as targets: those with bounds, or set by no source."""
    fixed = windows(book)
    held = [value for value in clause.values.values() if value.amount is None or value.high is not None]
    return tuple(f"{clause.id}.{value.name}" for value in held if f"{clause.id}.{value.name}" not in fixed)


def kind(book: Rulebook, target: str) -> str:
    """`flag`, `choice`, `reading`, or empty for what has more or less."""
    if target.endswith(f".{READING}"):
        return READING
    unit = unit_of(target, book)
    return unit if unit in (FLAG, CHOICE) else ""
