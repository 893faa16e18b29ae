"""Plans that hold in most cases where figures or benchmarks are uncertain, or under every reading (稳妥的计划).

Which of the drawn cases are to hold is part of the search, which flatters the plan. So it is verified in fresh draws,
other ones for every try, and sought more strictly until what they make sure of is what was asked.
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
from analysis.questions.plan import SECONDS, Plan, PlanDraft, best, named_goal, plan_draft
from analysis.questions.planning import (
    AGREES,
    CostLine,
    PlanDemand,
    RobustRows,
    Solution,
    Strictness,
    first_strictness,
    plan_levers,
    scored_steps,
    share_floor,
)
from analysis.questions.spreads import Spread
from analysis.questions.starting_points import StartingPoint, numbered_grid, starting_point
from analysis.rulebooks import RulebookName
from analysis.scenarios import BASELINE, ScenarioName, named_target

HOLDS_IN, CASES, FRESH, SEED, TRIES = 0.9, 40, 10_000, 20210331, 6
"""In what share of the cases a plan is to hold; how many are drawn; how many fresh ones check it; from which seed; how
often it is sought more strictly.
"""
FURTHER = (1, 10, 100, 1000)
"""How many times what is short is added, where the rulebook finds a plan a hair short, until it finds none so."""
MIDDLE = 0.5
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class RobustPlan:
    """A plan that holds in most cases, beside the plain one.

    `plan`: the plan; its `worst` is the total that it comes to at least in so many of the drawn cases, or under every
    reading; what its steps bring, and its other totals, are in the middle of what is drawn. `plain`: the best plan by
    the figures as they stand, the uncertain ones left alone, too. `price`: how much more the plan takes; None where
    either is out of reach. `needed`: how many of the drawn cases are to hold, in the last of so many `tries`.
    `in_drawn`, `in_fresh`: in what share of the drawn and the fresh cases the plan reaches the goal, by the rulebook
    (where points are to be most: its `worst`); `plain_drawn`, `plain_fresh` the plain one; None where nothing is drawn.
    `in_fresh_floor`: what the true share surely is at least, by the fresh ones. `cases`: the drawn amounts, a row a
    case.
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
    in_fresh_floor: float | None
    plain_drawn: float | None
    plain_fresh: float | None
    cases: pl.DataFrame
    spreads: tuple[Spread, ...]
    tries: int = 1

    @property
    def verified(self) -> bool | None:
        """Whether what fresh draws make sure of is what was asked; None where nothing is drawn."""
        return None if self.in_fresh_floor is None else self.in_fresh_floor >= self.holds_in


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
    tries: int = TRIES,
) -> RobustPlan:
    """The best plan that reaches a goal in so many cases of the spreads; without spreads, under every reading.

    Where fresh draws do not make sure of the share, it is sought more strictly, so many `tries` in all; what comes of
    the last plan that could be found is given back, `verified` or not.

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
    levers = plan_levers(here, named_goal(here, goal, priced=costs is not None), costs)
    plain_goal = replace(goal, hold=(*goal.hold, *(each.target for each in listed if each.target in levers)))
    plain = best(facts, here.book, here.city, here.month, plain_goal, scenario, **settings)
    asked = _RobustQuestion(facts, here, goal, scenario, settings, listed, holds_in, seed, fresh, tries, plain)
    return asked.answer(first_strictness(cases, holds_in))


@dataclass(frozen=True)
class _RobustQuestion:
    """What is asked, with the plain plan."""

    facts: Any
    here: StartingPoint
    goal: PlanDemand
    scenario: ScenarioName
    settings: Mapping[str, Any]
    spreads: tuple[Spread, ...]
    holds_in: float
    seed: int
    fresh: int
    tries: int
    plain: Plan

    def answer(self, strictness: Strictness) -> RobustPlan:
        """The first plan that is verified; else the last that there is."""
        found = self._sought(strictness, 1)
        for attempt in range(2, self.tries + 1):
            further = strictness.stricter(self.holds_in, found.in_fresh_floor or 0.0)
            if further is None or found.verified or found.in_fresh in (None, 1.0):
                break
            again, strictness = self._sought(further, attempt), further
            found = again if again.plan.possible else replace(found, tries=attempt)
            if not again.plan.possible:
                break
        return found

    def _sought(self, strictness: Strictness, attempt: int) -> RobustPlan:
        """The plan by so many drawn cases, verified in draws that no other attempt has seen."""
        draft = self._draft(strictness)
        found, fresh = draft.best(), np.random.default_rng((self.seed + 1, attempt)).random
        check = _drawn(self.spreads, fresh((self.fresh, len(self.spreads))), self.here)
        own, plain = (draft.shares(each, check, found.worst) for each in (found, self.plain))
        floor = None if own[1] is None else share_floor(round(own[1] * self.fresh), self.fresh, self.tries)
        return RobustPlan(
            found, self.plain, self.holds_in, strictness.needed, self.seed, self.fresh, _price(found, self.plain),
            *own, floor, *plain, pl.DataFrame(draft.drawn), self.spreads, attempt,
        )  # fmt: skip

    def _draft(self, strictness: Strictness) -> _RobustDraft:
        chances = _even_chances(strictness.cases, len(self.spreads), self.seed)
        drawn = _drawn(self.spreads, chances, self.here)
        rows = partial(RobustRows, drawn=drawn, need=strictness.needed, passes=self.goal.passes)
        place = (self.facts, self.here.book, self.here.city, self.here.month, self.goal, self.scenario)
        draft = plan_draft(*place, rows=rows, **self.settings)
        own = (draft.here, self.facts, draft.search, draft.outside, self.settings["costs"])
        return _RobustDraft(*own, drawn, strictness.needed)


def _under_readings(
    facts: Any, here: StartingPoint, goal: PlanDemand, scenario: ScenarioName, share: float, seed: int, settings: Any
) -> RobustPlan:
    place = (facts, here.book, here.city, here.month, goal, scenario)
    found, plain = best(*place, every_reading=True, **settings), best(*place, **settings)
    nothing = (None, None, None, None, None)
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

    def shares(self, plan: Plan, fresh: Mapping[str, Floats], level: float | None) -> tuple[float | None, float | None]:
        """In what share of the drawn and of fresh cases a plan reaches the goal, or, without one, a level."""
        if not plan.possible:
            return None, None
        figures = dict(plan.steps.select("fact", "to").iter_rows())
        wanted = level if self.search.goal.reach is None else self.search.goal.reach
        return self._share(figures, self.drawn, wanted), self._share(figures, fresh, wanted)

    def _share(self, figures: Mapping[str, float], drawn: Mapping[str, Floats], wanted: float | None) -> float:
        totals, passes = self._scored(figures, drawn)
        holds = totals >= (-np.inf if wanted is None else wanted - AGREES)
        return float((holds & (passes | (not self.search.goal.passes))).mean())

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
