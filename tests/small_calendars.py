"""Small random cases for plans over months: every way to spread a few steps over two to four months, scored.

The truth is worked out from the definitions alone: what stands, what rolls off, what a month allows; then the rulebook
scores each way as a city of its own. Nothing of the programme is used for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import polars as pl

from analysis import rulebooks, scorecards
from analysis.questions import plan_calendar
from analysis.questions.planning import COST, POINTS, STEPS, CostLine, PaceLine, PlanDemand
from analysis.questions.starting_points import starting_point
from small_books import BOOKS
from small_plans import APART, CITY, HAIR, KINDS, MONEY, MONTH, small_city

WINDOW = 12
AHEAD = ("2021-04", "2021-05", "2021-06", "2021-07")
MOST_WAYS = 4000


@dataclass
class SmallCalendar:
    """One case: what is asked, and each way to do it with its cost, the figures moved, the total and the verdict."""

    book: object
    scenario: str
    facts: pl.DataFrame
    goal: PlanDemand
    costs: dict[str, CostLine]
    paces: dict[str, PaceLine]
    routine: str
    by: str
    cost: np.ndarray
    moved: np.ndarray
    total: np.ndarray
    passes: np.ndarray

    def reached(self) -> np.ndarray:
        """The ways that keep to every limit and reach the goal."""
        free = self.cost <= (np.inf if self.goal.budget is None else self.goal.budget) + HAIR
        free &= self.moved <= (np.inf if self.goal.at_most is None else self.goal.at_most)
        if self.goal.passes and self.book.of_kind("test"):
            free &= self.passes
        return free & (self.total >= (-np.inf if self.goal.reach is None else self.goal.reach) - HAIR)

    def found(self, **other):
        """The plan."""
        return plan_calendar.by_when(
            self.facts, self.book, CITY, MONTH, self.by, self.goal, self.scenario, costs=self.costs, paces=self.paces,
            routine=self.routine, **other,
        )  # fmt: skip

    def value(self, found) -> float:
        """What the plan is to be best in."""
        if self.goal.least == POINTS:
            return found.after["low"]
        return float(found.levers.height) if self.goal.least == STEPS else found.cost

    def best(self) -> float:
        """The best of all ways."""
        own = {POINTS: self.total, STEPS: self.moved}.get(self.goal.least, self.cost)[self.reached()]
        return own.max() if self.goal.least == POINTS else own.min()


def small_calendar(seed: int) -> SmallCalendar:
    """The case of a number."""
    random = np.random.default_rng(seed)
    name, scenario = KINDS[random.choice(len(KINDS), p=(0.35, 0.25, 0.06, 0.06, 0.06, 0.06, 0.16))]
    book = rulebooks.load(BOOKS / name if (BOOKS / name).is_dir() else name)
    facts = small_city(book, random, missing=float(random.choice([0.0, 0.0, 0.15])))
    here = starting_point(facts, book, CITY, MONTH, scenario)
    months = AHEAD[: int(random.integers(2, 5))]
    levers = _levers(here, random)
    steps = {fact: MONEY if book.dictionary[fact].unit == "yuan" else 1 for fact in levers}
    paces = {
        fact: _pace(fact, steps[fact], months, book.dictionary, random) for fact in levers if random.random() < 0.8
    }
    costs = {fact: _cost(fact, steps[fact], random) for fact in levers}
    routine = str(random.choice(["steady", "fading"]))
    bases = {fact: _base(book.dictionary[fact], here.figure(fact), len(months), paces.get(fact), routine)
             for fact in here.values if fact in book.dictionary and here.figure(fact) is not None}  # fmt: skip
    limits = {fact: _limit(here, fact, steps[fact], bases[fact], random) for fact in levers}
    ways = {fact: _ways(fact, steps[fact], limits[fact], months, paces.get(fact), bases, book.dictionary, routine)
            for fact in levers}  # fmt: skip
    if np.prod([len(each) for each in ways.values()]) > MOST_WAYS or not all(ways.values()):
        return small_calendar(seed + 10_000)
    combined = [way for way in product(*ways.values()) if _within(dict(zip(levers, way, strict=True)), book.dictionary)]
    if not combined:
        return small_calendar(seed + 10_000)
    cost = np.array(
        [sum(_spent(costs[fact], one[0]) for fact, one in zip(levers, way, strict=True)) for way in combined]
    )
    moved = np.array([sum(any(one[0]) for one in way) for way in combined])
    total, passes = _scored(book, scenario, facts, here, bases, months, levers, combined)
    goal = _goal(random, limits, cost, total)
    return SmallCalendar(book, scenario, facts, goal, costs, paces, routine, months[-1], cost, moved, total, passes)


def _levers(here, random) -> list[str]:
    names = [name for name in here.book.facts() if here.values.get(name) is not None]
    plain = [name for name in names if here.book.dictionary[name].unit != "choice"]
    return [str(name) for name in random.permutation(plain)[: int(random.integers(1, 4))]]


def _pace(fact, step, months, dictionary, random) -> PaceLine:
    """At most so much a month; now and then at least so much, later, from or up to a month, with what arises."""
    most = int(random.integers(1, 4))
    least = int(random.choice([0, 0, 0, most]))
    begin, end = (str(random.choice(months)) if random.random() < 0.2 else "" for _ in range(2))
    alone = dictionary[fact].within is None and all(other.within != fact for other in dictionary.values())
    counted = dictionary[fact].unit not in ("flag", "rank", "choice")
    routine = float(random.integers(0, 3)) * step if alone and counted and random.random() < 0.25 else None
    begin, end = (begin, end) if not end or begin <= end else (end, begin)
    return PaceLine(fact, most * step, least * step, int(random.choice([0, 0, 1])), begin, end, routine)


def _cost(fact, step, random) -> CostLine:
    return CostLine(fact, float(random.integers(0, 6)) / step, float(random.choice([0, 0, 3, 7])), float(step))


def _kind(fact) -> str:
    if fact.nature != "flow" or fact.counted == "mean":
        return "stands"
    return "rolls" if fact.window == "twelve_months" else "month"


def _base(fact, now, count, pace, routine) -> list[float]:
    """What a figure comes to by itself, month by month."""
    own = pace.routine if pace else None
    if _kind(fact) == "month":
        return [own or 0.0] * count
    if _kind(fact) == "stands":
        return [now + (own or 0.0) * month for month in range(1, count + 1)]
    if own is None and routine == "steady":
        return [now] * count
    raised = [now * (WINDOW - month) / WINDOW + (own or 0.0) * month for month in range(1, count + 1)]
    return [float(np.floor(value + HAIR)) if fact.unit not in ("yuan", "day", "share", "point", "visit/day")
            else round(value, 2) for value in raised]  # fmt: skip


def _range(fact, month, bases, dictionary) -> tuple[float, float]:
    """What a figure may be in a month: no less than its parts, no more than its whole."""
    base, own = bases[fact][month], dictionary[fact]
    parts = [bases[name][month] for name, other in dictionary.items() if other.within == fact and name in bases]
    low = max(1.0 if own.unit == "rank" else 0.0, min(own.low, base), *parts, -np.inf)
    whole = bases[own.within][month] if own.within in bases else np.inf
    return low, max(low, min(max(own.high, base), whole))


def _limit(here, fact, step, base, random) -> tuple[float, float]:
    """A few units below the lowest and above the highest of what it comes to by itself."""
    figures = [here.figure(fact), *base]
    low = max(0.0, min(figures) - step * int(random.integers(0, 4)))
    return low, max(figures) + step * int(random.integers(0, 5))


def _ways(fact, step, limit, months, pace, bases, dictionary, routine):
    """Every way to spread steps over the months, each with the figures that come of it."""
    pace = pace or PaceLine(fact)
    span = 8 if pace.most is None else round(pace.most / step)
    least = round(pace.least / step)
    allowed = [
        [count for count in range(-span, span + 1) if not count or abs(count) >= least]
        if pace.begin <= month and (not pace.end or month <= pace.end) and place + pace.delay < len(months)
        else [0]
        for place, month in enumerate(months)
    ]
    if np.prod([len(each) for each in allowed]) > MOST_WAYS:
        return []
    ways = []
    for way in product(*allowed):
        figures = [
            bases[fact][place] + step * _counting(dictionary[fact], way, place, pace.delay)
            for place in range(len(months))
        ]
        if _allowed(fact, step, way, figures, limit, pace, bases, dictionary, routine):
            ways.append((way, figures))
    return ways


def _counting(fact, way, place, delay) -> int:
    """The steps that count in a month."""
    if _kind(fact) == "month":
        return way[place - delay] if place >= delay else 0
    return sum(way[: max(0, place - delay + 1)])


def _allowed(fact, step, way, figures, limit, pace, bases, dictionary, routine) -> bool:
    for place, figure in enumerate(figures):
        low, high = _range(fact, place, bases, dictionary)
        own = (max(limit[0], low), min(limit[1], high))
        base, last = bases[fact][place], place == len(figures) - 1
        if figure != base and not low - HAIR <= figure <= high + HAIR:
            return False
        ends = own if last else (min(base, own[0]), max(base, own[1]))
        if not ends[0] - HAIR <= figure <= ends[1] + HAIR:
            return False
        if _kind(dictionary[fact]) == "rolls":
            down = step * sum(-count for count in way[: max(0, place - pace.delay + 1)] if count < 0)
            if down > _arisen(fact, place, pace, bases, routine) + HAIR:
                return False
    return True


def _arisen(fact, place, pace, bases, routine) -> float:
    """What has arisen up to a month: what is said, or, where as much arises as rolls off, so much of today's figure."""
    if pace.routine is not None:
        return pace.routine * (place + 1)
    return bases[fact][place] * (place + 1) / WINDOW if routine == "steady" else 0.0


