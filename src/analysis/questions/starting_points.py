"""Where a question starts from: one city and month under a scenario, and what changing it comes to (起点)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis import rulebooks, scenarios, scorecards
from analysis.formulas import Node, evaluate, fixed_fields
from analysis.rulebooks import DEFAULT, Clause, Reading, Rulebook, RulebookName
from analysis.rulebooks import clauses as clauses_rulebook
from analysis.scenarios import (
    BASELINE,
    Cases,
    FieldWord,
    FixedWord,
    Scenario,
    ScenarioName,
    case_frame,
    grids,
    other_units,
)
from analysis.scorecards import clause_expressions

ASSUMPTION = (
    "其他数据都保持不变；方案不等于已经做到，须有实际工作才计分。",
    "All other facts are held still; a plan is not yet a practice.",
)


@dataclass(frozen=True, eq=False)
class StartingPoint:
    """A city and month under a scenario: every figure, rule value and reading, and the totals there.

    `values`: facts, histories and rule values by name; None where missing. `beside`: the month's figures that only
    other rulebooks judge, which bound those of this one. `total`: `passes, points, low, high,
    possible`.
    """

    book: Rulebook
    city: str
    month: str
    scenario: Scenario
    cases: Cases
    values: case_frame.Literals
    readings: dict[str, str]
    beside: case_frame.Literals = field(default_factory=dict)

    def figure(self, name: str) -> float | None:
        """What a fact or a rule value is here, also where the rulebook does not judge it; None where missing."""
        return self.values.get(name, self.beside.get(name))

    def score(self, grid: pl.DataFrame, clauses: Sequence[str] = (), *, sure: bool = True) -> pl.DataFrame:
        """The totals and the named clauses' parts under each row of a wide frame of sets (`scorecards.total_cases`)."""
        cases = scenarios.vary(self.cases, grid, self.book, self.city, self.month, sure=sure)
        return scorecards.total_cases(cases, self.book, clauses)

    def at(self, target: str, amounts: NDArray[np.float64], clauses: Sequence[str] = ()) -> pl.DataFrame:
        """The same for one target at several amounts, in their order."""
        return self.score(numbered_grid({target: amounts}), clauses)

    @cached_property
    def here(self) -> dict[str, Any]:
        """The totals and each clause's parts where nothing is changed."""
        return self.score(numbered_grid({}, 1), tuple(self.book.clauses)).row(0, named=True)

    @property
    def total(self) -> dict[str, Any]:
        """`passes, points, low, high, possible` where nothing is changed."""
        return {part: self.here[part] for part in ("passes", "points", "low", "high", "possible")}

    def possible(self, clause: str) -> float | None:
        """What a clause can give here; None where it has no ceiling or it is not known."""
        judged = self.book.clauses[clause]
        tree = self.reading(judged).possible
        most = None if tree is None else evaluate(tree, self.names(judged))
        return most if most is None or clause not in self.growth else most * self.growth[clause][0]

    @cached_property
    def growth(self) -> dict[str, tuple[float, float]]:
        """By how much clauses' points grow here, at the least and the most, as others do not apply."""
        if not rulebooks.sharing_scopes(self.book).inner:
            return {}
        cases = scenarios.vary(self.cases, numbered_grid({}, 1), self.book, self.city, self.month)
        return scorecards.shared_factors(cases, self.book, ("0", self.city, self.month))

    def reading(self, clause: Clause) -> Reading:
        """The reading of a clause in force."""
        return clause.reading(self.readings.get(f"{clause.id}.reading", DEFAULT))

    def names(self, clause: Clause) -> case_frame.Literals:
        """What every name of the clause's formulas stands for."""
        return {name: self.values.get(clause_expressions.qualified_name(clause, name)) for name in _words(clause)}

    def judging(self, target: str) -> tuple[Clause, ...]:
        """The clauses whose outcome a target can change, by what their formulas speak of, and those that share points
        with one that it may make apply.
        """
        spoken = [clause.id for clause in self.book.clauses.values() if self.target_in(clause, target)]
        names = {*spoken, *(other for clause in spoken for other in self._sharing(clause, target))}
        return tuple(clause for clause in self.book.clauses.values() if clause.id in names)

    def _sharing(self, clause: str, target: str) -> tuple[str, ...]:
        """The clauses that take what a clause leaves, where the target decides whether it applies."""
        judged, scopes = self.book.clauses[clause], rulebooks.sharing_scopes(self.book)
        applies = self.reading(judged).applies_whole
        if not judged.is_shared_out or applies is None or self.target_in(judged, target) not in applies.names:
            return ()
        if scopes.outer:
            return tuple(name for names in scopes.outer.values() for name in names)
        return scopes.inner[scopes.inner_of(clause) or ""]

    def target_in(self, clause: Clause, target: str) -> str | None:
        """What a target is called in the formulas of a clause; None where they do not speak of it."""
        spoken = clause.speaks_of(self.reading(clause).name)
        own = target.removeprefix(f"{clause.id}.")
        if own in clause.values:
            limits = [tree for tree in (self.reading(clause).possible, self.reading(clause).least) if tree]
            return own if own in spoken or any(own in tree.names for tree in limits) else None
        drawn = [name for name in spoken if name in clause.histories and clause.histories[name].of == target]
        return target if target in spoken or drawn else None

    def tree(self, clause: Clause, part: str) -> Node | None:
        """`points` or `met` as it is judged: held to what is possible, histories drawn from this month's figure.

        `applies`: whether the clause applies, where its points are else shared out. Missing where others leave open
        what it compares.
        """
        written = self._written(clause, part)
        return None if written is None else self._drawn(clause, self._alone(clause, written))

    def end_trees(self, clause: Clause, part: str) -> tuple[Node, Node] | None:
        """The same at the least and at the most of what other units' missing figures leave open; None where nothing is
        open, or all.
        """
        written = self._written(clause, part)
        if written is None or not self.open_words(clause, written):
            return None
        least, most = (self._drawn(clause, self._alone(clause, written, end)) for end in ("low", "high"))
        return least, most

    def open_words(self, clause: Clause, tree: Node) -> tuple[Node, ...]:
        """The words of a clause's formula that other units' missing figures leave between two ends."""
        found = {node: self._fixed(clause, node) for node in tree.field_nodes}
        return tuple(node for node, word in found.items() if word and not word.sure)

    def _written(self, clause: Clause, part: str) -> Node | None:
        reading = self.reading(clause)
        applies = reading.applies_whole if clause.is_shared_out else None
        tree = applies if part == "applies" else reading.whole(part)
        if tree is None or (part == "points" and clause.kind not in (clauses_rulebook.SCORED, "deduction")):
            return None
        if part == "points" and clause.kind == clauses_rulebook.SCORED and reading.possible is not None:
            return Node("min", (tree, reading.possible))
        return tree

    def _drawn(self, clause: Clause, tree: Node) -> Node:
        """The tree with its histories as formulas of this month's figure."""
        drawn = {
            name: clauses_rulebook.Let(name, self._history(clause, history), "")
            for name, history in clause.histories.items()
        }
        return clauses_rulebook.inline_lets(
            tree, {name: let for name, let in drawn.items() if name not in self.cases.fixed}
        )

    def _alone(self, clause: Clause, tree: Node, end: str = "") -> Node:
        """The tree with what it compares put in while all other units stand still; missing where they leave it open,
        or at an end of it.
        """
        for node in tree.field_nodes:
            found = self._fixed(clause, node)
            put_in = getattr(found, end or "low") if found and (found.sure or end) else _number(None)
            tree = fixed_fields.split_formula(tree, node, put_in)
        return tree

    def _fixed(self, clause: Clause, node: Node) -> FixedWord | None:
        word = FieldWord(clause, node)
        return other_units.fixed_word(self.cases, word, self.book, (self.city, self.month), self.values)

    def _history(self, clause: Clause, history: clauses_rulebook.History) -> Node:
        """A history as a formula of this month's figure: the months before it stand still."""
        before = self.earlier_months(clause, history)
        supplied = grids.supplied_history(self.cases, history.name, self.city, self.month)
        now = Node("name", value=history.of)
        parts = (now, *(month for month in before if month is not None))
        if None in before:
            return _found(list(parts), supplied) if history.how == "any" else _number(supplied)
        if history.how == "any":
            return _found(list(parts), 0.0)
        return _summed(parts) if history.how == "sum" else (parts[0] if len(parts) == 1 else Node(history.how, parts))

    def earlier_months(self, clause: Clause, history: clauses_rulebook.History) -> list[Node | None]:
        """The months before this one that a history looks back to, as they stand; None for each that is missing."""
        before = grids.earlier_figures(self.cases, clause, history, self.city, self.month)
        return [None if figure is None else _number(figure) for figure in before]


