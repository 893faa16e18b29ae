"""Levers and their lattices: in which whole units a figure is sought, and between which bounds (可提升指标与刻度)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from analysis.facts import is_whole_unit
from analysis.formulas import Node
from analysis.problems import InputError, Problem, did_you_mean
from analysis.questions.starting_points import StartingPoint
from analysis.scenarios import change_targets, changes

FINE = {"yuan": 100, "share": 10_000, "day": 100, "point": 100}
"""How many of the smallest parts that are sought make one unit: fen, hundredths of a percent, hundredths of a day."""
BOARD = {"yuan": 10**8}
"""By how many units a lever moves on the board where not by one: money by 亿元 (100 million yuan)."""
PARTS, TEN = 10**6, 10
"""Into about how many parts the range of a rule value is divided: a power of ten."""
NOISE = 6
"""At how many decimals of a smallest part the noise of float products is cut off."""
INNER = {"inner": True}
"""What of a lever is only for reckoning, and shown in no answer."""
CHOICE, FLAG, RANK = "choice", "flag", "rank"
WHOLE, DICTIONARY = "whole", "dictionary"


@dataclass(frozen=True)
class Lever:
    """One target that can be moved: its present figure (None: missing), unit, bounds, and its lattice.

    `per`: how many smallest parts make one unit: 100 for yuan (fen), 1 for counts. `first`, `last`: the bounds in
    smallest parts. `bound`: what the upper bound is: the whole of which it is a part, or the dictionary's.
    """

    target: str
    unit: str
    now: float | None
    low: float
    high: float
    per: int = field(metadata=INNER)
    bound: str = field(metadata=INNER)
    zh: str
    en: str

    @cached_property
    def first(self) -> int:
        return math.ceil(round(self.low * self.per, NOISE))

    @cached_property
    def last(self) -> int:
        return math.floor(round(self.high * self.per, NOISE))

    @property
    def board(self) -> int:
        """By how many smallest parts it moves on the board."""
        return BOARD[self.unit] * self.per if self.unit in BOARD else 1

    def amount(self, place: int) -> float:
        """The figure at a place of the lattice."""
        return place / self.per

    def amounts(self, places: NDArray[np.int64]) -> NDArray[np.float64]:
        """The figures at places of the lattice."""
        return places / float(self.per)

    def change(self, place: int | None) -> float | None:
        """The change from the present figure to a place, without the noise of a float difference."""
        if place is None or self.now is None:
            return None
        return round(self.amount(place) - self.now, len(str(self.per)))

    def up(self) -> int:
        """The first place not below the present figure; the lowest where it is missing."""
        return self.first if self.now is None else math.ceil(round(self.now * self.per, NOISE))

    def down(self) -> int:
        """The last place not above the present figure."""
        return self.first if self.now is None else math.floor(round(self.now * self.per, NOISE))


def lever_of(here: StartingPoint, target: str, low: float | None = None, high: float | None = None) -> Lever:
    """The lever of a target: a fact or `<clause>.<value>`, between the dictionary's bounds or the given ones.

    The upper bound is never above the whole of which a fact is a part, the lower never above the present figure nor
    below the fact's own parts, whichever rulebook judges these.
    Raises `InputError` for what is no target, for readings, windows and choices, and for bounds the wrong way round.
    """
    _refuse(here, target)
    lever = _of_value(here, target) if target in here.book.amounts() else _of_fact(here, target)
    least = lever.low if low is None else max(low, _floor(here, target))
    most = lever.high if high is None else min(high, _ceiling(here, target))
    if least > most or not math.isfinite(least) or not math.isfinite(most):
        zh, en = "下限大于上限，或不是有限数。", "The lower bound is above the upper one, or not finite."
        raise InputError([Problem(f"{target}", zh, en)])
    return Lever(target, lever.unit, lever.now, least, most, lever.per, lever.bound, lever.zh, lever.en)


def _refuse(here: StartingPoint, target: str) -> None:
    targets = [name for name in change_targets(here.book) if not name.endswith(".reading")]
    if target not in targets:
        zh, en = did_you_mean(target, targets)
        message = f"不是规则集 {here.book.id} 的指标或规则值。{zh}"
        raise InputError([Problem(target, message, f"No fact or rule value of rulebook {here.book.id}. {en}".rstrip())])
    fact = here.book.dictionary.get(target)
    if target in changes.window_targets(here.book) or (fact is not None and fact.unit == CHOICE):
        raise InputError(
            [Problem(target, "不能连续改动，不能作为可提升指标。", "This has no more or less; it is no lever.")]
        )


def _of_fact(here: StartingPoint, target: str) -> Lever:
    fact, now = _fact(here, target), here.values.get(target)
    ceiling = _ceiling(here, target)
    high = min(max(fact.high, now or 0.0), ceiling)
    bound = WHOLE if ceiling <= max(fact.high, now or 0.0) and math.isfinite(ceiling) else DICTIONARY
    floor = 1.0 if fact.unit == RANK else 0.0
    low = max(floor, _floor(here, target), min(fact.low, now if now is not None else fact.low))
    per = 1 if is_whole_unit(fact.unit) else FINE.get(fact.unit, 1)
    return Lever(target, fact.unit, now, low, max(low, high), per, bound, fact.zh, fact.en)


def _fact(here: StartingPoint, target: str):  # type: ignore[no-untyped-def]
    """The fact, or for a history the fact behind it."""
    drawn = {history.name: history for clause in here.book.clauses.values() for history in clause.histories.values()}
    return here.book.dictionary[drawn[target].of if target in drawn else target]


def _ceiling(here: StartingPoint, target: str) -> float:
    """The whole of which a fact is a part."""
    fact = here.book.dictionary.get(target)
    whole = here.figure(fact.within) if fact is not None and fact.within else None
    return math.inf if whole is None else whole


def _floor(here: StartingPoint, target: str) -> float:
    """The largest part of a whole: a whole cannot fall below it."""
    parts = [here.figure(name) for name, fact in here.book.dictionary.items() if fact.within == target]
    return max([-math.inf, *(part for part in parts if part is not None)])


def _of_value(here: StartingPoint, target: str) -> Lever:
    clause, _, name = target.rpartition(".")
    value, now = here.book.clauses[clause].values[name], here.values.get(target)
    amounts = [amount for amount in (value.low, value.high, now) if amount is not None]
    low, high = min([0.0 if value.low is None else value.low, *amounts]), max(amounts, default=1.0)
    per = FINE["yuan"] if value.unit == "yuan" else int(TEN ** max(0, round(math.log10(PARTS / (high or 1.0)))))
    return Lever(target, value.unit, now, low, high, per, DICTIONARY, value.zh, name.replace("_", " "))


def movable_facts(here: StartingPoint) -> tuple[str, ...]:
    """The facts that a city can work on, in the rulebook's order.

    Left out: choices; wholes of which other facts are parts, and facts that only stand below a line or say whether a
    clause applies: they say what a city is, not what it does.
    """
    wholes = {fact.within for fact in here.book.dictionary.values()}
    clauses = here.book.clauses.values()
    spoken = dict.fromkeys(name for clause in clauses for name in clause.facts(here.reading(clause).name))
    facts = [name for name in spoken if name not in wholes and here.book.dictionary[name].unit != CHOICE]
    return tuple(name for name in facts if not _only_below(here, name))


def _only_below(here: StartingPoint, fact: str) -> bool:
    judging = here.judging(fact)
    trees = [
        (tree, here.reading(clause).applies_whole)
        for clause in judging
        for part in ("points", "met")
        for tree in here.trees(clause, part)
    ]
    return not any(_stands_above(tree, fact, applies) for tree, applies in trees)


def _stands_above(tree: Node, fact: str, applies: Node | None = None) -> bool:
    if tree.op == "name":
        return tree.value == fact
    if tree.op == "when":
        # a condition that only asks whether a denominator is zero makes nothing a lever
        empty = tree.args[0].op == "eq" and tree.args[0].args[0] == Node("name", value=fact)
        skipped = empty or tree.args[0] == applies
        return any(_stands_above(arg, fact, applies) for arg in tree.args[1 if skipped else 0 :])
    return any(_stands_above(arg, fact, applies) for arg in (tree.args[:1] if tree.op == "div" else tree.args))
