"""The parts of a total that share no reading, and rounds in which each takes its readings in turn (读法分块).

The total is a sum of clauses and of groups that cap, floor or choose; readings of different parts are chosen apart. So
the least, the most and the largest difference of two totals over all combinations of readings are sums over the parts.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.problems import InputError, Problem
from analysis.rulebooks import Rulebook, clauses
from analysis.scorecards import TOTAL, clause_expressions, groups

MOST, BLOCK = 4096, 2**22
"""How many combinations of readings a single capped group may have, and how many differences are held at once."""
Floats = NDArray[np.float64]
Reading = Mapping[str, str]
"""For some clauses the names of their readings."""


@dataclass(frozen=True)
class ReadingPart:
    """A node whose points add to the total, or a test, and the combinations of readings within it."""

    node: str
    tested: bool
    options: tuple[Reading, ...]

    def option(self, number: int) -> Reading:
        """The readings it takes in a round: those beyond its last begin again."""
        return self.options[number % len(self.options)]


def reading_parts(book: Rulebook) -> list[ReadingPart]:
    """The parts of the total and the tests. Raises `InputError` where a part has too many combinations."""
    tests = (clause.id for clause in book.of_kind(clauses.TESTED))
    summands = [ReadingPart(node, False, _options(book, node)) for node in _summands(book, TOTAL)]
    return summands + [ReadingPart(test, True, _options(book, test)) for test in tests]


def _summands(book: Rulebook, node: str) -> Iterator[str]:
    """The clauses, and the topmost groups that do more than add."""
    below, own = groups.direct_children(book, node)
    for group in below:
        plain = group.cap is None and group.least is None and group.choose is None
        yield from _summands(book, group.id) if plain else [group.id]
    yield from (clause.id for clause in own)


def _options(book: Rulebook, node: str) -> tuple[Reading, ...]:
    under = book.under(node) if node in book.groups else (book.clauses[node],)
    doubtful = [clause for clause in under if len(clause.readings) > 1 and _counts(clause.kind, node, book)]
    readings = [list(clause.readings) for clause in doubtful]
    if math.prod(map(len, readings)) > MOST:
        zh, en = "此分组内读法组合太多，无法逐一比较。", "This group has too many combinations of readings."
        raise InputError([Problem(f"{book.id}, {node}", zh, en)])
    names = [clause.id for clause in doubtful]
    return tuple(dict(zip(names, chosen, strict=True)) for chosen in itertools.product(*readings))


def _counts(kind: str, node: str, book: Rulebook) -> bool:
    """Whether the points of a node hang on a clause of this kind: a group's do not on its tests."""
    return kind != clauses.TESTED or node not in book.groups


@dataclass(frozen=True, eq=False)
class ScoredRounds:
    """Cases of so many scenarios in so many cities (`shape`), plain and in rounds of readings: totals with all parts.

    Rows stand by scenario, then by city.
    """

    shape: tuple[int, int]
    parts: Sequence[ReadingPart]
    plain: pl.DataFrame
    rounds: Sequence[pl.DataFrame]

    def extremes(self) -> tuple[Floats, Floats]:
        """The least and the most of each total over all readings."""
        single, several = self._points()
        return single + sum(part.min(axis=0) for part in several), single + sum(part.max(axis=0) for part in several)

    def regrets(self) -> tuple[Floats, Floats]:
        """For each scenario and city the most that another is above it, whatever the reading; and for each pair the
        most that the first is above the other, whatever the city too."""
        single, several = self._points()
        count, cities = self.shape
        regret, above = np.zeros(self.shape), np.full((count, count), -np.inf)
        step = max(1, BLOCK // count**2)
        for first in range(0, cities, step):
            block = slice(first, first + step)
            gaps = differences(single[:, block]) + sum(_widest(part[:, :, block]) for part in several)
            regret[:, block] = gaps.max(axis=0)
            above = np.maximum(above, gaps.max(axis=2))
        return regret, above

    def _points(self) -> tuple[Floats, list[Floats]]:
        """The sum of the parts with one reading, and each other part as readings × scenarios × cities."""
        scored = [part for part in self.parts if not part.tested]
        points = [self._column("low", part) for part in scored]
        single = sum((each[0] for each in points if len(each) == 1), np.zeros(self.shape))
        return single, [each for each in points if len(each) > 1]

    def _column(self, name: str, part: ReadingPart) -> Floats:
        column = clause_expressions.part_column(name, part.node)
        return np.stack([self._table(self.rounds[at][column]) for at in range(len(part.options))])

    def _table(self, column: pl.Series) -> Floats:
        return column.cast(pl.Float64).to_numpy().reshape(self.shape)

    def passes(self) -> list[bool | None]:
        """Whether each case passes under every reading: null where it hangs on the reading or on missing figures."""
        tests = [self._column("met", part) for part in self.parts if part.tested]
        if not tests:
            return [None] * math.prod(self.shape)
        fails = np.any([np.all(test == 0, axis=0) for test in tests], axis=0)
        holds = np.all([np.all(test == 1, axis=0) for test in tests], axis=0)
        return [False if no else True if yes else None for no, yes in zip(fails.ravel(), holds.ravel(), strict=True)]


def differences(points: Floats) -> Floats:
    """How much each scenario is above each other, by city."""
    return points[:, None] - points[None, :]


def _widest(points: Floats) -> Floats:
    """The most that each scenario is above each other over a part's readings."""
    widest = differences(points[0])
    for reading in points[1:]:
        np.maximum(widest, differences(reading), out=widest)
    return widest
