"""Small random cases for plans: a city of small figures, a few levers of a few units, every combination scored.

The truth is the rulebook's own scoring of the whole grid; nothing of the programme is used for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import polars as pl

from analysis import rulebooks
from analysis.questions import plan
from analysis.questions.planning import COST, POINTS, STEPS, CostLine, PlanDemand
from analysis.questions.starting_points import numbered_grid, starting_point
from analysis.scenarios import change_targets
from small_books import BOOKS

CITY, MONTH = "320281", "2021-03"
HAIR, APART = 1e-9, 1e-7
MONEY = 10_000
SMALL = ("bonus", "caps-and-floors", "choose-two-of-three", "vetoes", "lasting-deduction")
KINDS = (
    ("hard-2019", "baseline"),
    ("monitoring-2021", "assumed-benchmarks"),
    *((name, "baseline") for name in SMALL),
)


@dataclass
class SmallCase:
    """One case: what is asked, and every combination of its levers with what it costs and comes to."""

    book: object
    scenario: str
    facts: pl.DataFrame
    goal: PlanDemand
    costs: dict[str, CostLine]
    upper: bool
    rows: np.ndarray
    cost: np.ndarray
    moved: np.ndarray
    total: np.ndarray
    passes: np.ndarray

    def allowed(self) -> np.ndarray:
        """The combinations that keep to every limit, the goal apart."""
        free = np.ones(len(self.cost), dtype=bool)
        free &= self.cost <= (np.inf if self.goal.budget is None else self.goal.budget) + HAIR
        free &= self.moved <= (np.inf if self.goal.at_most is None else self.goal.at_most)
        tested = self.goal.passes and self.book.of_kind("test")
        return free & self.passes if tested else free

    def reached(self) -> np.ndarray:
        """Those that reach the goal, too."""
        wanted = -np.inf if self.goal.reach is None else self.goal.reach
        return self.allowed() & (self.total >= wanted - HAIR)

    def found(self):
        """The plan."""
        return plan.best(
            self.facts, self.book, CITY, MONTH, self.goal, self.scenario, costs=self.costs, upper=self.upper
        )

    def value(self, found) -> float:
        """What the plan is to be best in."""
        if self.goal.least == POINTS:
            return found.after["high" if self.upper else "low"]
        return float(found.steps.height) if self.goal.least == STEPS else found.cost

    def best(self) -> float:
        """The best of all combinations."""
        own = {POINTS: self.total, STEPS: self.moved}.get(self.goal.least, self.cost)[self.reached()]
        return own.max() if self.goal.least == POINTS else own.min()


def small_city(book, random, missing: float) -> pl.DataFrame:
    """A city of figures from 0 to 8, no part above its whole; some are missing."""
    drawn: dict[str, float | None] = {}
    for name in book.facts():
        _draw(name, book.dictionary, random, drawn)
    kept = {name: None if random.random() < missing else drawn[name] for name in book.facts()}
    columns = {name: pl.Series([value], dtype=pl.Float64) for name, value in kept.items()}
    return pl.DataFrame({"city": [CITY], "month": [MONTH], **columns})


def _draw(name, dictionary, random, drawn) -> None:
    fact = dictionary[name]
    if name in drawn:
        return
    if fact.within:
        _draw(fact.within, dictionary, random, drawn)
        drawn[name] = float(random.integers(0, int(drawn[fact.within]) + 1))
    elif fact.unit in ("flag", "choice", "rank"):
        drawn[name] = float(random.integers(int(fact.low), min(int(fact.high), 120) + 1))
    else:
        drawn[name] = float(random.integers(0, 9)) * (MONEY if fact.unit == "yuan" else 1)


def small_case(seed: int) -> SmallCase:
    """The case of a number."""
    random = np.random.default_rng(seed)
    name, scenario = KINDS[random.choice(len(KINDS), p=(0.4, 0.3, *([0.06] * 5)))]
    book = rulebooks.load(BOOKS / name if (BOOKS / name).is_dir() else name)
    facts = small_city(book, random, missing=float(random.choice([0.0, 0.0, 0.15])))
    return case_of(book, facts, random, scenario)


def case_of(book, facts, random, scenario="baseline") -> SmallCase:
    """A case of some facts by a rulebook: its levers, costs and goal drawn."""
    here = starting_point(facts, book, CITY, MONTH, scenario)
    limits = _limits(here, random)
    costs = {target: _cost(here, target, random) for target in limits}
    columns, rows = _grid(here, limits, costs)
    upper = bool(random.random() < 0.2)
    scored = here.score(numbered_grid(columns, len(rows)))
    if scored["high"].null_count():
        upper = False
    now = np.array([here.figure(target) for target in limits])
    moved = rows != now
    each = np.array([[line.each, line.fixed] for line in costs.values()]).reshape(len(costs), 2)
    cost = (np.abs(rows - now) * each[:, 0]).sum(1) + (moved * each[:, 1]).sum(1)
    total = scored["high" if upper else "low"].to_numpy()
    passes = scored["passes"].fill_null(upper).to_numpy()
    goal = _goal(random, limits, cost, moved.sum(1), total)
    return SmallCase(book, scenario, facts, goal, costs, upper, rows, cost, moved.sum(1), total, passes)


def _limits(here, random) -> dict[str, tuple[float, float]]:
    """A few figures, each with a few units round the present one that hang together with its whole and parts."""
    from analysis.questions import lever_lattice

    targets = [name for name in change_targets(here.book) if here.values.get(name) is not None]
    names = [name for name in targets if name in here.book.facts() and here.book.dictionary[name].unit != "choice"]
    chosen = random.permutation(names)[: random.integers(2, 6)]
    limits = {}
    for name in map(str, chosen):
        lever, unit = lever_lattice.lever_of(here, name), here.book.dictionary[name].unit
        step = MONEY if unit == "yuan" else 1
        low = max(lever.low, lever.now - step * int(random.integers(1, 4)))
        high = min(lever.high, lever.now + step * int(random.integers(1, 6)))
        limits[name] = (float(low), float(max(low, high)))
    return limits


def _cost(here, target, random) -> CostLine:
    step = MONEY if here.book.dictionary[target].unit == "yuan" else 1
    coarse = float(random.choice([1, 1, 1, 2])) * step
    return CostLine(target, float(random.integers(0, 6)) / step, float(random.choice([0, 0, 3, 7])), coarse)


def _grid(here, limits, costs) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Every combination in whole steps from the present figures, within the limits, no part above its whole."""
    ranges = [_range(here.figure(name), *limits[name], costs[name].step) for name in limits]
    combinations = list(product(*ranges))
    rows = np.array(combinations, dtype=float).reshape(len(combinations), len(limits))
    places = {name: place for place, name in enumerate(limits)}
    for name, place in places.items():
        whole = here.book.dictionary[name].within
        if whole in places:
            rows = rows[rows[:, place] <= rows[:, places[whole]]]
    return {name: rows[:, place] for name, place in places.items()}, rows


