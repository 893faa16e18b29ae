"""The search for a plan over months: all months in one programme, or the earliest in which a goal holds (排期求解)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.questions.planning.plan_costs import CostLine
from analysis.questions.planning.plan_search import HOLD, LIMIT, OPEN, SCALE, Hindrance, PlanSearch
from analysis.questions.planning.planned_levers import PlannedLever
from analysis.questions.planning.programme import Bounds, Linear, Solution, summed
from analysis.questions.planning.timetables import MonthRows, Timetable

PACE = "pace"
MonthMoves = dict[tuple[str, str], int]
NOTHING: Bounds = (0.0, 0.0)


@dataclass
class CalendarSearch(PlanSearch):
    """A goal sought over months: it is to hold in the month of `card`. Each lever's pace is a limit of its own."""

    table: Timetable = field(kw_only=True)

    def __post_init__(self) -> None:
        keep = self.card.programme.keep
        self._sums = {
            (name, way): keep(term) for name in self.table.names for way, term in self._ways(name).items() if term.parts
        }
        super().__post_init__()

    @property
    def levers(self) -> Mapping[str, PlannedLever]:
        """The levers in the month of the goal."""
        return {name: self.card.levers[name] for name in self.table.names}

    def _ways(self, name: str) -> dict[str, Linear]:
        work = self.table.work[name]
        return {"up": summed(month.up for month in work), "down": summed(month.down for month in work)}

    def _counted(self, lever: PlannedLever) -> Linear:
        moved, taken = self.programme.binary(), self.table.taken(lever.target)
        self._at_most_times(taken, self.programme.span(taken)[1], moved)
        return moved

    def _cost(self, name: str, lever: PlannedLever, priced: CostLine | None = None) -> Linear:
        line = priced or self.costs[name]
        each = self.table.taken(name).times(line.each * lever.step)
        return each.plus(self._taken[name], line.fixed) if name in self._taken else each

    def soonest(self, found: Solution) -> Solution | None:
        """Of the plans that do as much of everything, the one that does it soonest."""
        rows, sooner = self._ends({}), Linear()
        for name in self.table.names:
            whole = {way: float(round(found.of(term))) for way, term in self._ways(name).items()}
            rows |= {self._sums[name, way]: (count, count) for way, count in whole.items() if (name, way) in self._sums}
            for place, work in enumerate(self.table.work[name], 1):
                sooner = sooner.plus(work.both, place / max(1.0, *whole.values()))
        return self._solved(sooner, rows=rows)

    def months_of(self, found: Solution) -> MonthMoves:
        """The steps of each lever in each month of work; what is not moved is left out."""
        each = {
            (name, work.month): round(found.of(work.net)) for name in self.table.names for work in self.table.work[name]
        }
        return {key: count for key, count in each.items() if count}

    def total_in(self, card: MonthRows, moves: MonthMoves) -> float | None:
        """The programme's own total in a month after some work, to be compared with the rulebook's."""
        bounds = {**card.ungiven(), **self._spare_bounds(())}
        for name in self.table.names:
            for work in self.table.work[name]:
                count = float(moves.get((name, work.month), 0))
                bounds |= {at: (max(0.0, count),) * 2 for at in work.up.parts}
                bounds |= {at: (max(0.0, -count),) * 2 for at in work.down.parts}
        return self.programme.end(card.total, most=True, bounds=bounds, rows=self._all_open())

    def lever_bounds(self, lifted: Sequence[Hindrance]) -> dict[int, Bounds]:
        """The bounds of what each month's figures may be; lifted limits as wide as the figures allow."""
        bounds = self._spare_bounds([element.name for element in lifted if element.what == PACE])
        for name, month in self.table.counts:
            free = any(element.what in (HOLD, LIMIT) and element.name == name for element in lifted)
            bounds |= self._count_bounds(name, month, free=free)
        return bounds

    def _count_bounds(self, name: str, month: str, *, free: bool) -> dict[int, Bounds]:
        """Limits are kept in the month of the goal; on the way there only so that none is passed."""
        lever = self.table.lever(name, month)
        first, last = lever.natural
        if not free and month == self.card.here.month:
            first, last = max(first, min(lever.first, last)), min(last, max(lever.last, first))
        elif not free:
            first, last = max(first, min(0, lever.first)), min(last, max(0, lever.last))
        (at,) = lever.moves.parts
        return {at: (float(first), float(last))}

    def _spare_bounds(self, paces: Sequence[str]) -> dict[int, Bounds]:
        return {
            at: ((0.0, self.programme.highs[at]) if name in paces else NOTHING)
            for name, spare in self.table.spare.items()
            for term in (spare.up, spare.down)
            for at in term.parts
        }

    def hindrances(self) -> list[Hindrance] | None:
        """Limits and paces that together forbid the goal in this month; clauses, too, only where they alone do not."""
        limits = self.irreducible([*self._limits()])
        return super().hindrances() if limits is None else limits

    def _limits(self) -> Iterator[Hindrance]:
        yield from super()._limits()
        yield from (Hindrance(PACE, name) for name in self.table.names if self.table.limited(name))


@dataclass
class EarliestSearch(CalendarSearch):
    """The first month in which a goal can hold. `cards`: the months that are asked; one of them is chosen."""

    cards: Mapping[str, MonthRows] = field(kw_only=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._chosen = {month: self.programme.binary() for month in self.cards}
        self.programme.keep(summed(self._chosen.values()), 1.0, 1.0)
        for month, card in self.cards.items():
            self._reached_if_chosen(card, self._chosen[month])
            self._limits_if_chosen(month)

    def keep_tests(self) -> None:
        """The tests are asked of the chosen month alone."""

    def month(self) -> tuple[str | None, bool]:
        """The earliest month, None where it can hold in none of them, and whether the search came to its end."""
        later = summed(term.times(float(place)) for place, term in enumerate(self._chosen.values()))
        bounds = {at: ends for card in self.cards.values() for at, ends in card.ungiven().items()}
        bounds |= self.lever_bounds(())
        rows = self._ends({self._reach: OPEN})
        found = self.programme.solved(later, bounds=bounds, rows=rows, seconds=self.seconds)
        if found is None:
            return None, True
        return next(month for month, term in self._chosen.items() if round(found.of(term))), found.proven

    def _reached_if_chosen(self, card: MonthRows, chosen: Linear) -> None:
        if self.goal.reach is not None:
            low = self.programme.span(card.total)[0]
            missed = max(0.0, self.goal.reach - low) * SCALE
            self.programme.keep(card.total.times(SCALE).plus(chosen, -missed), low=self.goal.reach * SCALE - missed)
        for met in card.tests.values() if self.goal.passes else ():
            self.programme.keep(met.plus(chosen, -1.0), low=0.0)

    def _limits_if_chosen(self, month: str) -> None:
        for name in self.table.names:
            lever = self.table.lever(name, month)
            if lever.first > 0 or lever.last < 0:
                far = float(lever.first if lever.first > 0 else lever.last)
                reached = lever.moves.plus(self._chosen[month], -far)
                self.programme.keep(reached, *((0.0, math.inf) if far > 0 else (-math.inf, 0.0)))

    def _count_bounds(self, name: str, month: str, *, free: bool) -> dict[int, Bounds]:
        """In no month is a limit passed."""
        lever = self.table.lever(name, month)
        first, last = max(lever.natural[0], min(0, lever.first)), min(lever.natural[1], max(0, lever.last))
        (at,) = lever.moves.parts
        return {at: (float(first), float(last))}
