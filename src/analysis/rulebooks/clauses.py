"""What a clause is (条款)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from analysis.catalogue import text_in
from analysis.formulas import Node, language
from analysis.rulebooks import applicability
from analysis.rulebooks.validity import ALWAYS, DatedAmount, Validity

DEFAULT = "default"
TESTED, SCORED, DEDUCTED = "test", "score", "deduction"
KINDS = (TESTED, SCORED, DEDUCTED)
PROVENANCES = ("text", "official", "local", "assumed", "proposed")
WINDOWS = ("any", "max", "min", "sum")
FIELDS = (LEAGUE, EVERYBODY) = ("league", "all")
MISSING = "missing"
FOREIGN = re.compile(r"[A-Za-z]{3,}")
"""A word of another script in a printed text."""


@dataclass(frozen=True)
class RuleValue:
    """A named number of a clause; `amount` is None where no source gives one (unset).

    `dated`: what it was and is, one after the other; `amount` and `source` are then those of one of them.
    """

    name: str
    amount: float | None
    unit: str
    zh: str
    source: str
    low: float | None = None
    high: float | None = None
    dated: tuple[DatedAmount, ...] = ()


@dataclass(frozen=True)
class Let:
    """A named part of a formula."""

    name: str
    tree: Node
    zh: str


@dataclass(frozen=True)
class ZeroDenominator:
    """What holds where a denominator is zero: a condition and what stands in the formula's place."""

    when: Node
    points: Node | None
    met: bool | None
    provenance: str
    zh: str
    en: str


@dataclass(frozen=True)
class Reading:
    """One way to read a clause: its formulas, as written.

    `possible` None means that the reading has no ceiling. `applies`: whether a unit has what is judged at all; where it
    has not, `inapplicable` says what stands instead (`share`, `mean`).
    """

    name: str
    zh: str
    why: str
    why_zh: str
    provenance: str
    lets: Mapping[str, Let]
    points: Node | None
    met: Node | None
    possible: Node | None
    least: Node
    empty: ZeroDenominator | None
    applies: Node | None = None
    inapplicable: str = ""

    def whole(self, part: str) -> Node | None:
        """`points` or `met` as it is judged, with lets put in: facts and values only."""
        return self._wholes[part]

    @cached_property
    def _wholes(self) -> dict[str, Node | None]:
        judged = {part: self.judged(part) for part in ("points", "met")}
        return {part: inline_lets(tree, self.lets) if tree else None for part, tree in judged.items()}

    def judged(self, part: str) -> Node | None:
        """`points` or `met` with the rules for zero denominators and for units it does not apply to around it."""
        tree = self.around(part)
        if tree is None:
            return None
        return applicability.applied_formula(tree, part, self.applies, self.inapplicable, self.possible)

    @property
    def applies_whole(self) -> Node | None:
        """Whether it applies, with lets put in; None where it applies to every unit."""
        return inline_lets(self.applies, self.lets) if self.applies else None

    def around(self, part: str) -> Node | None:
        """`points` or `met` as written, with the rule for zero denominators around it."""
        tree, instead = getattr(self, part), self._instead(part)
        if self.empty is None or tree is None or instead is None:
            return tree
        return Node("when", (self.empty.when, instead, tree))

    def _instead(self, part: str) -> Node | None:
        if self.empty is None:
            return None
        if part == "points":
            return self.empty.points
        truth = self.empty.met
        return None if truth is None else Node("eq", (Node("number", value=float(truth)), Node("number", value=1.0)))


@dataclass(frozen=True)
class History:
    """A fact drawn from this and earlier months of another fact: `how` over the last `months` months."""

    name: str
    of: str
    how: str
    months: str
    zh: str


@dataclass(frozen=True)
class ComparisonField:
    """The units a clause compares: those of a month in one league, or all; `fewest` names how many there must be."""

    of: str
    fewest: str = ""


@dataclass(frozen=True)
class ClauseNote:
    """What is assumed, local or doubtful in a clause, as it is printed in reports."""

    mark: str
    zh: str
    en: str


