"""What a proposal consists of: a formula, its values, the figures it needs, the words it rests on (提议的公式)."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from fractions import Fraction

from analysis.assessment_tables.scoring_words import PlainText

POINT, SHARE, FLAG = "point", "share", "flag"
LEAST_HIGH = 10
"""How far the slider of a counted figure goes at least."""


class Refusal(Exception):
    """A wording that is understood in part only: `zh` and `en` say what keeps it from being proposed."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


@dataclass(frozen=True)
class ProposedValue:
    """A number of the text under a name, in its unit."""

    amount: float
    unit: str
    zh: str


@dataclass(frozen=True)
class ProposedFact:
    """A figure that the formula needs, as the rulebook declares it: `label` says what in the words of the table."""

    label: str
    unit: str
    high: float


@dataclass(frozen=True)
class Proposal:
    """A formula proposed for a wording of a common kind.

    `wording`: which kind. `words`: the words as printed that it rests on. `zh`, `en`: what is assumed beyond them.
    `limit`: the most points, or for a deduction the most that is taken. `applies`, `inapplicable`: the figure that says
    whether the item concerns a unit, and what stands instead where it does not.
    """

    wording: str
    kind: str
    formula: str
    limit: float | None
    values: dict[str, ProposedValue] = field(hash=False)
    facts: dict[str, ProposedFact] = field(hash=False)
    words: tuple[str, ...]
    zh: str = ""
    en: str = ""
    applies: str = ""
    inapplicable: str = ""


@dataclass
class ProposedParts:
    """The values and figures of one item's proposal, each given its name as it is met."""

    item: str
    limit: Fraction | None
    values: dict[str, ProposedValue] = field(default_factory=dict)
    facts: dict[str, ProposedFact] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)

    def value(self, name: str, amount: Fraction, unit: str, zh: str) -> str:
        """The name of a new value; a second of the same name is numbered."""
        same = sum(re.fullmatch(rf"{name}(?:_\d+)?", other) is not None for other in self.values)
        named = f"{name}_{same + 1}" if same else name
        self.values[named] = ProposedValue(float(amount), unit, zh)
        return named

    def most(self) -> str:
        """The name of the value that holds the most points."""
        return "most" if "most" in self.values else self.value("most", self.points(), POINT, "最高分")

    def points(self) -> Fraction:
        """The most points. Raises `Refusal` where they are not stated."""
        if self.limit is None:
            raise Refusal("没有写最高几分", "the most points are not stated")
        return self.limit

    def fact(self, label: str, unit: str, high: Fraction | float = 1) -> str:
        """The name of a new figure."""
        name = f"{fact_stem(self.item)}_{len(self.facts) + 1}"
        same = sum(re.sub(r"\d+$", "", other.label) == label for other in self.facts.values())
        bound = 1.0 if unit in (SHARE, FLAG) else float(max(LEAST_HIGH, math.ceil(high)))
        self.facts[name] = ProposedFact(f"{label}{same + 1}" if same else label, unit, bound)
        return name

    def rests_on(self, fragment: PlainText) -> None:
        """Note the words that a part of the formula rests on."""
        said = fragment.original(0, len(fragment.text))
        self.words += [said] if said not in self.words else []

    def limited_to(self, stated: str | None) -> None:
        """Take note of a most that the words state. Raises `Refusal` where the points of the item are others."""
        if stated is None:
            return
        if self.limit is not None and Fraction(stated) != self.limit:
            said = f"{float(Fraction(stated)):g}"
            zh = f"文字写最高 {said} 分，分值却是 {float(self.limit):g} 分"
            raise Refusal(zh, f"the words say {said} points at most, the item has {float(self.limit):g}")
        self.limit = Fraction(stated)

    def proposal(self, wording: str, formula: str, kind: str = "score", said: tuple[str, str] = ("", "")) -> Proposal:
        """All of it, with the formula that uses it."""
        limit = None if self.limit is None else float(self.limit)
        return Proposal(wording, kind, formula, limit, self.values, self.facts, tuple(self.words), *said)


def fact_stem(item: str) -> str:
    """How the names of an item's own figures begin."""
    return "item_" + re.sub(r"[^0-9a-z]+", "_", item.lower())