def starting_point(
    facts: Any,
    book: RulebookName,
    city: str,
    month: str,
    scenario: ScenarioName = BASELINE,
    later: bool = False,
) -> StartingPoint:
    """The standing of a city and month under a scenario; earlier months among the facts serve histories only.

    City, rulebook and scenario themselves or by name. Raises `InputError` where there is none of the name, where the
    facts hold no such city-month, and for what `scenarios.build_cases` refuses.
    """
    book = rulebooks.load(book, month)
    frame, fitting = scenarios.every_fact_frame(facts, book), scenarios.fitting_scenario(scenario, book)
    city, month = scenarios.place_in_frame(frame, city, month)
    fitting = scenarios.placed_scenario(fitting, scenarios.city_month_frame(frame, book), book, city, month)
    fitting = scenarios.for_city(fitting, city, book)
    compared = pl.lit(True) if scenarios.looks_at_others([book], fitting) else pl.col("city") == city
    cases = scenarios.build_cases(frame.filter(compared, pl.col("month") <= month), book, fitting)
    values, readings = grids.values_and_readings(cases, city, month)
    own = frame.filter(pl.col("city") == city, pl.col("month") == month)
    return StartingPoint(book, city, month, fitting, cases, values, readings, _beside(own, values))


def _beside(own: pl.DataFrame, values: case_frame.Literals) -> case_frame.Literals:
    """The month's figures that the rulebook does not judge."""
    rest = own.drop("city", "month", *values, strict=False)
    return rest.row(0, named=True) if rest.height else {}


def numbered_grid(columns: dict[str, Any], height: int | None = None) -> pl.DataFrame:
    """A wide frame of sets whose scenarios are called by their place."""
    count = height if height is not None else len(next(iter(columns.values())))
    names = pl.int_range(count, eager=True).cast(pl.String).alias("scenario")
    return pl.DataFrame([names, *(pl.Series(name, history) for name, history in columns.items())])


def _words(clause: Clause) -> set[str]:
    spoken = {name for reading in clause.readings for name in clause.speaks_of(reading)}
    return spoken | {*clause.values} | {history.of for history in clause.histories.values()}


def _number(amount: float | None) -> Node:
    return Node("number", value=amount)


def _found(parts: list[Node], otherwise: float | None) -> Node:
    """1 where a month's figure is above zero, else what stands otherwise."""
    above = [Node("gt", (part, _number(0.0))) for part in parts]
    return Node("when", (above[0] if len(above) == 1 else Node("or", tuple(above)), _number(1.0), _number(otherwise)))


def _summed(parts: tuple[Node, ...]) -> Node:
    summed = parts[0]
    for part in parts[1:]:
        summed = Node("add", (summed, part))
    return summed
