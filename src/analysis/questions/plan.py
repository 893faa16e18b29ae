"""Plan: the cheapest set of steps that reaches a total and passes the tests, with proof; or why there is none (计划).

All levers move at once. The card's formulas are put into a mixed-integer programme; what it finds is scored by the
rulebook, which has the last word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import polars as pl

from analysis.departments import city_departments, responsible_departments
from analysis.problems import InputError, Problem
from analysis.questions import lever_lattice, readings
from analysis.questions.planning import (
    AGREES,
    POINTS,
    CardRows,
    CostLine,
    Hindrance,
    OutsideClause,
    PlanDemand,
    PlannedLever,
    PlanSearch,
    Ranges,
    Solution,
    Stretch,
    best_stretch,
    plan_levers,
    plan_lines,
    polished,
    proven_gap,
    scored_steps,
)
from analysis.questions.starting_points import ASSUMPTION, StartingPoint, numbered_grid, starting_point
from analysis.rulebooks import RulebookName, clauses
from analysis.scenarios import BASELINE, Change, Scenario, ScenarioName, load, parse_target
from analysis.scenarios import changes as changes_scenario
from analysis.scorecards import clause_expressions

SECONDS = 60.0
"""How long each search may take."""
TOTALS = ("passes", "points", "low", "high", "possible")
STEP: dict[str, pl.DataType | type[pl.DataType]] = {
    "fact": pl.String, "unit": pl.String, "now": pl.Float64, "to": pl.Float64, "change": pl.Float64,
    "cost": pl.Float64, "payer": pl.String, "points": pl.Float64, "total": pl.Float64,
    "clauses": pl.List(pl.String), "departments": pl.List(pl.String),
}  # fmt: skip
TESTS: dict[str, pl.DataType | type[pl.DataType]] = {
    "clause": pl.String, "before": pl.Boolean, "after": pl.Boolean,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Plan:
    """The best plan for a goal, or why there is none.

    `steps`: the figures to move: from what to what, what it costs, who pays and acts, the points each brings on top of
    those above it, the total then. `before`, `after`: the totals, by the rulebook. `tests`: each test before and
    after. `worst`: the total that is certain under every reading, where that is asked for. `bound`: what no plan can
    better; `gap`: how far from it this one may be. `agrees`: the rulebook gives the programme's total, to 1e-9.
    `most`: where the goal is out of reach, the most points within the limits; None where these alone forbid it.
    `hindrances`: then a smallest set of clauses and limits that together forbid it, all others giving full marks and
    lifted; none where no limit does, but the rulebook. `enough`: those of them that alone, were it lifted, would do.
    `open`: clauses that wait for missing figures. `outside`: clauses that cannot be put in exactly, whose
    figures stand still. `priced`: whether costs are of a table, else efforts.
    """

    city: str
    month: str
    rulebook: str
    goal: PlanDemand
    possible: bool
    priced: bool
    upper: bool
    every_reading: bool
    cost: float | None
    bound: float | None
    gap: float | None
    agrees: bool | None
    steps: pl.DataFrame
    tests: pl.DataFrame
    before: Mapping[str, Any]
    after: Mapping[str, Any] | None
    worst: float | None
    most: float | None
    hindrances: tuple[Hindrance, ...]
    enough: tuple[Hindrance, ...]
    open: tuple[str, ...]
    outside: tuple[tuple[str, str, str], ...]
    unpriced: tuple[str, ...]
    assumption: tuple[str, str] = ASSUMPTION

    @property
    def exact(self) -> bool:
        """Whether this is proven to be the best, and the rulebook agrees."""
        return bool(self.possible and self.agrees and self.gap is not None and self.gap <= AGREES)

    @property
    def judged(self) -> float:
        """The total that the plan comes to, as it is judged by; today's where there is none."""
        row = self.before if self.after is None else self.after
        return float(row["high" if self.upper else "low"]) if self.worst is None else self.worst

    def scenario(self, after: ScenarioName = BASELINE) -> Scenario:
        """The plan's changes, made after the scenario that it was sought under."""
        own = plan_changes(dict(self.steps.select("fact", "to").iter_rows()), self.city, self.month)
        return Scenario("plan", (*load(after).changes, *own), title="The plan", title_zh="计划")


