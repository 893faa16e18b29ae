"""What is asked of the months ahead, as a programme, and its solutions held against the rulebook (排期的求解)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import polars as pl

from analysis.questions import lever_lattice, readings
from analysis.questions.planning import (
    AGREES,
    MONTHLY,
    POINTS,
    ROLLING,
    TRIES,
    BaseCourses,
    CalendarSearch,
    CostLine,
    EarliestSearch,
    MonthRows,
    MonthStanding,
    OutsideClause,
    PaceLine,
    PlanDemand,
    PlannedLever,
    Programme,
    Solution,
    Timetable,
    month_levers,
    month_standings,
    plan_levers,
    plan_lines,
    useful_ends,
)
from analysis.questions.starting_points import StartingPoint
from analysis.scorecards import total


@dataclass(frozen=True)
class CalendarRequest:
    """What is asked for."""

    here: StartingPoint
    facts: Any
    goal: PlanDemand
    costs: Mapping[str, CostLine] | None
    paces: Mapping[str, PaceLine]
    routine: str
    upper: bool
    every_reading: bool
    seconds: float
    until: str

    def sought(self, ahead: Sequence[str], judged: Sequence[str]) -> CalendarDraft:
        """The months ahead as a programme, some of them with their cards; what cannot be put in stands still."""
        outside: dict[str, tuple[str, str, str]] = {}
        still: set[str] = set()
        while True:
            try:
                return CalendarDraft(self, tuple(ahead), tuple(judged), frozenset(still), tuple(outside.values()))
            except OutsideClause as refused:
                outside[refused.clause.id] = (refused.clause.id, refused.zh, refused.en)
                still |= {name for reading in refused.clause.readings for name in refused.clause.facts(reading)}


@dataclass(frozen=True)
class CalendarDraft:
    """The months ahead as a programme. `judged`: the months whose cards are in it. `still`: what is left unmoved."""

    asked: CalendarRequest
    months: tuple[str, ...]
    judged: tuple[str, ...]
    still: frozenset[str]
    outside: tuple[tuple[str, str, str], ...]

    def __post_init__(self) -> None:
        _ = self.cards  # what cannot be put in is refused at once

    @cached_property
    def courses(self) -> BaseCourses:
        asked = self.asked
        return BaseCourses(asked.here, asked.facts, self.months, asked.paces, asked.routine)

    @cached_property
    def standings(self) -> Mapping[str, MonthStanding]:
        movable = [*lever_lattice.movable_facts(self.asked.here), *self.asked.goal.limits]
        moved = [name for name in movable if name not in self.still]
        return month_standings(self.courses, self.courses.projected(), moved)

    @cached_property
    def table(self) -> Timetable:
        levers = self._levers()
        judged = [self.standings[month] for month in self.judged]
        ends = useful_ends(judged, levers, self.courses, every_reading=self.asked.every_reading)
        moved = {name: pair for name, pair in ends.items() if any(pair)}
        return Timetable(Programme(), self.courses, levers, moved, self.judged)

    def _levers(self) -> dict[str, dict[str, PlannedLever]]:
        """Each month's levers; those that are there in every month."""
        goal, costs = self.asked.goal, self.asked.costs
        each = {month: plan_levers(standing, goal, costs) for month, standing in self.standings.items()}
        there = [name for name in next(iter(each.values())) if all(name in own for own in each.values())]
        kept = [name for name in there if name not in self.still]
        return {month: {name: own[name] for name in kept} for month, own in each.items()}

    @cached_property
    def cards(self) -> dict[str, MonthRows]:
        return {month: self._card(month) for month in self.judged}

    def _card(self, month: str) -> MonthRows:
        standing, asked = self.standings[month], self.asked
        levers = month_levers(self.table, standing)
        return MonthRows(standing, levers, asked.upper, asked.every_reading, self.table.programme)

    def search(self, month: str) -> CalendarSearch:
        """The search for a goal that holds in a month."""
        card, costs = self.cards[month], self._lines
        return CalendarSearch(card, self.asked.goal, costs, self.asked.seconds, table=self.table)

    @property
    def _lines(self) -> dict[str, CostLine]:
        """What moving costs; effort is a share of today's figure, whatever it comes to by itself."""
        today = plan_levers(self.asked.here, self.asked.goal, self.asked.costs)
        return plan_lines({name: today[name] for name in self.table.names}, self.asked.costs)

    def earliest(self) -> tuple[str | None, bool]:
        """The first of the judged months in which the goal can hold."""
        first = next(iter(self.cards.values()))
        goal, seconds = self.asked.goal, self.asked.seconds
        return EarliestSearch(first, goal, self._lines, seconds, table=self.table, cards=self.cards).month()

    def figures(self, found: Solution) -> dict[tuple[str, str], float]:
        """What each moved figure comes to in each month, by fact and month."""
        counts = {
            (name, month): round(found.of(self.table.counting(name, month)))
            for name in self.table.names
            for month in self.months
        }
        return {
            (name, month): self.table.levers[month][name].figure(count)
            for (name, month), count in counts.items()
            if count
        }

    def scored(self, figures: Mapping[tuple[str, str], float]) -> pl.DataFrame:
        """Today and the months ahead, scored by the rulebook."""
        here = self.asked.here
        scored = total(self.courses.projected(figures), here.book, self.courses.rules)
        return scored.filter(pl.col("city") == here.city, pl.col("month") >= here.month)

    @property
    def kinds(self) -> dict[str, tuple[str, ...]]:
        """The judged figures whose records roll off, and those that count a month alone."""
        judged = {name: self.courses.courses.get(name) for name in self.asked.here.book.facts()}
        return {
            kind: tuple(name for name, course in judged.items() if course and course.kind == kind)
            for kind in (ROLLING, MONTHLY)
        }

    def worst(self, figures: Mapping[tuple[str, str], float], month: str) -> float | None:
        """The total that is certain (for the upper bound, possible) under every reading, where that is asked for."""
        if not self.asked.every_reading:
            return None
        projected, here = self.courses.projected(figures), self.asked.here
        found = readings.every(projected, here.book, here.city, month, self.courses.rules)
        return found.worst(upper=self.asked.upper)


