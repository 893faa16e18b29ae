"""One city's card of one month under one or more scenarios, with all that views ask of it (一城一月评分卡)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import polars as pl

from analysis import scenarios as scenario_verbs
from analysis.calendars import months_back
from analysis.contracts import FACTS
from analysis.facts import name_of
from analysis.formulas import language
from analysis.problems import InputError, Problem
from analysis.rulebooks import DEFAULT, Clause, Rulebook
from analysis.scenarios import BASELINE, Cases, Scenario
from analysis.scorecards import working_steps
from analysis.scorecards.scoring import score_case_nodes, score_cases, total_cases
from analysis.scorecards.working_steps import Working


@dataclass(frozen=True, eq=False)
class Card:
    """A scorecard: the frames of one city and month, scenario by scenario; the first scenario is the card's own.

    `points`: POINTS rows. `nodes`: SCORECARDS rows. `totals`: one row a scenario. `facts`: FACTS rows of the month.
    `fact_rows`: those of earlier months with them, which histories draw on.
    """

    book: Rulebook
    city: str
    month: str
    scenarios: tuple[Scenario, ...]
    cases: Cases
    points: pl.DataFrame
    nodes: pl.DataFrame
    totals: pl.DataFrame
    facts: pl.DataFrame
    fact_rows: pl.DataFrame

    @property
    def scenario(self) -> Scenario:
        return self.scenarios[0]

    def city_name(self) -> str:
        return name_of(self.city)

    def total(self, scenario: str | None = None) -> dict[str, Any]:
        """`passes, points, low, high, possible` of a scenario."""
        return self.totals.row(by_predicate=pl.col("scenario") == (scenario or self.scenario.name), named=True)

    def node(self, node: str, scenario: str | None = None) -> dict[str, Any]:
        """`points, low, high, possible` of a group or of the total."""
        met = (pl.col("scenario") == (scenario or self.scenario.name)) & (pl.col("node") == node)
        return self.nodes.row(by_predicate=met, named=True)

    def clauses(self, group: str | None = None, scenario: str | None = None) -> list[tuple[Clause, dict[str, Any]]]:
        """Each clause (of a group) with its POINTS row."""
        rows = self.points.filter(pl.col("scenario") == (scenario or self.scenario.name)).rows(named=True)
        wanted = {clause.id for clause in (self.book.under(group) if group else self.book.clauses.values())}
        return [(self.book.clauses[row["clause"]], row) for row in rows if row["clause"] in wanted]

    def working(self, clause: str, lang: str = "zh", scenario: str | None = None) -> Working:
        """How the clause came to its points."""
        row = working_steps.case_row(self.cases, scenario or self.scenario.name, self.city, self.month)
        return working_steps.clause_calculation(self.book.clauses[clause], self.book, self.cases, row, lang)

    def at_target(self, clause: Clause) -> float | None:
        """What the clause pays at its own headline target, from its worked example; None where it has none."""
        return next((float(example.points) for example in clause.examples if _pays(example)), None)

    def figure(self, fact: str) -> dict[str, Any] | None:
        """The FACTS row of a fact this month; None where it was not delivered."""
        return self._figures.get(fact)

    @cached_property
    def _figures(self) -> dict[str, dict[str, Any]]:
        # Asked for hundreds of times on a page: a look-up, not a search through the frame each time.
        return {row["fact"]: row for row in reversed(self.facts.rows(named=True))}

    def unknown_months(self, name: str) -> tuple[str, ...]:
        """The months a history looks back to, this one included, of which its figure is not known."""
        clause, drawn = next(
            (clause, clause.histories[name]) for clause in self.book.clauses.values() if name in clause.histories
        )
        window = months_back(self.month, int(clause.values[drawn.months].amount or 1))
        rows = self.cases.frame.filter(pl.col("scenario") == self.scenario.name)
        months: Iterable[str] = rows.filter(pl.col(drawn.of).is_not_null())["month"] if drawn.of in rows.columns else []
        return tuple(month for month in window if month not in set(months))

    def value(self, fact: str) -> language.FormulaValue:
        """A fact's figure this month under the card's scenario."""
        return self._case.get(fact, self.cases.literals.get(fact))

    @cached_property
    def _case(self) -> dict[str, Any]:
        return working_steps.case_row(self.cases, self.scenario.name, self.city, self.month)


def _pays(example: Any) -> bool:
    return example.at_target and example.points not in (None, "missing") and example.reading == DEFAULT


def card(
    facts: Any, book: Rulebook, city: str, month: str, scenarios: Scenario | Sequence[Scenario] = BASELINE
) -> Card:
    """The card of one city (code) and month; earlier months among the facts serve histories only.

    Scenarios meant for another rulebook are left out. Raises `InputError` where the facts hold no such city-month.

    >>> from analysis import facts, rulebooks, scorecards
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> card = scorecards.card(figures, book, "320281", "2021-03")
    >>> card.total()["passes"], round(card.total()["points"], 2)
    (False, 33.16)
    """
    listed = [scenarios] if isinstance(scenarios, Scenario) else list(scenarios)
    fitting = tuple(scenario for scenario in listed if scenario.fits(book)) or (BASELINE,)
    frame = FACTS.take(facts).filter((pl.col("city") == city) & (pl.col("month") <= month))
    here = frame.filter(pl.col("month") == month)
    if here.is_empty():
        raise InputError(
            [Problem(f"{city} {month}", "没有该城市当月的数据。", "There are no facts of this city and month.")]
        )
    cases = scenario_verbs.build_cases(frame, book, fitting)
    month_cases = replace(cases, frame=cases.frame.filter(pl.col("month") == month))
    points, nodes, totals = (verb(month_cases, book) for verb in (score_cases, score_case_nodes, total_cases))
    return Card(book, city, month, fitting, cases, points, nodes, totals, here, frame)
