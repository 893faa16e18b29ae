"""How far one price may be off before another plan is better: exactly, by the plans themselves (费用错多少才变)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial

from analysis.questions.planning.plan_costs import CostLine
from analysis.questions.planning.plan_search import POINTS, Moves, PlanSearch
from analysis.questions.planning.programme import Solution

EACH, FIXED = "each", "fixed"
TURNS = 60
"""How many plans may be looked at on the way to where a price turns; each is another one, so that few are needed."""
FURTHER = (1, 10, 100, 1000)
"""How many times what is short is added, where the rulebook finds a plan a hair short, until it finds none so."""
HAIR, SMALL = 1e-9, 1e-3
BEYOND = 1e-7
"""How many more points make a plan better than another."""


@dataclass(frozen=True)
class PriceTurn:
    """Up to what price, and down to what, a plan stays the best; None where no price at all makes another one better.

    `what`: `each` for the price of a unit, `fixed` for what moving the figure at all costs. `then_high`, `then_low`:
    the moves of a plan that is better beyond; None where the plan no longer keeps within its budget, and that is all.
    """

    target: str
    what: str
    price: float
    low: float | None = None
    high: float | None = None
    then_low: Moves | None = None
    then_high: Moves | None = None


@dataclass
class PriceSearch:
    """Seeks the turns of a plan's prices, each by itself, all others being as they are.

    What a plan costs is a line over one price. The least cost over all plans lies below all these lines, so that a plan
    is the best from one price to another. From a price at which it is not, the crossing with the plan that is better
    there comes nearer and nearer to the turn, and after a few plans stands on it. `total`: the rulebook's total.
    """

    search: PlanSearch
    best: Moves
    total: Callable[[Moves], float]

    def turns(self) -> Iterator[PriceTurn]:
        """A row for each price of each figure, as far as it has one."""
        for line in self.search.costs.values():
            for what in (EACH, FIXED) if line.fixed else (EACH,):
                yield self._turn(line, what)

    def _turn(self, line: CostLine, what: str) -> PriceTurn:
        turn = PriceTurn(line.target, what, getattr(line, what))
        if self.search.goal.least == POINTS:
            return self._within_budget(line, turn)
        high, then_high = self._upwards(line, turn)
        low, then_low = self._downwards(line, turn)
        budget = self._affordable(turn)
        if budget is not None and (high is None or budget < high):
            high, then_high = budget, None
        return replace(turn, low=low, high=high, then_low=then_low, then_high=then_high)

    def _upwards(self, line: CostLine, turn: PriceTurn) -> tuple[float | None, Moves | None]:
        """From the plan that moves the figure least, which some price makes the better one."""
        if not self._weight(turn, self.best):
            return None, None
        at_all = turn.what == FIXED
        other = self._reaching(self.search.goal.reach, partial(self.search.least_moved, line.target, at_all))
        return self._crossed(line, turn, other)

    def _downwards(self, line: CostLine, turn: PriceTurn) -> tuple[float | None, Moves | None]:
        """From the plan that is best where the figure costs nothing."""
        if not turn.price:
            return None, None
        other = self._best_at(line, turn, 0.0)
        return self._crossed(line, turn, other) if other and self._cheaper(turn, other, 0.0) else (None, None)

    def _crossed(self, line: CostLine, turn: PriceTurn, other: Moves | None) -> tuple[float | None, Moves | None]:
        """Where the plan and another cost the same; then where it and what is better there do; until nothing is."""
        at: float | None = None
        for _ in range(TURNS):
            crossing = self._crossing(turn, other)
            if crossing is None:
                break
            at, then = crossing, other
            other = self._best_at(line, turn, at)
            if other is None or not self._cheaper(turn, other, at):
                return at, then
        return at, other if at is not None else None

    def _crossing(self, turn: PriceTurn, other: Moves | None) -> float | None:
        """The price at which another plan costs as much as this one; None where it moves the figure just as much."""
        if other is None:
            return None
        more = self._weight(turn, other) - self._weight(turn, self.best)
        dearer = self.search.cost_of(other) - self.search.cost_of(self.best)
        return None if abs(more) <= HAIR else max(0.0, turn.price - dearer / more)

    def _cheaper(self, turn: PriceTurn, other: Moves, price: float) -> bool:
        own, its = self._cost_at(turn, self.best, price), self._cost_at(turn, other, price)
        return its < own - HAIR * max(SMALL, abs(own))

    def _best_at(self, line: CostLine, turn: PriceTurn, price: float, more: float | None = None) -> Moves | None:
        """The cheapest plan at a price that reaches the goal's total, or more points than the best."""
        wanted = self.search.goal.reach if more is None else more
        other = replace(line, each=price) if turn.what == EACH else replace(line, fixed=price)
        return self._reaching(wanted, partial(self.search.priced, other))

    def _reaching(self, wanted: float | None, seek: Callable[[float | None], Solution | None]) -> Moves | None:
        """What is found and reaches a total by the rulebook, too; what comes next where it is a hair short."""
        asked = wanted
        for further in FURTHER:
            found = seek(asked)
            moves = None if found is None else self.search.moves(found)
            short = 0.0 if moves is None or wanted is None else wanted - self.total(moves)
            if short <= HAIR:
                return moves
            asked = (wanted or 0.0) + short * further
        return None

    def _cost_at(self, turn: PriceTurn, moves: Mapping[str, int], price: float) -> float:
        return self.search.cost_of(moves) + (price - turn.price) * self._weight(turn, moves)

    def _weight(self, turn: PriceTurn, moves: Mapping[str, int]) -> float:
        """By how much a plan's cost grows with a price: the units moved, or one where it is moved at all."""
        if turn.target not in moves:
            return 0.0
        lever = self.search.card.levers[turn.target]
        return 1.0 if turn.what == FIXED else abs(moves[turn.target]) * lever.step

    def _affordable(self, turn: PriceTurn) -> float | None:
        """The price at which the plan takes all of the budget."""
        budget, weight = self.search.goal.budget, self._weight(turn, self.best)
        return None if budget is None or not weight else turn.price + (budget - self.search.cost_of(self.best)) / weight

    def _within_budget(self, line: CostLine, turn: PriceTurn) -> PriceTurn:
        """For the most points within a budget: up to what price it is enough; from which one on for more points."""
        high = self._affordable(turn)
        if not turn.price or self.search.goal.budget is None:
            return replace(turn, high=high)
        low, then = self._more_points(line, turn, self.search.goal.budget)
        return replace(turn, low=low, high=high, then_low=then)

    @cached_property
    def _better(self) -> float:
        """A total that is better than the best plan's."""
        return self.total(self.best) + BEYOND

    def _more_points(self, line: CostLine, turn: PriceTurn, budget: float) -> tuple[float | None, Moves | None]:
        """The highest price at which a plan of more points keeps within the budget."""
        at, then = 0.0, self._best_at(line, turn, 0.0, self._better)
        if then is None or self._cost_at(turn, then, 0.0) > budget + HAIR * max(SMALL, budget):
            return None, None
        for _ in range(TURNS):
            weight = self._weight(turn, then)
            reached = at if not weight else turn.price + (budget - self.search.cost_of(then)) / weight
            if reached <= at + HAIR * max(SMALL, at) or math.isinf(reached):
                break
            at = min(reached, turn.price)
            better = self._best_at(line, turn, at, self._better)
            then = better if better and self._cost_at(turn, better, at) < budget - HAIR else then
        return at, then
