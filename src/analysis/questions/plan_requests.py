"""A plan asked for by plain parameters, as a notebook has them: tables by file, figures by name (计划提问)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from analysis import facts as figures
from analysis import rulebooks
from analysis.calendars import parse_month
from analysis.problems import InputError, Problem
from analysis.questions import plan, plan_calendar
from analysis.questions.planning import (
    COST,
    EFFORT,
    POINTS,
    STEADY,
    CostLine,
    PaceLine,
    PlanDemand,
    parse_budget,
    read_costs,
    read_paces,
)
from analysis.rulebooks import Rulebook, RulebookName
from analysis.scenarios import BASELINE, ScenarioName, parse_amount, parse_target

BETWEEN = ".."


@dataclass(frozen=True, eq=False)
class PlanRequest:
    """What is asked; `plan` and `calendar` answer it when first asked for."""

    facts: Any
    book: Rulebook
    city: str
    month: str
    goal: PlanDemand
    scenario: ScenarioName
    costs: Mapping[str, CostLine] | None
    by: str
    paces: Mapping[str, PaceLine]
    routine: str

    @cached_property
    def plan(self) -> plan.Plan:
        """The best plan of the month itself."""
        return plan.best(self.facts, self.book, self.city, self.month, self.goal, self.scenario, costs=self.costs)

    @cached_property
    def calendar(self) -> plan_calendar.PlanCalendar:
        """The best plan that reaches the goal by a month."""
        return plan_calendar.by_when(
            self.facts, self.book, self.city, self.month, self.by, self.goal, self.scenario, costs=self.costs,
            paces=self.paces, routine=self.routine,
        )  # fmt: skip

    def beyond(self, total: float, at_most: int | None = None) -> PlanRequest:
        """The same asked for another total, within so many figures moved."""
        return replace(self, goal=replace(self.goal, reach=total, at_most=at_most, least=_least(self.costs)))


def plan_request(
    city: str,
    month: str,
    rulebook: RulebookName,
    total: float | None = None,
    passes: bool = False,
    by: str = "",
    scenario: ScenarioName = BASELINE,
    costs: str = "",
    budget: str = "",
    paces: str = "",
    each_month: Mapping[str, float] | None = None,
    hold: Sequence[str] = (),
    limits: Mapping[str, tuple[float, float]] | None = None,
    at_most: int | None = None,
    routine: str = STEADY,
) -> PlanRequest:
    """A request by plain parameters. `costs`, `paces`: files, none where empty; `each_month`: at most so much a month.

    `total`: what is to be reached; without it, and without `passes`, the most points within the limits are sought.
    Raises `InputError` for what is not known, and for tables with faults.
    """
    book, when = rulebooks.load(rulebook), parse_month(month)
    lines = read_costs(costs, book.dictionary) if costs else None
    read = read_paces(paces, book.dictionary) if paces else {}
    own = {parse_target(name, book): float(most) for name, most in (each_month or {}).items()}
    read |= {name: replace(read.get(name, PaceLine(name)), most=most) for name, most in own.items()}
    most = parse_budget(budget, book.dictionary) if budget else None
    least = _least(lines) if total is not None or passes else POINTS
    goal = PlanDemand(total, passes, least, most, at_most, tuple(hold), dict(limits or {}))
    return PlanRequest(figures.up_to(city, when), book, city, when, goal, scenario, lines, by, read, routine)


def parse_limit(text: str, book: Rulebook, where: str) -> tuple[str, tuple[float, float]]:
    """The bounds of a figure, as FACT=LOW..HIGH. Raises `InputError`; `where` says where it was written."""
    name, sign, ends = text.replace("＝", "=").partition("=")
    low, between, high = ends.partition(BETWEEN)
    if not (sign and between and low.strip() and high.strip()):
        zh = "请写作 指标=下限..上限，如 信易贷放款金额=100亿..150亿。"
        raise InputError([Problem(f"{where} {text}", zh, "Write FACT=LOW..HIGH, as xinyidai_loans=100亿..150亿.")])
    target = parse_target(name.strip(), book)
    return target, (parse_amount(target, low, book), parse_amount(target, high, book))


def _least(costs: Mapping[str, CostLine] | None) -> str:
    """What is to be least: money where there are costs, else effort."""
    return EFFORT if costs is None else COST