def _within(ways, dictionary) -> bool:
    """No part above its whole in any month."""
    pairs = [(name, dictionary[name].within) for name in ways if dictionary[name].within in ways]
    return all(part <= whole + HAIR for name, above in pairs
               for part, whole in zip(ways[name][1], ways[above][1], strict=True))  # fmt: skip


def _spent(line, way) -> float:
    return line.each * line.step * sum(map(abs, way)) + (line.fixed if any(way) else 0.0)


def _scored(book, scenario, facts, here, bases, months, levers, combined):
    """Each way as a city of its own: today, and every month ahead."""
    now = facts.drop("city", "month").row(0, named=True)
    today = [pl.lit(value, dtype=pl.Float64).alias(name) for name, value in now.items()]
    frames = [pl.DataFrame({"city": [f"{way:06d}" for way in range(len(combined))]})]
    frames = [frames[0].with_columns(pl.lit(MONTH).alias("month"), *today)]
    for place, month in enumerate(months):
        still = {name: bases[name][place] if name in bases else None for name in now}
        columns = [
            pl.Series(name, [way[levers.index(name)][1][place] for way in combined], dtype=pl.Float64)
            if name in levers
            else pl.lit(still[name], dtype=pl.Float64).alias(name)
            for name in now
        ]
        frames.append(frames[0].select("city", pl.lit(month).alias("month"), *columns))
    scored = scorecards.total(pl.concat(frames), book, scenario).filter(pl.col("month") == months[-1]).sort("city")
    return scored["low"].to_numpy(), scored["passes"].fill_null(False).to_numpy()


def _goal(random, limits, cost, total) -> PlanDemand:
    """A total that some or no way reaches, at a distance from all below it; limits on cost and on figures moved."""
    order = np.unique(total)
    wanted = float(order[random.integers(len(order))]) + float(random.choice([0.0, 0.0, 0.0, 0.5]))
    near = (order < wanted - HAIR / 2) & (order > wanted - APART)
    wanted = wanted + APART if near.any() else wanted
    budget = float(np.quantile(cost, random.random())) if random.random() < 0.25 else None
    at_most = int(random.integers(0, 3)) if random.random() < 0.2 else None
    least = str(random.choice([COST, COST, COST, STEPS, POINTS]))
    if least == POINTS:
        wanted, budget = None, float(np.quantile(cost, random.random()))
    return PlanDemand(wanted, bool(random.random() < 0.15), least, budget, at_most, limits=limits)
