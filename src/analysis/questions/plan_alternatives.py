"""Plans nearly as good as the best that move other figures, not the same ones by other numbers (备选方案)."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis.problems import InputError, Problem
from analysis.questions.plan import SECONDS, STEP, Plan, PlanDraft, plan_draft
from analysis.questions.planning import AGREES, POINTS, STEPS, CostLine, PlanDemand
from analysis.rulebooks import RulebookName
from analysis.scenarios import BASELINE, ScenarioName

WITHIN, COUNT, MAIN = 0.05, 6, 0.1
"""How much worse than the best an alternative may be, as a share of it; how many are sought; from what share of the
cost or of the points on a figure is one of a plan's main ones.
"""
WAYS: dict[str, pl.DataType | type[pl.DataType]] = {
    "plan": pl.Int64, "spent": pl.Float64, "more": pl.Float64, "total": pl.Float64, "figures": pl.Int64,
    "passes": pl.Boolean, "without": pl.List(pl.String), "instead": pl.List(pl.String), "exact": pl.Boolean,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class PlanAlternatives:
    """The best plan and those nearly as good that do without one of its main figures, the best first.

    Each does without one at least of the main figures that any plan before it moves: those that take a tenth of its
    cost or bring a tenth of its points. `within`: how much worse one may be, as a share of the best (for the most
    points: of what it gains). `all_found`: no other is left: every plan within that moves all the main figures of one
    of these, by whatever numbers. `nearest`: where there are none within, the best of those beyond; None where nothing
    else reaches the goal at all.
    """

    best: Plan
    others: tuple[Plan, ...]
    within: float
    all_found: bool
    nearest: Plan | None = None

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The best plan, then the others; the nearest where there are none."""
        nearest = () if self.nearest is None else (self.nearest,)
        return (self.best, *self.others, *nearest) if self.best.possible else ()

    @property
    def ways(self) -> pl.DataFrame:
        """A row a plan: what is spent, how much more than on the best as a share, the total, how many figures are
        moved, the verdict, the best plan's figures that it does `without`, and those that it moves `instead`.
        """
        return pl.DataFrame([self._way(place, plan) for place, plan in enumerate(self.plans)], WAYS, orient="row")

    @property
    def steps(self) -> pl.DataFrame:
        """The steps of all plans, a row a figure: as `Plan.steps`, with the `plan` that they belong to."""
        schema = {"plan": pl.Int64, **STEP}
        frames = [each.steps.select(pl.lit(at, pl.Int64).alias("plan"), *STEP) for at, each in enumerate(self.plans)]
        return pl.concat([pl.DataFrame(schema=schema), *frames])

    def _way(self, place: int, plan: Plan) -> dict[str, Any]:
        first, own = self.best.steps["fact"].to_list(), plan.steps["fact"].to_list()
        after = plan.after or plan.before
        return {
            "plan": place, "spent": plan.cost, "more": _more(self.best, plan), "total": plan.judged,
            "figures": plan.steps.height, "passes": after["passes"],
            "without": [name for name in first if name not in own],
            "instead": [name for name in own if name not in first], "exact": plan.exact,
        }  # fmt: skip


def _more(best: Plan, plan: Plan) -> float | None:
    """How much more is spent than on the best plan, as a share of that."""
    return plan.cost / best.cost - 1.0 if best.cost and plan.cost is not None else None


def alternatives(
    facts: Any,
    book: RulebookName,
    city: str,
    month: str,
    goal: PlanDemand,
    scenario: ScenarioName = BASELINE,
    costs: Mapping[str, CostLine] | None = None,
    upper: bool = False,
    every_reading: bool = False,
    within: float = WITHIN,
    count: int = COUNT,
    seconds: float = SECONDS,
) -> PlanAlternatives:
    """The best plan for a goal, and others within so much of it that differ in what is moved.

    Raises `InputError` as `plan.best` does, and for a share or a number below 0.

    >>> from analysis import facts, rulebooks
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> from analysis.questions import plan, plan_alternatives
    >>> goal = plan.PlanDemand(reach=40.0, least="steps")
    >>> found = plan_alternatives.alternatives(figures, book, "江阴", "2021-03", goal)
    >>> found.best.steps["fact"].to_list(), found.others, found.all_found
    (['agencies_connected', 'domains_graded'], (), True)
    """
    if not (within >= 0 and count >= 0):
        zh, en = "幅度和个数应不小于 0。", "The share and the number must be 0 or more."
        raise InputError([Problem("alternatives", zh, en)])
    draft = plan_draft(facts, book, city, month, goal, scenario, costs, upper, every_reading, seconds, counted=True)
    best = draft.best()
    if not best.possible:
        return PlanAlternatives(best, (), within, True)
    found = list(itertools.islice(_others(draft, best, within), count + 1))
    nearest = _next(draft) if best.steps.height and not found else None
    return PlanAlternatives(best, tuple(found[:count]), within, len(found) <= count, nearest)


def _others(draft: PlanDraft, best: Plan, within: float) -> Iterator[Plan]:
    """Plans that each do without a main figure of every plan before, the best first, as long as they are near."""
    worst, last = _worst(draft, best, within), best
    while last.steps.height:
        draft.search.forbid(main_figures(last))
        found = _next(draft, worst)
        if found is None or _beyond(draft, found, worst):
            return
        yield (last := found)


def _next(draft: PlanDraft, worst: float | None = None) -> Plan | None:
    """The best of what is not forbidden; None where there is none, or where the rulebook finds it short."""
    far = -math.inf if draft.search.goal.least == POINTS else math.inf
    found = draft.polished(draft.search.near_best(far if worst is None else worst))
    plan = draft.plan(found) if found else None
    return plan if plan and plan.possible else None


def main_figures(plan: Plan) -> list[str]:
    """The figures that take a tenth of a plan's cost or bring a tenth of its points; where none does, all of them."""
    parts = [pl.col("cost"), pl.col("points").clip(lower_bound=0.0)]
    large = [((part > 0) & (part >= MAIN * part.sum())).fill_null(False) for part in parts]
    main = plan.steps.filter(pl.any_horizontal(large))["fact"].to_list()
    return main or plan.steps["fact"].to_list()


def _worst(draft: PlanDraft, best: Plan, within: float) -> float:
    """How bad a plan may be in what is sought."""
    least = draft.search.goal.least
    if least == POINTS:
        today = best.before["high" if best.upper else "low"]
        return float(best.judged - within * max(0.0, best.judged - today)) - AGREES
    if least == STEPS:
        return float(math.floor(best.steps.height * (1.0 + within) + AGREES))
    spent = best.cost or 0.0
    return spent * (1.0 + within) + AGREES * max(1.0, spent)


def _beyond(draft: PlanDraft, plan: Plan, worst: float) -> bool:
    """Whether a plan, scored and priced anew, is worse than it may be."""
    least = draft.search.goal.least
    if least == POINTS:
        return plan.judged < worst - AGREES
    return (plan.steps.height if least == STEPS else plan.cost or 0.0) > worst + AGREES * max(1.0, worst)
