"""Clauses that compare units, each with its points counted from its wording; fields with ties and missing figures."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from published_kinds import Kind

CITY, MONTH = "320281", "2021-03"
MOST, EACH, HALF = 5.0, 0.1, 0.5
VALUES = {"most": (MOST, "point"), "each": (EACH, "point"), "half": (HALF, "share")}
EVERYBODY = 'field = { of = "all" }'
Figure = float | None
Outcome = tuple[float, float]
FEWEST = 2


def _quantile(figures: Sequence[float], share: float) -> float:
    ordered = sorted(figures)
    at = share * (len(ordered) - 1)
    below = math.floor(at + 1e-9)
    part = at - below
    return ordered[below] if part < 1e-9 else ordered[below] * (1 - part) + ordered[below + 1] * part


def _between(own: float, ends: tuple[float, float]) -> float | None:
    return None if ends[0] == ends[1] else (own - ends[0]) / (ends[1] - ends[0])


def _place(own: float, figures: Sequence[float]) -> int:
    return 1 + sum(figure > own + 1e-9 for figure in figures)


def _part(part: float, whole: float) -> float | None:
    return MOST * part / whole if whole else None


def _scaled(part: float | None) -> float | None:
    return None if part is None else MOST * part


@dataclass(frozen=True)
class Relative:
    """A wording, its formula, and what it gives a unit by plain counting; None where it says nothing.

    `tight`: a word of the formula stands once, so that the ends of an interval are reached.
    """

    text: str
    formula: str
    counted: Callable[[float, Sequence[float]], float | None]
    tight: bool = True


KINDS = {
    "share of the best": Relative(
        "与最高者之比计分。", "most * rate / highest(rate)", lambda own, every: _part(own, max(every))),
    "min-max": Relative(
        "最高者得满分，最低者不得分，其间按比例。", "most * standing(rate)",
        lambda own, every: _scaled(_between(own, (min(every), max(every))))),
    "rank": Relative(
        "第一名得满分，每低一名减0.1分。", "max(0, most - each * (place(rate) - 1))",
        lambda own, every: max(0.0, MOST - EACH * (_place(own, every) - 1))),
    "rank from the lowest": Relative(
        "最低者得满分，每高一名减0.1分。", "max(0, most - each * (place(-rate) - 1))",
        lambda own, every: max(0.0, MOST - EACH * (_place(-own, [-figure for figure in every]) - 1))),
    "above the mean": Relative(
        "不低于平均数得满分。", "when(rate >= mean(rate), most, 0)",
        lambda own, every: MOST if own >= math.fsum(every) / len(every) - 1e-9 else 0.0),
    "share of the mean": Relative(
        "与平均数之比计分，最高5分。", "min(most, most * rate / mean(rate))",
        lambda own, every: min(MOST, MOST * own / (sum(every) / len(every))) if sum(every) else None),
    "quantile": Relative(
        "达到中位数得满分。", "when(rate >= quantile(rate, half), most, 0)",
        lambda own, every: MOST if own >= _quantile(every, HALF) - 1e-9 else 0.0),
    "distance to frontier": Relative(
        "（最差−实际）÷（最差−最好）。", "most * (lowest(rate) - rate) / (lowest(rate) - highest(rate))",
        lambda own, every: _scaled(_between(own, (min(every), max(every)))), tight=False),
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    """The unit's own figure and those of the others; `apply`: whether the clause applies to each, its own first."""

    own: Figure
    others: tuple[Figure, ...]
    apply: tuple[Figure, ...] = ()

    def frame(self, **changed: Figure) -> pl.DataFrame:
        """The figures as the engine takes them."""
        rates = [changed.get("rate", self.own), *self.others]
        applies = list(self.apply) or [1.0] * len(rates)
        applies[0] = changed.get("sound", applies[0])
        cities = [CITY, *(str(320282 + number) for number in range(len(self.others)))]
        named = {"rate": rates, "sound": applies}
        columns = {name: pl.Series(part, dtype=pl.Float64) for name, part in named.items()}
        return pl.DataFrame({"city": cities, "month": [MONTH] * len(rates), **columns})

    def counted(self, kind: Relative, own: Figure) -> Outcome:
        """Between what the clause's points lie for an own figure, over whatever the missing ones may be."""
        if own is None:
            return 0.0, MOST
        reached = list(self._reached(kind, own))
        return (0.0, MOST) if None in reached else (min(reached), max(reached))  # type: ignore[type-var]

    def _reached(self, kind: Relative, own: float) -> Iterator[float | None]:
        applies = self.apply[1:] or (1.0,) * len(self.others)
        known = [figure for figure in (own, *self.others) if figure is not None]
        ends = sorted({0.0, 1.0, *known, *(figure + sign * 1e-6 for figure in known for sign in (1, -1))})
        ends = [end for end in ends if 0 <= end <= 1]
        options = [self._options(*pair, ends) for pair in zip(self.others, applies, strict=True)]
        for chosen in itertools.product(*options):
            every = [own, *(figure for figure in chosen if figure is not None)]
            yield kind.counted(own, every) if len(every) >= FEWEST else None

    @staticmethod
    def _options(figure: Figure, applies: Figure, ends: list[float]) -> list[Figure]:
        """What another unit may come to; None: the clause does not apply to it."""
        there = [figure] if figure is not None else list(ends)
        return [None] if applies == 0 else [None, *there] if applies is None else there


FIELDS = {
    "plain": Field(0.7, (0.6, 0.8, 1.0)),
    "ties": Field(0.8, (0.8, 0.8, 0.6)),
    "a tie at the top": Field(0.9, (0.9, 0.5)),
    "all even": Field(0.5, (0.5, 0.5)),
    "all nothing": Field(0.0, (0.0, 0.0)),
    "nothing of its own": Field(0.0, (0.4, 0.8)),
    "another lacks its figure": Field(0.7, (0.6, None, 0.9)),
    "two lack their figures": Field(0.7, (None, 0.9, None)),
    "all others lack theirs": Field(0.7, (None, None)),
    "its own is missing": Field(None, (0.6, 0.8)),
    "alone": Field(0.7, ()),
    "two units": Field(0.7, (0.9,)),
    "two even units": Field(0.7, (0.7,)),
    "two units, the other lacks it": Field(0.7, (None,)),
    "it applies to some": Field(0.7, (0.6, 0.9, 0.4), (1, 1, 0, 1)),
    "it applies to nobody else": Field(0.7, (0.6, 0.9), (1, 0, 0)),
    "it may apply to another": Field(0.7, (0.6, 0.9, 0.4), (1, 1, None, 1)),
}  # fmt: skip
APPLYING = [name for name, field in FIELDS.items() if field.apply]
"""Fields in which not every unit has what is judged."""


def relative_kind(kind: Relative, applying: bool) -> Kind:
    """The clause; where it does not apply to every unit, its points are shared out."""
    more = 'applies = "sound"\ninapplicable = "share"\n' if applying else ""
    return Kind(kind.text, kind.formula, values=VALUES, more=more + EVERYBODY, title="比较")
