"""Which price would have to be wrong, and by how much, before another plan is the better one (费用敏感性).

Each price by itself, all others being as the table says; exact, by the plans that would take over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis.problems import InputError, Problem
from analysis.questions.plan import SECONDS, Plan, PlanDraft, plan_draft
from analysis.questions.planning import STEPS, CostLine, PlanDemand, PriceSearch, PriceTurn
from analysis.rulebooks import RulebookName
from analysis.scenarios import BASELINE, ScenarioName

LOW, HIGH = "low", "high"
PRICES: dict[str, pl.DataType | type[pl.DataType]] = {
    "fact": pl.String, "unit": pl.String, "what": pl.String, "price": pl.Float64, "moved": pl.Boolean,
    "low": pl.Float64, "high": pl.Float64, "down": pl.Float64, "up": pl.Float64, "over_budget": pl.Boolean,
}  # fmt: skip
TAKING_OVER: dict[str, pl.DataType | type[pl.DataType]] = {
    "price_of": pl.String, "what": pl.String, "way": pl.String, "fact": pl.String, "unit": pl.String,
    "planned": pl.Float64, "to": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class PlanSensitivity:
    """Between which prices the best plan stays the best.

    `prices`: a row a price: of the unit of a figure (`what` each; in money, or effort) or of moving it at all (fixed),
    whether the plan moves it, the lowest and highest price at which the plan is still the best, and how far these are
    off as shares (`down`, `up`); null where no price at all would change the plan. The nearest to change stands first.
    `over_budget`: beyond the highest price the plan is no longer paid by the budget. `then`: for each price and `way`
    (low, high) the figures by which the plan that is better beyond differs: planned, and instead.
    """

    best: Plan
    prices: pl.DataFrame
    then: pl.DataFrame


def price_turns(
    facts: Any,
    book: RulebookName,
    city: str,
    month: str,
    goal: PlanDemand,
    scenario: ScenarioName = BASELINE,
    costs: Mapping[str, CostLine] | None = None,
    upper: bool = False,
    every_reading: bool = False,
    seconds: float = SECONDS,
) -> PlanSensitivity:
    """The best plan for a goal, and how wrong each price may be before another is better.

    Raises `InputError` as `plan.best` does, and where prices do not count: for the fewest figures moved.

    >>> from analysis import facts, rulebooks
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> from analysis.questions import plan, plan_sensitivity
    >>> from analysis.questions.planning import CostLine
    >>> costs = {name: CostLine(name, 10_000.0) for name in ("xinyi_domains", "domains_listed")}
    >>> goal = plan.PlanDemand(reach=33.5, least="cost")
    >>> found = plan_sensitivity.price_turns(figures, book, "江阴", "2021-03", goal, costs=costs)
    >>> found.prices.row(0, named=True)["fact"], found.prices.row(0, named=True)["high"]
    ('xinyi_domains', 10000.0)
    """
    if goal.least == STEPS:
        zh, en = "求项数最少的计划不看费用，没有敏感性可言。", "The fewest figures moved ask for no prices."
        raise InputError([Problem("--least steps", zh, en)])
    draft = plan_draft(facts, book, city, month, goal, scenario, costs, upper, every_reading, seconds, counted=True)
    best = draft.best()
    if not best.possible:
        return PlanSensitivity(best, pl.DataFrame(schema=PRICES), pl.DataFrame(schema=TAKING_OVER))
    moves = _moves(draft, best)
    turns = list(PriceSearch(draft.search, moves, draft.total).turns())
    return PlanSensitivity(best, _prices(draft, best, turns), _then(draft, best, turns))


def _moves(draft: PlanDraft, best: Plan) -> dict[str, int]:
    """The steps that the plan moves each figure by."""
    levers = draft.search.card.levers
    changes = dict(best.steps.select("fact", "change").iter_rows())
    return {name: round(change / levers[name].step) for name, change in changes.items()}


def _prices(draft: PlanDraft, best: Plan, turns: list[PriceTurn]) -> pl.DataFrame:
    moved = set(best.steps["fact"])
    rows = [_price(draft, turn, turn.target in moved) for turn in turns]
    off = pl.min_horizontal("up", pl.col("down").abs())
    return pl.DataFrame(rows, PRICES, orient="row").sort(off, nulls_last=True, maintain_order=True)


def _price(draft: PlanDraft, turn: PriceTurn, moved: bool) -> dict[str, Any]:
    off = {
        way: None if end is None or not turn.price else end / turn.price - 1.0
        for way, end in (("down", turn.low), ("up", turn.high))
    }
    return {
        "fact": turn.target, "unit": draft.search.card.levers[turn.target].lever.unit, "what": turn.what,
        "price": turn.price, "moved": moved, "low": turn.low, "high": turn.high, **off,
        "over_budget": turn.high is not None and turn.then_high is None,
    }  # fmt: skip


def _then(draft: PlanDraft, best: Plan, turns: list[PriceTurn]) -> pl.DataFrame:
    planned = dict(best.steps.select("fact", "to").iter_rows())
    rows = [row for turn in turns for row in _differing(draft, planned, turn)]
    return pl.DataFrame(rows, TAKING_OVER, orient="row")


def _differing(draft: PlanDraft, planned: Mapping[str, float], turn: PriceTurn) -> Iterator[dict[str, Any]]:
    """The figures by which the plan that takes over differs, either way."""
    for way, moves in ((LOW, turn.then_low), (HIGH, turn.then_high)):
        other = planned if moves is None else draft.search.figures(moves)
        for name, lever in draft.search.card.levers.items():
            own, its = (figures.get(name, lever.now) for figures in (planned, other))
            if own != its:
                yield {
                    "price_of": turn.target, "what": turn.what, "way": way, "fact": name, "unit": lever.lever.unit,
                    "planned": own, "to": its,
                }  # fmt: skip
