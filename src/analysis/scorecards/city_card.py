"""One city's card of one month under one or more scenarios, with all that views ask of it (一城一月评分卡)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import polars as pl

from analysis import rulebooks
from analysis import scenarios as scenario_verbs
from analysis.calendars import months_back
from analysis.catalogue import checked_language
from analysis.facts import long_facts, name_of
from analysis.formulas import Node, end_formulas, language
from analysis.problems import InputError, Problem, did_you_mean
from analysis.rulebooks import DEFAULT, Clause, Rulebook, RulebookName
from analysis.scenarios import BASELINE, Cases, Scenario, ScenarioName, other_units
from analysis.scorecards import working_steps
from analysis.scorecards.scoring import score_case_nodes, score_cases, total_cases
from analysis.scorecards.working_steps import Working
from analysis.text_normalisation import quoted_value


@dataclass(frozen=True, eq=False)
class Card:
    """A scorecard: the frames of one city and month, scenario by scenario; the first scenario is the card's own.

    `points`: POINTS rows. `nodes`: SCORECARDS rows. `totals`: one row a scenario. `facts`: FACTS rows of the month.
    `fact_rows`: those of earlier months with them, which histories draw on. `field_rows`, `field_cases`: the same of
    all cities given, where clauses compare them.
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
    field_rows: pl.DataFrame
    field_cases: Cases

    @property
    def scenario(self) -> Scenario:
        return self.scenarios[0]

    def city_name(self) -> str:
        return name_of(self.city)

    def total(self, scenario: str | None = None) -> dict[str, Any]:
        """`passes, points, low, high, possible` of a scenario."""
        return self.totals.row(by_predicate=pl.col("scenario") == self._named(scenario), named=True)

    def node(self, node: str, scenario: str | None = None) -> dict[str, Any]:
        """`points, low, high, possible` of a group or of the total."""
        name = _checked_name(node, list(self.nodes["node"].unique(maintain_order=True)), "分组 group")
        met = (pl.col("scenario") == self._named(scenario)) & (pl.col("node") == name)
        return self.nodes.row(by_predicate=met, named=True)

    def clauses(self, group: str | None = None, scenario: str | None = None) -> list[tuple[Clause, dict[str, Any]]]:
        """Each clause (of a group) with its POINTS row."""
        rows = self._rows[self._named(scenario)]
        wanted = {clause.id for clause in (self.book.under(group) if group else self.book.clauses.values())}
        return [(self.book.clauses[row["clause"]], row) for row in rows if row["clause"] in wanted]

    @cached_property
    def _rows(self) -> dict[str, list[dict[str, Any]]]:
        """The POINTS rows of each scenario."""
        rows: dict[str, list[dict[str, Any]]] = {scenario.name: [] for scenario in self.scenarios}
        for row in self.points.rows(named=True):
            rows[row["scenario"]].append(row)
        return rows

    def working(self, clause: str, lang: str = "zh", scenario: str | None = None) -> Working:
        """How the clause came to its points. Raises `InputError` for a clause that the rulebook has not."""
        row = working_steps.case_row(self.cases, self._named(scenario), self.city, self.month)
        found = self.book.clauses[_checked_name(clause, list(self.book.clauses), f"{self.book.id} 条款 clause")]
        return working_steps.clause_calculation(found, self.book, self.cases, row, checked_language(lang))

    def _named(self, scenario: str | None) -> str:
        """The name of one of the card's scenarios, its own where none is asked for."""
        names = [own.name for own in self.scenarios]
        return names[0] if scenario is None else _checked_name(scenario, names, "情景 scenario")

    def at_target(self, clause: Clause) -> float | None:
        """What the clause pays at its own headline target, from its worked example; None where it has none."""
        return next((float(example.points) for example in clause.examples if _is_paying_target(example)), None)

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

    def compared_alone(self, clause: Clause, tree: Node) -> end_formulas.Ends:
        """The least and the most of a formula, lets put in, while all other units stand still under the scenario."""
        own = pl.col("scenario") == self.scenario.name
        base = replace(self.field_cases, frame=self.field_cases.frame.filter(own)) if tree.field_nodes else self.cases
        place = (self.city, self.month)
        return other_units.compared_ends(tree, clause, base, self.book, place, self.cases.literals)

    def value(self, fact: str) -> language.FormulaValue:
        """A fact's figure this month under the card's scenario."""
        return self._case.get(fact, self.cases.literals.get(fact))

    @cached_property
    def _case(self) -> dict[str, Any]:
        return working_steps.case_row(self.cases, self.scenario.name, self.city, self.month)


def _checked_name(name: str, names: Sequence[str], where: str) -> str:
    """The name, where it is one of these. Raises `InputError` with the near name and those there are."""
    if name in names:
        return name
    zh, en = did_you_mean(str(name), names)
    message = f"没有“{quoted_value(name)}”。{zh}现有：{'、'.join(names)}。"
    english = " ".join(filter(None, [f"There is no '{quoted_value(name)}'.", en, f"There are: {', '.join(names)}."]))
    raise InputError([Problem(where, message, english)])


def _is_paying_target(example: Any) -> bool:
    return example.at_target and example.points not in (None, "missing") and example.reading == DEFAULT


def card(
    facts: Any,
    book: RulebookName,
    city: str,
    month: str,
    scenarios: ScenarioName | Sequence[ScenarioName] = BASELINE,
) -> Card:
    """The card of one city (code or name) and month; earlier months among the facts serve histories only.

    Other cities among the facts are those that clauses comparing units look at; without them such clauses stay open.
    A rulebook that has changed judges by what was in force at the month's end.
    Of a list of scenarios those meant for another rulebook are left out; a single one is refused. Raises `InputError`
    where the facts hold no such city-month.

    >>> from analysis import facts, rulebooks, scorecards
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> card = scorecards.card(figures, book, "320281", "2021-03")
    >>> card.total()["passes"], round(card.total()["points"], 2)
    (False, 33.16)
    """
    book = rulebooks.load(book, month)
    taken = long_facts(facts, book.dictionary)
    fitting = scenario_verbs.fitting_scenarios(scenarios, book)
    city, month = scenario_verbs.place_in_frame(taken, city, month)
    fitting = tuple(scenario_verbs.for_city(scenario, city, book) for scenario in fitting)
    frame = taken.filter((pl.col("city") == city) & (pl.col("month") <= month))
    here = frame.filter(pl.col("month") == month)
    compared = scenario_verbs.looks_at_others([book], fitting)
    field_rows = taken.filter(pl.col("month") <= month) if compared else frame
    wide = scenario_verbs.city_month_frame(field_rows, book) if compared else frame
    fitting = tuple(scenario_verbs.placed_scenario(each, wide, book, city, month) for each in fitting)
    field_cases = cases = scenario_verbs.build_cases(field_rows, book, fitting)
    cases = replace(cases, frame=cases.frame.filter(pl.col("city") == city)) if compared else cases
    month_cases = replace(cases, frame=cases.frame.filter(pl.col("month") == month))
    points, nodes, totals = (verb(month_cases, book) for verb in (score_cases, score_case_nodes, total_cases))
    return Card(book, city, month, fitting, cases, points, nodes, totals, here, frame, field_rows, field_cases)