def _range(now, low, high, step) -> list[float]:
    steps = range(-20, 21)
    return [now + step * count for count in steps if low <= now + step * count <= high]


def _goal(random, limits, cost, moved, total) -> PlanDemand:
    """A total that some or no combination reaches, at a distance from all below it; limits on cost and steps."""
    order = np.unique(total)
    wanted = float(order[random.integers(len(order))]) + float(random.choice([0.0, 0.0, 0.0, 0.5]))
    near = (order < wanted - HAIR / 2) & (order > wanted - APART)
    wanted = wanted + APART if near.any() else wanted
    budget = float(np.quantile(cost, random.random())) if random.random() < 0.25 else None
    at_most = int(random.integers(0, 4)) if random.random() < 0.25 else None
    least = str(random.choice([COST, COST, COST, STEPS, POINTS]))
    if least == POINTS:
        wanted, budget = None, float(np.quantile(cost, random.random()))
    return PlanDemand(wanted, bool(random.random() < 0.15), least, budget, at_most, limits=limits)


def scored_clauses(case: SmallCase) -> pl.DataFrame:
    """What every combination comes to, clause by clause."""
    here = starting_point(case.facts, case.book, CITY, MONTH, case.scenario)
    columns = {name: case.rows[:, place] for place, name in enumerate(case.goal.limits)}
    return here.score(numbered_grid(columns, len(case.rows)), tuple(case.book.clauses))