@dataclass(frozen=True)
class Example:
    """A case worked by hand: what is given, and the points and target it must give (`missing`: unknown).

    `field`: the figures of the other units, where the clause compares them. `on`: a day on whose rules it holds; else
    it holds by the newest.
    """

    given: Mapping[str, float]
    values: Mapping[str, float]
    reading: str
    points: Any = None
    met: Any = None
    at_target: bool = False
    field: tuple[Mapping[str, float], ...] = ()
    on: date | None = None


@dataclass(frozen=True)
class Clause:
    """One clause: its text, and how it judges facts; `validity`: while it is in force."""

    id: str
    file: str
    title: str
    title_zh: str
    text: str
    kind: str
    group: str
    provenance: str
    responsible: tuple[str, ...]
    supplier: tuple[str, ...]
    values: Mapping[str, RuleValue]
    histories: Mapping[str, History]
    readings: Mapping[str, Reading]
    notes: tuple[ClauseNote, ...]
    examples: tuple[Example, ...]
    blank: bool = False
    judged: bool = False
    field: ComparisonField | None = None
    validity: Validity = ALWAYS

    @property
    def word_notes(self) -> tuple[ClauseNote, ...]:
        """The notes on a printed word of another script: they stand wherever the text does."""
        words = set(FOREIGN.findall(self.text))
        return tuple(note for note in self.notes if any(f"“{word}”" in note.zh for word in words))

    def __repr__(self) -> str:
        """Its number and title: the whole file is what `scorecard rulebooks show` prints."""
        return f"Clause({self.id!r}, {self.title_zh or self.title!r})"

    def reading(self, name: str = DEFAULT) -> Reading:
        return self.readings[name]

    def trees(self, reading: str = DEFAULT) -> list[Node]:
        """The whole formulas of a reading: points and met, as far as it has them."""
        return [tree for part in ("points", "met") if (tree := self.readings[reading].whole(part))]

    def speaks_of(self, reading: str = DEFAULT) -> tuple[str, ...]:
        """Every name its formulas speak of: facts, values and histories."""
        return self._spoken[reading]

    @cached_property
    def _spoken(self) -> dict[str, tuple[str, ...]]:
        every = {name: [word for tree in self.trees(name) for word in tree.names] for name in self.readings}
        return {name: tuple(dict.fromkeys(words)) for name, words in every.items()}

    def compared(self, reading: str = DEFAULT) -> tuple[Node, ...]:
        """The parts of a reading's whole formulas that look at the field of units."""
        return self._compared[reading]

    @cached_property
    def _compared(self) -> dict[str, tuple[Node, ...]]:
        every = {name: [node for tree in self.trees(name) for node in tree.field_nodes] for name in self.readings}
        return {name: tuple(dict.fromkeys(nodes)) for name, nodes in every.items()}

    @cached_property
    def is_relative(self) -> bool:
        """Whether some reading of it looks at the field of units."""
        return any(self.compared(name) for name in self.readings)

    @property
    def may_not_apply(self) -> bool:
        """Whether some reading of it does not apply to every unit."""
        return any(reading.applies for reading in self.readings.values())

    @property
    def is_shared_out(self) -> bool:
        """Whether some reading shares its points out where it does not apply."""
        shares = (reading for reading in self.readings.values() if reading.inapplicable == applicability.SHARE)
        return any(reading.applies for reading in shares)

    def facts(self, reading: str = DEFAULT) -> tuple[str, ...]:
        """The facts it judges, those behind a history included."""
        names = (name for name in self.speaks_of(reading) if name not in self.values)
        return tuple(dict.fromkeys(self.histories[name].of if name in self.histories else name for name in names))

    def title_in(self, lang: str) -> str:
        return text_in(lang, self.title_zh, self.title)


def inline_lets(tree: Node, lets: Mapping[str, Let]) -> Node:
    """The tree with every let replaced by what it stands for."""
    if tree.op == "name" and tree.value in lets:
        return inline_lets(lets[str(tree.value)].tree, lets)
    return Node(tree.op, tuple(inline_lets(arg, lets) for arg in tree.args), tree.value)


def is_reserved(name: str) -> bool:
    """Whether a name is a word of the formula language, or for the choice of a reading or the field in scenarios."""
    return name in language.FORMULA_WORDS or name in ("reading", "field")
