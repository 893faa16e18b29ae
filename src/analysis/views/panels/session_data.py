"""What a panel stands on: a city and month by a rulebook, scored under any scenario in milliseconds (底数)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from analysis import rulebooks, scenarios, scorecards
from analysis.questions import compare, starting_points
from analysis.rulebooks import Clause, Rulebook, clauses
from analysis.scenarios import PeerBenchmark, Scenario
from analysis.scorecards import clause_expressions
from analysis.views.words import Row


@dataclass(frozen=True)
class Selection:
    """Which city (code), month and rulebook."""

    city: str
    month: str
    rulebook: str


@dataclass(frozen=True, eq=False)
class ScenarioOutcome:
    """What a scenario comes to: one row of totals with each clause's `points 17`, `low 17`, `high 17`, `met 17`."""

    row: Row

    @property
    def total(self) -> Row:
        """`passes, points, low, high, possible`."""
        return {part: self.row[part] for part in ("passes", "points", "low", "high", "possible")}

    def clause(self, name: str) -> Row:
        """`points, low, high, met` of a clause."""
        return {part: self.row[clause_expressions.part_column(part, name)] for part in ("points", "low", "high", "met")}


@dataclass(frozen=True)
class ClauseShift:
    """What a clause gives before and after: points that are certain, and for a test whether it is met."""

    clause: str
    before: float | None
    after: float | None
    met_before: bool | None
    met_after: bool | None

    @property
    def by(self) -> float:
        """The change of the certain points."""
        return (self.after or 0.0) - (self.before or 0.0)


@dataclass(frozen=True, eq=False)
class SessionData:
    """A place with its figures and rulebook. `rows`: wide, the months up to this one; earlier ones serve histories.

    Those of other units are among them where clauses or some scenario at hand look at them; a scenario leaves them as
    they are.
    """

    place: Selection
    book: Rulebook
    rows: pl.DataFrame

    def outcome(self, scenario: Scenario) -> ScenarioOutcome:
        """What a scenario comes to. Raises `InputError` for what `scenarios.build_cases` refuses."""
        here = (pl.col("city") == self.place.city) & (pl.col("month") == self.place.month)
        placed = scenarios.for_city(self.placed(scenario), self.place.city, self.book)
        rows = self.rows if scenarios.looks_at_others([self.book], placed) else self.own_rows
        cases = scenarios.build_cases(rows, self.book, placed)
        scored = scorecards.total_cases(cases, self.book, self._ids)
        return ScenarioOutcome(scored.row(by_predicate=here, named=True))

    def standing(self, scenario: Scenario) -> starting_points.StartingPoint:
        """Where a scenario stands: every figure, rule value and reading."""
        placed = self.placed(scenario)
        return starting_points.starting_point(self.rows, self.book, self.place.city, self.place.month, placed)

    @cached_property
    def own_rows(self) -> pl.DataFrame:
        """The rows of the city itself."""
        return self.rows.filter(pl.col("city") == self.place.city)

    def placed(self, scenario: Scenario) -> Scenario:
        """The scenario for this place: benchmarks of peers put in; what peers come to is worked out once."""
        wanted, (city, month) = scenario.benchmarks, (self.place.city, self.place.month)
        if all(benchmark.placed for benchmark in wanted):
            return scenario
        if wanted not in self._peers:
            self._peers[wanted] = scenarios.peer_row(self.rows, self.book, wanted, city, month)
        return scenarios.scenario_with_peers(scenario, self._peers[wanted], self.book, city, month)

    @cached_property
    def _peers(self) -> dict[tuple[PeerBenchmark, ...], dict[str, Any]]:
        return {}

    @cached_property
    def _ids(self) -> tuple[str, ...]:
        return tuple(self.book.clauses)

    def tests(self) -> tuple[Clause, ...]:
        """The clauses that veto."""
        return self.book.of_kind(clauses.TESTED)

    def shifts(self, before: ScenarioOutcome, after: ScenarioOutcome) -> list[ClauseShift]:
        """The clauses that differ, tests first."""
        moves = [_shift(name, before.clause(name), after.clause(name)) for name in self._ids]
        kinds = {name: clause.kind != clauses.TESTED for name, clause in self.book.clauses.items()}
        return sorted(filter(_differs, moves), key=lambda shift: kinds[shift.clause])

    def unshared(self, before: ScenarioOutcome, after: ScenarioOutcome) -> float:
        """What the total's change is beyond the sum of its clauses': where a group caps or chooses."""
        whole = after.total["low"] - before.total["low"]
        rest = whole - sum(shift.by for shift in self.shifts(before, after))
        return rest if abs(rest) > compare.HAIR else 0.0


def load_session_data(place: Selection) -> SessionData:
    """The ground of a place. Raises `InputError` where the project holds no such figures or rulebook."""
    book = rulebooks.load(place.rulebook, place.month)
    rows = scorecards.card_facts(book, place.city, place.month, scenarios=scenarios.scenario_names())
    wide = scenarios.city_month_frame(rows, book).filter(pl.col("month") <= place.month)
    return SessionData(place, book, wide)


def _shift(name: str, before: Row, after: Row) -> ClauseShift:
    return ClauseShift(name, before["low"], after["low"], before["met"], after["met"])


def _differs(shift: ClauseShift) -> bool:
    return abs(shift.by) > compare.HAIR or shift.met_before is not shift.met_after
