"""The whole curve of least cost against points: its corners, and the points between them (最省代价与总分的曲线)."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from analysis.questions.planning.plan_search import Moves, PlanSearch
from analysis.questions.planning.programme import Solution

APART = 1e-7
"""Totals nearer than this are taken as one: a solver cannot tell them apart."""
HAIR, SMALL = 1e-9, 1e-3
"""Of its size, how far a cost may lie above another that is the same but for the noise of floats; the least size."""
FURTHER = (1, 10, 100, 1000)
"""How many steps further is looked where the solver, so near, finds none or what the rulebook says is none."""
BENT = 1e-7
"""Of its size, how far a point must lie below the line between two others to be a corner of its own."""


@dataclass(frozen=True)
class CurvePoint:
    """A point that nothing betters: no plan has as many points for less.

    `corner`: whether a point more costs more beyond it than before it, however long the way. `proven`: the searches
    came to their end.
    """

    total: float
    spent: float
    moves: Moves
    corner: bool = True
    proven: bool = True


@dataclass
class CurveSearch:
    """Points of the curve of a plan's programme, whatever total its goal asks for.

    Corners are found by what a point is worth: nothing lies below the line from one to the next. The points between
    are found one after another, each the cheapest that comes at least `finest` beyond the one before; with 0, all.
    `total`: the rulebook's total after some moves.
    """

    search: PlanSearch
    total: Callable[[Moves], float]
    finest: float = 0.0

    def points(self) -> list[CurvePoint]:
        """The curve from its cheapest point to the most points within reach; none where limits forbid everything."""
        corners = self._corners()
        found = corners[:1]
        for left, right in itertools.pairwise(corners):
            found += [*self._between(left, right), right]
        return found

    def _corners(self) -> list[CurvePoint]:
        first = self._cheapest(-math.inf)
        far = self.search.farthest() if first else None
        if first is None or far is None:
            return []
        last = self._last(self._point(far))
        if last.total <= first.total + APART:
            return [first]
        return [first, *self._corners_between(first, last), last]

    def _last(self, far: CurvePoint) -> CurvePoint:
        """The cheapest of the plans with the most points; the solver may find none so near to the end."""
        tried = (self._cheapest(far.total - APART * further) for further in FURTHER)
        return next((found for found in tried if found), far)

    def _corners_between(self, left: CurvePoint, right: CurvePoint) -> list[CurvePoint]:
        """The corners below the line between two points of the curve, by the price of a point along it."""
        price = (right.spent - left.spent) / (right.total - left.total)
        found = self.search.weighed(price)
        middle = self._point(found) if found else left
        line = left.spent + price * (middle.total - left.total)
        inside = left.total + APART < middle.total < right.total - APART
        if not inside or middle.spent >= line - BENT * max(SMALL, abs(line)):
            return []
        return [*self._corners_between(left, middle), middle, *self._corners_between(middle, right)]

    def _between(self, left: CurvePoint, right: CurvePoint) -> Iterator[CurvePoint]:
        """The points between two corners, each at least the finest step beyond the one before."""
        step, at = max(self.finest, APART), left
        if at.total + step >= right.total - APART:
            return
        price = (right.spent - left.spent) / (right.total - left.total)
        self.search.keep_above(price, left.spent - price * left.total - BENT * max(SMALL, right.spent))
        while at.total + step < right.total - APART:
            found = self._next(at, right, step)
            if found is None or found.total >= right.total - APART or found.spent >= right.spent * (1 - HAIR):
                return
            yield (at := replace(found, corner=False))

    def _next(self, at: CurvePoint, right: CurvePoint, step: float) -> CurvePoint | None:
        """The cheapest point a step beyond another; where every point is asked for, the most points for its cost."""
        for further in FURTHER:
            found = self.search.between(at.total + step * further, at.spent, right.spent)
            point = self._point(found) if found else None
            if point and point.total > at.total + APART / 2:
                return point if self.finest else self._most_for(point)
        return None

    def _cheapest(self, reach: float) -> CurvePoint | None:
        found = self.search.best(reach)
        return self._most_for(self._point(found)) if found else None

    def _most_for(self, point: CurvePoint) -> CurvePoint:
        """The most points for what a point costs."""
        found = self.search.most_within(point.spent + HAIR * max(SMALL, abs(point.spent)))
        better = self._point(found) if found else point
        best = better if better.total > point.total + APART else point
        return replace(best, proven=point.proven and better.proven)

    def _point(self, found: Solution) -> CurvePoint:
        moves = self.search.moves(found)
        return CurvePoint(self.total(moves), self.search.spent(moves), moves, proven=found.proven)
