"""A card put into a programme for many cases at once, of which enough are to hold (多种情形编入规划).

The figures moved are the same in every case. What no case changes is put in once.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from analysis import scenarios
from analysis.questions.planning.card_rows import CardRows
from analysis.questions.planning.formula_rows import FormulaRows
from analysis.questions.planning.planned_levers import steps_between
from analysis.questions.planning.programme import ONE, Bounds, Linear, summed
from analysis.questions.starting_points import StartingPoint, numbered_grid
from analysis.rulebooks import Clause
from analysis.scorecards import TOTAL

SCALE = 1e3
"""How many times the totals stand in their rows: a solver's tolerance is an absolute one."""
Drawn = Mapping[str, NDArray[np.float64]]


@dataclass
class RobustRows(CardRows):
    """The programme of a card whose figures or benchmarks are drawn. `total`: what so many cases at least come to.

    `drawn`: for each uncertain target its amount in each case; none of them is moved. `need`: how many cases are to
    come to the total; with `passes`, passing every test. `cards`: the rows of each case.
    """

    drawn: Drawn = field(default_factory=dict)
    need: int = 0
    passes: bool = False

    def __post_init__(self) -> None:
        self.levers = {name: lever for name, lever in self.levers.items() if name not in self.drawn}
        self._within_drawn_wholes()
        self._cases = [self._case(number) for number in range(len(next(iter(self.drawn.values()))))]
        judged = [clause.id for name in self.drawn for clause in self.here.judging(name)]
        self._touched = [clause for clause in self.here.book.clauses.values() if clause.id in judged]
        super().__post_init__()
        self._given: list[Mapping[str, tuple[int, Bounds]]] = []
        self.cards = [self._card(case) for case in self._cases]
        self.tests = dict.fromkeys(self.tests, ONE)
        self.total = self._level(self.cards)

    def _within_drawn_wholes(self) -> None:
        """No part is moved beyond the smallest whole that is drawn."""
        for name, lever in self.levers.items():
            fact = self.here.book.dictionary.get(name)
            whole = self.drawn.get(fact.within or "") if fact else None
            if whole is not None:
                most = steps_between(lever.lever, lever.step, lever.now, float(whole.min()))[1]
                self.levers[name] = replace(lever, last=min(lever.last, max(0, most)))

    def _case(self, number: int) -> StartingPoint:
        drawn = {name: float(amounts[number]) for name, amounts in self.drawn.items()}
        return replace(self.here, values={**self.here.values, **drawn})

    def _standings(self, clause: Clause) -> list[StartingPoint]:
        """Each reading in each case, where the cases differ."""
        if clause not in self._touched:
            return self._readings(clause)
        return [standing for case in self._cases for standing in self._in(case)._readings(clause)]

    def _in(self, case: StartingPoint) -> RobustRows:
        """These rows as they stand in a case: what is put in from here on belongs to it alone."""
        own = copy.copy(self)
        own.here, own.points, own.tests, own.gifts = case, dict(self.points), dict(self.tests), {}
        return own

    def _card(self, case: StartingPoint) -> RobustRows:
        """The clauses that a case changes, and the total and tests then."""
        own = self._in(case)
        own._rows = FormulaRows(self.programme, self.levers, reached=self._rows.reached)
        for clause in self._touched:
            own._put(clause)
        self._given.append(own.gifts)
        varied = scenarios.vary(self.here.cases, numbered_grid({}, 1), self.here.book, self.here.city, self.here.month)
        own.total = own._node(TOTAL, varied)
        return own

    def _level(self, cards: Sequence[RobustRows]) -> Linear:
        """What the cases that hold come to at least."""
        spans = [self.programme.span(card.total) for card in cards]
        most = max(high for _, high in spans)
        level = self.programme.variable(min(low for low, _ in spans), most)
        holding = [self.programme.binary() for _ in cards]
        self.demands.append(self.programme.keep(summed(holding), low=float(self.need)))
        for card, holds, (low, _) in zip(cards, holding, spans, strict=True):
            below = level.plus(card.total, -1.0).plus(holds, most - low)
            self.programme.keep(below.times(SCALE), high=(most - low) * SCALE)
            for met in card.tests.values() if self.passes else ():
                self.programme.keep(met.plus(holds, -1.0), low=0.0)
        return level

    def ungiven(self, given: Sequence[str] = ()) -> Mapping[int, Bounds]:
        """Bounds of the gifts in every case."""
        return {**super().ungiven(given), **dict(self._gifts_of_cases(given))}

    def _gifts_of_cases(self, given: Sequence[str]) -> Iterator[tuple[int, Bounds]]:
        for gifts in self._given:
            for clause, (at, bounds) in gifts.items():
                yield at, bounds if clause in given else (0.0, 0.0)