def polished_calendar(sought: CalendarDraft, search: CalendarSearch, found: Solution) -> Solution:
    """The plan that the rulebook finds to reach the goal; of those as good the cheapest, and of these the soonest."""
    wanted = search.goal.reach
    for _ in range(TRIES):
        short = 0.0 if wanted is None else (search.goal.reach or 0.0) - total_reached(sought, search, found)
        if wanted is None or short <= AGREES:
            break
        wanted += short
        again = search.best(wanted)
        if again is None:
            break
        found = replace(again, bound=found.bound, proven=found.proven)
    cheapest = _cheapest(sought, search, found, wanted)
    soonest = search.soonest(cheapest)
    return replace(soonest or cheapest, objective=found.objective, bound=found.bound, proven=found.proven)


def _cheapest(sought: CalendarDraft, search: CalendarSearch, found: Solution, wanted: float | None) -> Solution:
    if search.objective == search.cost:
        return found
    most = found.of(search.card.total) - AGREES if search.goal.least == POINTS else wanted
    return search.cheapest_as_good(-math.inf if most is None else most, len(search.moves(found))) or found


def total_reached(sought: CalendarDraft, search: CalendarSearch, found: Solution) -> float:
    """The rulebook's total of a solution in the month of the goal."""
    counted, month = sought.table.counts, search.card.here.month
    figures = {key: figure for key, figure in sought.figures(found).items() if key in counted}
    worst, part = sought.worst(figures, month), "high" if search.card.upper else "low"
    row = sought.scored(figures).filter(pl.col("month") == month).row(0, named=True)
    return float(row[part]) if worst is None else worst
