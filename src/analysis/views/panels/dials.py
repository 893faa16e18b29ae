"""How a lever is shown and moved: its unit for readers, bounds, steps; exact both ways (刻度)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from typing import Any

from analysis.facts import is_whole_unit, unit_label
from analysis.problems import InputError, Problem
from analysis.questions import breakpoints, lever_lattice, starting_points
from analysis.rulebooks import Clause, Rulebook
from analysis.scenarios import changes
from analysis.views.amounts import target_title

FLAG, CHOICE, RANK, MONEY, SHARE = "flag", "choice", "rank", "yuan", "share"
MONIES = (("亿元", "100 million yuan", 8), ("万元", "10,000 yuan", 4), ("元", "yuan", 0))
NOTCHES = 500
"""Into about how many notches a slider is divided."""
ROOM, LEAST = 1.25, 10
"""How far a slider goes beyond the last turn, and how many whole ones it spans at least."""
STEPS, ENDS = (1, 2, 5), (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8)
"""The first digits of steps, and of a slider's end."""
LARGEST_DIAL = 2.0**1000
"""Beyond this nothing is a figure; products with it would have no end."""
SLIDER_STEPS = 10**4
"""How much finer than its range a number box is, where the unit has no smallest part."""


@dataclass(frozen=True)
class Dial:
    """A lever for readers. `low`, `high`, `step` (of the slider), `fine` (of the number box) in the unit shown.

    `top`: how far the slider goes, past all turns; the number box goes on to `high`.
    `scale`: how many of the target's own units make one that is shown: 10⁸ yuan make 亿元.
    `part_of`: the name of the whole that bounds it from above, empty where the dictionary does.
    """

    target: str
    label: str
    unit: str
    low: float
    high: float
    top: float
    step: float
    fine: float
    scale: Decimal
    per: int
    whole: bool
    part_of: str = ""

    def shown(self, amount: float) -> float:
        """An amount in the unit shown, without the noise of float quotients."""
        return float(Decimal(repr(amount)) / self.scale)

    def written(self, shown: float) -> float:
        """A figure as it stands in the number box: to its smallest part; a rule value to two decimals or its steps'."""
        if self.per:
            return self.shown(self.amount(shown))
        return round(shown, max(2, -math.floor(math.log10(self.fine))))

    @property
    def first(self) -> float:
        """The slider's lower end: a whole number of its steps, at or below the lowest figure."""
        return _multiple(self.low, self.step, math.floor)

    @property
    def last(self) -> float:
        """The slider's upper end: a whole number of its steps, at or above its highest figure."""
        return max(_multiple(self.top, self.step, math.ceil), self.first + self.step)

    def reaches(self, shown: float) -> bool:
        """Whether a figure lies between the slider's ends."""
        return self.first <= shown <= self.last

    def notch(self, shown: float) -> float:
        """Where the slider's handle stands for a figure: the nearest of its steps."""
        return min(max(_multiple(shown, self.step, round), self.first), self.last)

    def within(self, shown: float) -> float:
        """What a slider gives, held to the lever's bounds: its ends may lie a step beyond them."""
        return min(max(shown, self.low), self.high)

    def fault(self, shown: float) -> str:
        """Why what was typed cannot be: `strange`, `below`, `above`, `above whole`, `not whole`; empty where it can."""
        if not math.isfinite(shown):
            return "strange"
        if shown > self.high:
            return "above whole" if self.part_of else "above"
        return "below" if shown < self.low else "not whole" if self.whole and shown != round(shown) else ""

    def amount(self, shown: float) -> float:
        """What is shown as an amount in the target's own unit, on its lattice: whole counts, fen.

        Raises `InputError` for what is no finite number.
        """
        if not math.isfinite(shown):
            raise InputError([Problem(self.label, "不是数值。", "This is not a number.")])
        own = changes.exact_product(float(shown), self.scale)
        return own if self.per == 0 else round(own * self.per) / self.per


def dial(here: starting_points.StartingPoint, target: str, lang: str, base: float | None = None) -> Dial:
    """The dial of a lever where it stands now: between the dictionary's bounds, never above the whole it is part of.

    `base`: where it stood before anything was changed; the slider reaches past it, and past every turn.
    Raises `InputError` for what is no lever.
    """
    lever = lever_lattice.lever_of(here, target)
    unit, scale = _unit(lever.unit, lever.high, lang)
    is_fact, counted = target in here.book.dictionary, is_whole_unit(lever.unit)
    bounds = (lever.low, lever.high, _top(here, lever, base) if is_fact else lever.high)
    low, high, top = (float(Decimal(repr(bound)) / scale) for bound in bounds)
    step, fine = _steps(top - low, counted, lever.unit)
    per, name = lever.per if is_fact else 0, target_title(target, here.book, lang)
    part_of = target_title(_whole(here, lever), here.book, lang) if _whole(here, lever) else ""
    return Dial(target, name, unit, low, max(high, low), max(top, low), step, fine, scale, per, counted, part_of)