def plan_changes(figures: Mapping[str, float], city: str, month: str) -> tuple[Change, ...]:
    """The figures of a plan as changes of its city and month alone: the months before stand as they were."""
    return tuple(Change(name, changes_scenario.SET, to, city=city, month=month) for name, to in figures.items())


def best(
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
) -> Plan:
    """The best plan for a goal: what is least reaches it, or the most points within the limits.

    `costs`: by fact, as `planning.read_costs` gives them; figures without costs then stand still. Without them effort
    counts, in shares of today's figures. `upper`: judged by what missing figures could at best give, else by what is
    certain. `every_reading`: the goal is to hold under every combination of readings.
    Raises `InputError` for what is no lever, limits the wrong way round, a budget without costs, and where the facts
    hold no such city-month.

    >>> from analysis import facts, rulebooks
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> from analysis.questions import plan
    >>> found = plan.best(figures, book, "江阴", "2021-03", plan.PlanDemand(reach=36))
    >>> found.exact, found.steps["fact"].to_list(), round(found.after["low"], 2)
    (True, ['agencies_connected'], 36.16)
    """
    settings: dict[str, Any] = {
        "scenario": scenario, "costs": costs, "upper": upper, "every_reading": every_reading, "seconds": seconds,
    }  # fmt: skip
    asked = partial(_on_stretch, facts, book, city, month, goal, settings)
    first = asked({})
    if first is None:
        return plan_draft(facts, book, city, month, goal, **settings).best()
    if first.exact or not first.proven:
        return first.found
    found, bound = best_stretch(first, asked, seconds)
    return replace(found.found, goal=first.found.goal, bound=bound, gap=proven_gap(found.value, bound))


def _on_stretch(
    facts: Any, book: RulebookName, city: str, month: str, goal: PlanDemand, settings: Any, ranges: Ranges
) -> Stretch[Plan] | None:
    """The best plan where figures keep to their ranges, too; None where there is none."""
    own = replace(goal, limits={**goal.limits, **ranges})
    draft = plan_draft(facts, book, city, month, own, **settings, tight=True)
    found = draft.polished(draft.search.best())
    if found is None:
        return None
    plan, sign, levers = draft.plan(found), -1.0 if goal.least == POINTS else 1.0, draft.search.card.levers
    alone = plan.possible and all(lever.first == lever.last for lever in levers.values())
    ends = (sign * draft.sought(plan), sign * found.bound)
    return Stretch(plan, *ends, plan.exact or alone, found.proven, levers, draft.search.moves(found))


def plan_draft(
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
    counted: bool = False,
    rows: Callable[..., CardRows] = CardRows,
    tight: bool = False,
) -> PlanDraft:
    """A goal put into a programme, before anything is sought. `counted`: each figure says whether it is moved at all;
    `rows`: what puts the card in; `tight`: limits are for good, and none can be lifted to see what it forbids.

    Raises `InputError` as `best` does.
    """
    here = starting_point(facts, book, city, month, scenario)
    goal = named_goal(here, goal, priced=costs is not None)
    card, outside = _card(
        here, plan_levers(here, goal, costs, tight), partial(rows, upper=upper, every_reading=every_reading)
    )
    search = PlanSearch(card, goal, plan_lines(card.levers, costs), seconds, counted)
    return PlanDraft(here, facts, search, outside, costs)


def named_goal(here: StartingPoint, goal: PlanDemand, *, priced: bool) -> PlanDemand:
    """The goal with facts by their own names. Raises `InputError` for what is asked for in vain."""
    if goal.budget is not None and not priced:
        zh, en = "有预算须有费用表（--costs）。", "A budget needs a table of costs (--costs)."
        raise InputError([Problem("--budget", zh, en)])
    hold = tuple(parse_target(name, here.book) for name in goal.hold)
    limits = {parse_target(name, here.book): ends for name, ends in goal.limits.items()}
    return replace(goal, passes=goal.passes and bool(here.book.of_kind(clauses.TESTED)), hold=hold, limits=limits)


