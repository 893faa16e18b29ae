"""Plans that hold in most cases where figures or benchmarks are uncertain, or under every reading (稳妥的计划).

Which of the drawn cases are to hold is part of the search. Afterwards the plan is scored on fresh draws.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.problems import InputError, Problem
from analysis.questions import spreads as spreading
from analysis.questions.plan import SECONDS, Plan, PlanDraft, best, plan_draft
from analysis.questions.planning import AGREES, CostLine, PlanDemand, RobustRows, Solution, scored_steps
from analysis.questions.spreads import Spread
from analysis.questions.starting_points import StartingPoint, numbered_grid, starting_point
from analysis.rulebooks import RulebookName
from analysis.scenarios import BASELINE, ScenarioName, named_target

HOLDS_IN, CASES, FRESH, SEED = 0.9, 40, 10_000, 20210331
"""In what share of the cases a plan is to hold; how many are drawn; how many fresh ones check it; from which seed.
"""
FURTHER = (1, 10, 100, 1000)
"""How many times what is short is added, where the rulebook finds a plan a hair short, until it finds none so."""
MIDDLE, DIGITS = 0.5, 9
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class RobustPlan:
    """A plan that holds in most cases, beside the plain one.

    `plan`: the plan; its `worst` is the total that it comes to at least in so many of the drawn cases, or under every
    reading; what its steps bring, and its other totals, are in the middle of what is drawn. `plain`: the best plan by
    the figures as they stand, the uncertain ones left alone, too. `price`: how much more the plan takes; None where
    either is out of reach. `needed`: how many of the drawn cases are to hold. `in_drawn`, `in_fresh`: in what share of
    the drawn and the fresh cases the plan reaches the goal, by the rulebook; `plain_drawn`, `plain_fresh` the plain
    one; None where nothing is drawn. `cases`: the drawn amounts, a row a case.
    """

    plan: Plan
    plain: Plan
    holds_in: float
    needed: int
    seed: int
    fresh_draws: int
    price: float | None
    in_drawn: float | None
    in_fresh: float | None
    plain_drawn: float | None
    plain_fresh: float | None
    cases: pl.DataFrame
    spreads: tuple[Spread, ...]


def robust(
    facts: Any,
    book: RulebookName,
    city: str,
    month: str,
    goal: PlanDemand,
    scenario: ScenarioName = BASELINE,
    costs: Mapping[str, CostLine] | None = None,
    spreads: Sequence[Spread] = (),
    holds_in: float = HOLDS_IN,
    cases: int = CASES,
    seed: int = SEED,
    fresh: int = FRESH,
    upper: bool = False,
    seconds: float = SECONDS,
) -> RobustPlan:
    """The best plan that reaches a goal in so many cases of the spreads; without spreads, under every reading.

    Raises `InputError` as `plan.best` does, for spreads that cannot be, and for a share that is none.

    >>> from analysis import facts, rulebooks
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> from analysis.questions import plan, robust_plans
    >>> from analysis.questions.spreads import Spread
    >>> loans = [Spread("xinyidai_loans", 8e9, 16e9)]
    >>> found = robust_plans.robust(figures, book, "江阴", "2021-03", plan.PlanDemand(reach=36), spreads=loans)
    >>> found.plan.exact, found.plan.cost > found.plain.cost, found.in_fresh > 0.8
    (True, True, True)
    """
    if not 0 < holds_in <= 1 or cases < 1 or fresh < 1:
        zh, en = (
            "成立的比例应大于 0、不超过 100%，抽样次数应大于 0。",
            "The share must be above 0 up to 1, draws above 0.",
        )
        raise InputError([Problem("--holds-in", zh, en)])
    here = starting_point(facts, book, city, month, scenario)
    settings: dict[str, Any] = {"costs": costs, "upper": upper, "seconds": seconds}
    if not spreads:
        return _under_readings(facts, here, goal, scenario, holds_in, seed, settings)
    listed = tuple(replace(each, target=named_target(each.target, here.book) or each.target) for each in spreads)
    spreading.check_spreads(listed, here)
    drawn = _drawn(listed, _even_chances(cases, len(listed), seed), here)
    need = math.ceil(round(holds_in * cases, DIGITS))
    rows = partial(RobustRows, drawn=drawn, need=need, passes=goal.passes)
    plain_draft = plan_draft(facts, here.book, here.city, here.month, goal, scenario, **settings)
    draft = plan_draft(facts, here.book, here.city, here.month, goal, scenario, rows=rows, **settings)
    own = _RobustDraft(draft.here, facts, draft.search, draft.outside, costs, drawn, need)
    still = tuple(name for name in drawn if name in plain_draft.search.card.levers)
    found, plain_goal = own.best(), replace(goal, hold=(*goal.hold, *still))
    plain = best(facts, here.book, here.city, here.month, plain_goal, scenario, **settings)
    check = _drawn(listed, np.random.default_rng(seed + 1).random((fresh, len(listed))), here)
    shares = {name: own.shares(each, check) for name, each in (("plan", found), ("plain", plain))}
    return RobustPlan(
        found, plain, holds_in, need, seed, fresh, _price(found, plain), *shares["plan"], *shares["plain"],
        pl.DataFrame(drawn), listed,
    )  # fmt: skip


def _under_readings(
    facts: Any, here: StartingPoint, goal: PlanDemand, scenario: ScenarioName, share: float, seed: int, settings: Any
) -> RobustPlan:
    place = (facts, here.book, here.city, here.month, goal, scenario)
    found, plain = best(*place, every_reading=True, **settings), best(*place, **settings)
    nothing = (None, None, None, None)
    return RobustPlan(found, plain, share, 0, seed, 0, _price(found, plain), *nothing, pl.DataFrame(), ())


def _price(found: Plan, plain: Plan) -> float | None:
    return found.cost - plain.cost if found.cost is not None and plain.cost is not None else None


def _even_chances(cases: int, width: int, seed: int) -> Floats:
    """Chances drawn evenly: for each target, one in each of as many equal parts as there are cases."""
    random = np.random.default_rng(seed)
    parts = np.stack([random.permutation(cases) for _ in range(width)], axis=1)
    return (parts + random.random((cases, width))) / cases


def _drawn(spreads: Sequence[Spread], chances: Floats, here: StartingPoint) -> dict[str, Floats]:
    """The amounts drawn; no whole falls below the parts that stand."""
    figures = spreading.sampled_figures(spreads, chances, here)
    parts = [(fact.within, here.figure(name)) for name, fact in here.book.dictionary.items() if name not in figures]
    for whole, part in parts:
        if whole in figures and part is not None:
            figures[whole] = np.maximum(figures[whole], part)
    return figures


@dataclass(frozen=True)
class _RobustDraft(PlanDraft):
    """A plan sought in many cases at once. `worst`: what so many of the drawn cases come to at least."""

    drawn: Mapping[str, Floats]
    need: int

    def polished(self, found: Solution | None) -> Solution | None:
        """What was found, or what comes next where the rulebook finds it a hair short."""
        asked = wanted = self.search.goal.reach
        for further in FURTHER:
            short = 0.0 if found is None or wanted is None else wanted - self.total(self.search.moves(found))
            if found is None or short <= AGREES or not math.isfinite(short):
                break
            asked = (wanted or 0.0) + short * further
            again = self.search.best(asked)
            found = again and replace(again, bound=found.bound, proven=found.proven)
        return found

    def worst(self, figures: Mapping[str, float]) -> float | None:
        """The total that is reached in as many of the drawn cases as are needed."""
        return self._level(*self._scored(figures, self.drawn))

    def _level(self, totals: Floats, passes: NDArray[np.bool_]) -> float:
        counted = np.where(passes | (not self.search.goal.passes), totals, -np.inf)
        return float(np.sort(counted)[-self.need])

    def programmed(self, moves: Mapping[str, int]) -> float | None:
        """The same by the programme, which works out each case by itself."""
        rows = self.search.card
        ends = [self.search.total_of(moves, card.total) for card in rows.cards] if isinstance(rows, RobustRows) else []
        if None in ends:
            return None
        _, passes = self._scored(self.search.figures(moves), self.drawn)
        return self._level(np.array(ends, dtype=float), passes)

    def scored(self, figures: Mapping[str, float]) -> list[dict[str, Any]]:
        """The card before, and after each step, in the middle of the drawn amounts."""
        middle = {name: float(np.quantile(amounts, MIDDLE, method="lower")) for name, amounts in self.drawn.items()}
        return scored_steps(self.here, figures, middle)

    def reached(self, after: Mapping[str, Any], worst: float | None) -> bool:
        """Whether the rulebook finds the goal reached in as many cases."""
        reach = self.search.goal.reach
        return worst is not None and worst > -math.inf and (reach is None or worst >= reach - AGREES)

    def shares(self, plan: Plan, fresh: Mapping[str, Floats]) -> tuple[float | None, float | None]:
        """In what share of the drawn and of fresh cases a plan reaches the goal."""
        if not plan.possible:
            return None, None
        figures = dict(plan.steps.select("fact", "to").iter_rows())
        return self._share(figures, self.drawn), self._share(figures, fresh)

    def _share(self, figures: Mapping[str, float], drawn: Mapping[str, Floats]) -> float:
        totals, passes = self._scored(figures, drawn)
        goal = self.search.goal
        holds = totals >= (-np.inf if goal.reach is None else goal.reach - AGREES)
        return float((holds & (passes | (not goal.passes))).mean())

    def _scored(self, figures: Mapping[str, float], drawn: Mapping[str, Floats]) -> tuple[Floats, NDArray[np.bool_]]:
        """Each case's total and verdict after the plan, scored in one pass; no part stands above a drawn whole."""
        count = len(next(iter(drawn.values())))
        columns = {name: np.full(count, to) for name, to in figures.items()} | dict(drawn)
        for name in figures:
            fact = self.here.book.dictionary.get(name)
            whole = drawn.get(fact.within or "") if fact else None
            columns[name] = columns[name] if whole is None else np.minimum(columns[name], whole)
        scored = self.here.score(numbered_grid(columns), sure=False)
        upper = self.search.card.upper
        totals = scored["high" if upper else "low"].fill_null(np.inf).to_numpy()
        return totals, scored["passes"].fill_null(upper).to_numpy().astype(bool)