def _whole(here: starting_points.StartingPoint, lever: lever_lattice.Lever) -> str:
    """The whole that bounds a lever from above; empty where the dictionary does."""
    return here.book.dictionary[lever.target].within or "" if lever.bound == lever_lattice.WHOLE else ""


def _top(here: starting_points.StartingPoint, lever: lever_lattice.Lever, base: float | None) -> float:
    """How far the slider goes: a round figure past the last turn and the base, further only where it stands further.

    The whole range where nothing says how far to go, and where the turns are too many to be found.
    """
    try:
        turns = [lever.amount(kink.place) for kink in breakpoints.lever_cells(here, lever).kinks]
    except InputError:
        return lever.high
    seen = max([lever.low, *turns, *([] if base is None else [base])])
    if seen <= lever.low:
        return lever.high
    past = round_number(seen * ROOM, ENDS)
    least = lever.low + LEAST if is_whole_unit(lever.unit) else past
    now = lever.now or 0.0
    return min(lever.high, max(past, least, round_number(now, ENDS) if now > past else past))


def _unit(unit: str, high: float, lang: str) -> tuple[str, Decimal]:
    if unit == MONEY:
        zh, en, power = next(money for money in MONIES if high >= 10 ** money[-1] or not money[-1])
        return zh if lang == "zh" else en, Decimal(10) ** power
    if unit == SHARE:
        return "%", Decimal("0.01")
    return ("" if unit == RANK else unit_label(unit) if lang == "zh" else unit), Decimal(1)


def _steps(width: float, counted: bool, unit: str) -> tuple[float, float]:
    """The slider's step, 1, 2 or 5 of a power of ten, and the number box's."""
    step = round_number(width / NOTCHES)
    if counted:
        return max(1.0, step), 1.0
    fine = 0.01 if unit in (MONEY, SHARE) else round_number(width / SLIDER_STEPS)
    return max(fine, step), fine


def _multiple(shown: float, step: float, how: Callable[[Decimal], Any]) -> float:
    """The number of steps, rounded so, as a figure again: without the noise of float products."""
    size = Decimal(repr(step))
    return float(how(Decimal(repr(shown)) / size) * size)


def round_number(size: float, digits: Sequence[float] = STEPS) -> float:
    """The next number at or above a size that reads well: 1, 2 or 5 of a power of ten, or others of such digits."""
    if size <= 0:
        return 1.0
    power = Decimal(10) ** math.floor(math.log10(size))
    steps = (power * Decimal(repr(digit)) for digit in (*digits, 10))
    return float(next(step for step in steps if float(step) >= size * (1 - 1e-9)))


def lattice_amount(book: Rulebook, target: str, amount: float) -> float:
    """An amount on its target's lattice: counts whole, money in fen, a flag 0 or 1, a choice one of those there are.

    Raises `InputError` for anything else: what comes from a page is not trusted.
    """
    fact = book.dictionary.get(target)
    if not isinstance(amount, Real) or not -LARGEST_DIAL < amount < LARGEST_DIAL:
        raise InputError([Problem(target, "不是有限的数值。", "This is no finite number.")])
    if fact is None:
        return float(amount)
    choices = {FLAG: (0, 1), CHOICE: tuple(fact.choices)}.get(fact.unit)
    if choices is not None and amount not in choices:
        raise InputError([Problem(target_title(target, book, "zh"), "没有这个选项。", "There is no such choice.")])
    per = 1 if is_whole_unit(fact.unit) else lever_lattice.FINE.get(fact.unit, 1)
    return round(amount * per) / per


def clause_levers(book: Rulebook, clause: Clause, reading: str) -> tuple[str, ...]:
    """The facts that a clause judges under a reading."""
    return tuple(name for name in clause.facts(reading) if name in book.dictionary)


def clause_rule_targets(book: Rulebook, clause: Clause) -> tuple[str, ...]:
    """The rule values of a clause that can be varied, as targets: those with bounds, or set by no source."""
    fixed = changes.window_targets(book)
    values = [value for value in clause.values.values() if value.amount is None or value.high is not None]
    return tuple(f"{clause.id}.{value.name}" for value in values if f"{clause.id}.{value.name}" not in fixed)


def target_kind(book: Rulebook, target: str) -> str:
    """`flag`, `choice`, `reading`, or empty for what has more or less."""
    if target.endswith(f".{changes.READING}"):
        return changes.READING
    unit = changes.target_unit(target, book)
    return unit if unit in (FLAG, CHOICE) else ""