def _card(
    here: StartingPoint, planned: Mapping[str, PlannedLever], rows: Callable[..., CardRows]
) -> tuple[CardRows, tuple[tuple[str, str, str], ...]]:
    """The card put in; the figures of clauses that cannot be put in stand still."""
    levers = {name: lever for name, lever in planned.items() if lever.natural != (0, 0)}
    outside: dict[str, tuple[str, str, str]] = {}
    while True:
        try:
            return rows(here, dict(levers)), tuple(outside.values())
        except OutsideClause as refused:
            outside[refused.clause.id] = (refused.clause.id, refused.zh, refused.en)
            judged = {name for reading in refused.clause.readings for name in refused.clause.facts(reading)}
            levers = {name: lever for name, lever in levers.items() if name not in judged}


@dataclass(frozen=True)
class PlanDraft:
    """What is sought, and how what was found is told."""

    here: StartingPoint
    facts: Any
    search: PlanSearch
    outside: tuple[tuple[str, str, str], ...]
    costs: Mapping[str, CostLine] | None

    def best(self) -> Plan:
        """The best plan, or why there is none."""
        found = self.polished(self.search.best())
        return self.plan(found) if found else self.refusal()

    def polished(self, found: Solution | None) -> Solution | None:
        """What was found, or what comes next where the rulebook finds it a hair short of the goal."""
        return found and polished(self.search, self.here, found)

    def plan(self, found: Solution) -> Plan:
        """A solution as a plan, scored by the rulebook."""
        moves = self.search.moves(found)
        figures = self.search.figures(moves)
        scored = self.scored(figures)
        worst = self.worst(figures)
        rulebook = scored[-1]["high" if self.search.card.upper else "low"] if worst is None else worst
        programme = self.programmed(moves)
        agrees = programme is not None and rulebook is not None and abs(programme - rulebook) <= AGREES
        steps = self._steps(figures, scored)
        least = {"points": rulebook, "steps": float(len(moves))}.get(self.search.goal.least, steps["cost"].sum())
        gap = proven_gap(least, found.bound)
        return self._told(
            possible=self.reached(scored[-1], worst), cost=float(steps["cost"].sum()), bound=found.bound, gap=gap,
            agrees=agrees, steps=steps, tests=self._tests(scored), after=totals_of(scored[-1]), worst=worst,
        )  # fmt: skip

    def sought(self, plan: Plan) -> float:
        """What a plan comes to in what is sought."""
        own = {POINTS: plan.judged, "steps": float(plan.steps.height)}
        return own.get(self.search.goal.least, plan.cost or 0.0)

    def programmed(self, moves: Mapping[str, int]) -> float | None:
        """The programme's own total after some moves."""
        return self.search.total_of(moves)

    def scored(self, figures: Mapping[str, float]) -> list[dict[str, Any]]:
        """The card before, and after each step."""
        return scored_steps(self.here, figures)

    def refusal(self) -> Plan:
        """That nothing reaches the goal, and why."""
        farthest = self.search.farthest()
        hindrances = tuple(self.search.hindrances() or ())
        enough = tuple(element for element in hindrances if self.search.possible_without([element]))
        most = None if farthest is None else self.total(self.search.moves(farthest))
        return self._told(possible=False, most=most, hindrances=hindrances, enough=enough)

    def total(self, moves: Mapping[str, int]) -> float:
        """The rulebook's total after some moves, as it is judged by."""
        figures = self.search.figures(moves)
        worst, part = self.worst(figures), "high" if self.search.card.upper else "low"
        if worst is not None:
            return worst
        return float(self.here.score(numbered_grid({name: [to] for name, to in figures.items()}, 1))[part][0])

    def reached(self, after: Mapping[str, Any], worst: float | None) -> bool:
        """Whether the rulebook, too, finds the goal reached."""
        goal, upper = self.search.goal, self.search.card.upper
        total = after["high" if upper else "low"] if worst is None else worst
        passes = after["passes"] is not False if upper else after["passes"] is True
        return (goal.reach is None or total is None or total >= goal.reach - AGREES) and (passes or not goal.passes)

    def worst(self, figures: Mapping[str, float]) -> float | None:
        """The total that is certain (for the upper bound, possible) under every reading, where that is asked for."""
        if not self.search.card.every_reading:
            return None
        own = plan_changes(figures, self.here.city, self.here.month)
        after = Scenario("plan", (*self.here.scenario.changes, *own))
        found = readings.every(self.facts, self.here.book, self.here.city, self.here.month, after)
        return found.worst(upper=self.search.card.upper)

    def _steps(self, figures: Mapping[str, float], scored: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
        part = "high" if self.search.card.upper else "low"
        rows = [
            self._step(name, to, scored[place][part], scored[place + 1][part])
            for place, (name, to) in enumerate(figures.items())
        ]
        return pl.DataFrame(rows, schema=STEP, orient="row")

    def _step(self, name: str, to: float, before: float | None, after: float | None) -> dict[str, Any]:
        lever, line = self.search.card.levers[name].lever, self.search.costs[name]
        change = round(to - (lever.now or 0.0), lever_lattice.NOISE)
        brings = None if before is None or after is None else clause_expressions.without_float_noise(after - before)
        judging = self.here.judging(name)
        return {
            "fact": name, "unit": lever.unit, "now": lever.now, "to": to, "change": change, "cost": line.of(change),
            "payer": line.payer, "points": brings, "total": after, "clauses": [clause.id for clause in judging],
            "departments": acting_departments(self.here, name),
        }  # fmt: skip

    def _tests(self, scored: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
        names = [test.id for test in self.here.book.of_kind(clauses.TESTED)]
        columns = [clause_expressions.part_column("met", name) for name in names]
        rows = [(name, scored[0][met], scored[-1][met]) for name, met in zip(names, columns, strict=True)]
        return pl.DataFrame(rows, schema=TESTS, orient="row")

    def _told(self, **parts: Any) -> Plan:
        blank = {
            "cost": None, "bound": None, "gap": None, "agrees": None, "worst": None, "most": None, "after": None,
            "steps": pl.DataFrame(schema=STEP), "tests": self._tests([self.here.here]), "hindrances": (), "enough": (),
        }  # fmt: skip
        return Plan(**self.heading(), before=totals_of(self.here.here), **{**blank, **parts})

    def heading(self) -> dict[str, Any]:
        """What was asked, of whom, and what is left out of the answer."""
        unpriced = [
            name for name in lever_lattice.movable_facts(self.here) if self.costs is not None and name not in self.costs
        ]
        return {
            "city": self.here.city, "month": self.here.month, "rulebook": self.here.book.id, "goal": self.search.goal,
            "priced": self.costs is not None, "upper": self.search.card.upper,
            "every_reading": self.search.card.every_reading, "open": open_clauses(self.here), "outside": self.outside,
            "unpriced": tuple(unpriced),
        }  # fmt: skip


def acting_departments(here: StartingPoint, name: str) -> list[str]:
    """Who answers for the clauses of a figure; for a test that names nobody, who leads."""
    judging = here.judging(name)
    named = [unit.code for clause in judging for unit in responsible_departments(here.book, clause, here.city)]
    tested = any(clause.kind == clauses.TESTED for clause in judging)
    return list(dict.fromkeys(named)) or ([city_departments(here.city).lead().code] if tested else [])


def open_clauses(here: StartingPoint) -> tuple[str, ...]:
    """The clauses that wait for missing figures."""
    return tuple(
        name
        for name, clause in here.book.clauses.items()
        if not clause.blank and here.here[clause_expressions.part_column(_outcome(clause), name)] is None
    )


def _outcome(clause: Any) -> str:
    return "met" if clause.kind == clauses.TESTED else "points"


def totals_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """The totals of a scored row."""
    return {part: row[part] for part in TOTALS}


def place_line(standings: pl.DataFrame, city: str, place: int) -> float:
    """The total that is surely the place (or a better one) in the city's league, the others standing still.

    `standings`: as `league.standings` gives them. Ties share the better place. Raises `InputError` where the city is in
    no league, or what the others may come to is not known.
    """
    own = standings.filter(pl.col("city") == city)["league"].to_list()
    if not own or own[0] is None or place < 1:
        zh, en = "没有本市当月的同类城市名次；请改用 --reach。", "There is no league for this; use --reach instead."
        raise InputError([Problem("--place", zh, en)])
    others = standings.filter(pl.col("league") == own[0], pl.col("city") != city)["high"]
    if others.null_count():
        zh, en = "有的城市总分没有上限，名次不能确定。", "Some totals have no upper end, so no place is certain."
        raise InputError([Problem("--place", zh, en)])
    ordered = others.sort(descending=True)
    return max(0.0, ordered[place - 1]) if len(ordered) >= place else 0.0
