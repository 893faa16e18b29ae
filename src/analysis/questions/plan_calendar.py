"""By when: the cheapest steps that reach a goal by a month, as a calendar; or the earliest month, and why (排期).

The months are variables of one programme. What it finds is scored by the rulebook, month by month.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis.calendars import parse_month
from analysis.questions import lever_lattice, plan
from analysis.questions.calendar_draft import CalendarDraft, CalendarRequest, polished_calendar, total_reached
from analysis.questions.planning import (
    AGREES,
    MONTHLY,
    POINTS,
    ROLLING,
    STEADY,
    STEPS,
    CalendarSearch,
    CostLine,
    Hindrance,
    MonthMoves,
    PaceLine,
    PlanDemand,
    Solution,
    checked_horizon,
    later_month,
    proven_gap,
    window_length,
)
from analysis.questions.starting_points import ASSUMPTION, starting_point
from analysis.rulebooks import RulebookName
from analysis.scenarios import BASELINE, ScenarioName

STEP: dict[str, pl.DataType | type[pl.DataType]] = {
    "month": pl.String, "fact": pl.String, "unit": pl.String, "change": pl.Float64, "figure": pl.Float64,
    "counts_from": pl.String, "counts_until": pl.String, "cost": pl.Float64, "payer": pl.String,
    "clauses": pl.List(pl.String), "departments": pl.List(pl.String),
}  # fmt: skip
"""`figure`: what it comes to in the month from which the step counts. `counts_until`: null where it stays."""
MONTH: dict[str, pl.DataType | type[pl.DataType]] = {
    "month": pl.String, "passes": pl.Boolean, "points": pl.Float64, "low": pl.Float64, "high": pl.Float64,
    "possible": pl.Float64, "programme": pl.Float64, "cost": pl.Float64,
}  # fmt: skip
LEVER: dict[str, pl.DataType | type[pl.DataType]] = {
    "fact": pl.String, "unit": pl.String, "now": pl.Float64, "alone": pl.Float64, "to": pl.Float64,
    "change": pl.Float64, "cost": pl.Float64,
}  # fmt: skip
"""`alone`: what the figure comes to in the last month without the plan."""


@dataclass(frozen=True, eq=False)
class PlanCalendar:
    """The best plan that reaches a goal in a month, step by step; or the earliest month, and why not sooner.

    `steps` (STEP): what is done of which figure in which month, from when it counts, who acts and pays. `months`
    (MONTH): today and each month ahead, scored by the rulebook, beside the programme's own total. `levers` (LEVER):
    each figure over all months. `earliest`: where the goal is out of reach, the first month up to `until` in which it
    can hold, and whether that was searched to its end; `hindrances`: a smallest set of limits and paces, or, where
    these alone do not, with clauses, that together forbid the month `forbidden`; `enough`: those of them that alone,
    were it lifted, would do. `rolling`: the figures whose records roll off, by the reading `routine`; `monthly`:
    those that count a month alone. `unpaced`: those moved without a pace of their own. All else as of a `plan.Plan`.
    """

    city: str
    month: str
    by: str
    until: str
    rulebook: str
    goal: PlanDemand
    routine: str
    possible: bool
    priced: bool
    upper: bool
    every_reading: bool
    cost: float | None
    bound: float | None
    gap: float | None
    agrees: bool | None
    steps: pl.DataFrame
    months: pl.DataFrame
    levers: pl.DataFrame
    worst: float | None
    most: float | None
    earliest: str | None
    earliest_proven: bool
    hindrances: tuple[Hindrance, ...]
    enough: tuple[Hindrance, ...]
    open: tuple[str, ...]
    outside: tuple[tuple[str, str, str], ...]
    unpriced: tuple[str, ...]
    rolling: tuple[str, ...]
    monthly: tuple[str, ...]
    unpaced: tuple[str, ...]
    window: int
    assumption: tuple[str, str] = ASSUMPTION

    @property
    def exact(self) -> bool:
        """Whether this is proven to be the best, and the rulebook agrees in every month."""
        return bool(self.possible and self.agrees and self.gap is not None and self.gap <= AGREES)

    @property
    def forbidden(self) -> str:
        """Where the goal is out of reach: the month that the hindrances forbid."""
        return self.until if self.earliest is None else later_month(self.earliest, -1)

    @property
    def before(self) -> Mapping[str, Any]:
        """The totals today."""
        return self.months.row(0, named=True)

    @property
    def after(self) -> Mapping[str, Any]:
        """The totals in the month of the goal."""
        return self.months.row(-1, named=True)


def by_when(
    facts: Any,
    book: RulebookName,
    city: str,
    month: str,
    by: str,
    goal: PlanDemand,
    scenario: ScenarioName = BASELINE,
    costs: Mapping[str, CostLine] | None = None,
    paces: Mapping[str, PaceLine] | None = None,
    routine: str = STEADY,
    until: str = "",
    upper: bool = False,
    every_reading: bool = False,
    seconds: float = plan.SECONDS,
) -> PlanCalendar:
    """The best plan for a goal that is to hold in the month `by`, as a calendar from the month after `month` on.

    `paces`: by fact, as `planning.read_paces` gives them; what has none can be done within a month. `routine`: what
    becomes of figures whose records count for a window only: `steady`, as much arises as rolls off, or `fading`,
    nothing more does. `until`: how far an earliest month is looked for; a window beyond `by` where empty. All else as
    for `plan.best`.
    Raises `InputError` as that does, and for months in the wrong order.

    >>> from analysis import facts, rulebooks
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> from analysis.questions import plan, plan_calendar
    >>> from analysis.questions.planning import PaceLine
    >>> paces = {"agencies_connected": PaceLine("agencies_connected", most=3)}
    >>> goal = plan.PlanDemand(reach=36)
    >>> found = plan_calendar.by_when(figures, book, "江阴", "2021-03", "2021-06", goal, paces=paces)
    >>> found.exact, found.steps.select("month", "change").rows()
    (True, [('2021-04', 3.0), ('2021-05', 3.0), ('2021-06', 1.0)])
    """
    here = starting_point(facts, book, city, month, scenario)
    by, ahead = parse_month(by), checked_horizon(here.month, parse_month(by))
    until = parse_month(until) if until else later_month(by, window_length(here.month))
    checked_horizon(by, until, "--until")
    asked = CalendarRequest(
        here, facts, plan.named_goal(here, goal, priced=costs is not None), costs, dict(paces or {}), routine, upper,
        every_reading, seconds, until,
    )  # fmt: skip
    return _answer(asked, ahead)


def _answer(asked: CalendarRequest, ahead: Sequence[str]) -> PlanCalendar:
    """The plan, or why there is none."""
    sought = asked.sought(ahead, ahead[-1:])
    search = sought.search(ahead[-1])
    found = search.best()
    found = found and polished_calendar(sought, search, found)
    return _told(sought, search, found) if found else _refusal(asked, sought, search)


def _refusal(asked: CalendarRequest, sought: CalendarDraft, search: CalendarSearch) -> PlanCalendar:
    """The most that can be reached, the earliest month that can do it, and what forbids the month before."""
    farthest = search.farthest()
    most = None if farthest is None else total_reached(sought, search, farthest)
    earliest, proven = _earliest(asked, search.card.here.month)
    last = asked.until if earliest is None else later_month(earliest, -1)
    forbidden = _until(asked, last)
    while earliest and earliest > later_month(search.card.here.month, 1) and forbidden.possible_without([]):
        earliest, last = last, later_month(last, -1)  # only where the search was cut short
        forbidden = _until(asked, last)
    hindrances = tuple(forbidden.hindrances() or ())
    enough = tuple(element for element in hindrances if forbidden.possible_without([element]))
    return _blank(sought, most=most, earliest=earliest, earliest_proven=proven, hindrances=hindrances, enough=enough)


def _earliest(asked: CalendarRequest, by: str) -> tuple[str | None, bool]:
    """The first month after the one asked for in which the goal can hold, and whether that is proven."""
    ahead = checked_horizon(asked.here.month, asked.until)
    return asked.sought(ahead, [month for month in ahead if month > by]).earliest()


def _until(asked: CalendarRequest, month: str) -> CalendarSearch:
    return asked.sought(checked_horizon(asked.here.month, month), [month]).search(month)


def _told(sought: CalendarDraft, search: CalendarSearch, found: Solution) -> PlanCalendar:
    """A plan that was found, scored month by month."""
    figures, moves, goal = sought.figures(found), search.months_of(found), sought.asked.goal
    steps, month = _steps(sought, search, moves, figures), search.card.here.month
    worst, part = sought.worst(figures, month), "high" if search.card.upper else "low"
    months = _months(sought, moves, sought.scored(figures), steps)
    after = months.row(-1, named=True)
    total_there = after[part] if worst is None else worst
    levers = _levers(sought, search, figures, steps)
    objective = {POINTS: total_there, STEPS: float(levers.height)}.get(goal.least, float(steps["cost"].sum()))
    reached = (goal.reach is None or total_there >= goal.reach - AGREES) and (
        not goal.passes or (after["passes"] is not False if search.card.upper else after["passes"] is True)
    )
    return _blank(
        sought, possible=reached, cost=float(steps["cost"].sum()), bound=found.bound,
        gap=proven_gap(objective, found.bound), agrees=_agree(months, part, worst), steps=steps, months=months,
        levers=levers, worst=worst,
    )  # fmt: skip


def _agree(months: pl.DataFrame, part: str, worst: float | None) -> bool:
    """Whether programme and rulebook come to the same total in every month ahead."""
    ahead = months.slice(1)
    apart = (ahead["programme"] - ahead[part]).abs()
    if worst is not None:
        apart = (ahead["programme"] - worst).abs().tail(1)
    return bool(not apart.null_count() and (apart <= AGREES).all())


def _steps(
    sought: CalendarDraft, search: CalendarSearch, moves: MonthMoves, figures: Mapping[tuple[str, str], float]
) -> pl.DataFrame:
    ordered = sorted(moves, key=lambda key: (key[1], sought.table.names.index(key[0])))
    begun: set[str] = set()
    rows = []
    for name, month in ordered:
        rows.append(_step(sought, search, (name, month), moves[name, month], figures, first=name not in begun))
        begun.add(name)
    return pl.DataFrame(rows, schema=STEP, orient="row")


def _step(
    sought: CalendarDraft, search: CalendarSearch, key: tuple[str, str], count: int,
    figures: Mapping[tuple[str, str], float], *, first: bool,
) -> dict[str, Any]:  # fmt: skip
    name, month = key
    table, line, here = sought.table, search.costs[name], sought.asked.here
    lever = table.levers[month][name]
    change = round(count * lever.step, lever_lattice.NOISE)
    begins = sought.months[table.counted_from(name, month)]
    ends = None if math.isinf(table.lasting(name)) else later_month(begins, int(table.lasting(name)) - 1)
    return {
        "month": month, "fact": name, "unit": lever.lever.unit, "change": change,
        "figure": figures.get((name, begins), table.levers[begins][name].now), "counts_from": begins,
        "counts_until": ends, "cost": line.each * abs(change) + (line.fixed if first else 0.0), "payer": line.payer,
        "clauses": [clause.id for clause in here.judging(name)],
        "departments": plan.acting_departments(here, name),
    }  # fmt: skip


def _months(sought: CalendarDraft, moves: MonthMoves, scored: pl.DataFrame, steps: pl.DataFrame) -> pl.DataFrame:
    """Today and each month ahead: the rulebook's totals, the programme's own, what the month costs."""
    whole = sought.asked.sought(sought.months, sought.months)
    search = whole.search(sought.months[-1])
    own = [None, *(search.total_in(whole.cards[month], moves) for month in sought.months)]
    spent = steps.group_by("month").agg(pl.col("cost").sum())
    rows = scored.with_columns(pl.Series("programme", own, dtype=pl.Float64))
    costs = rows.join(spent, on="month", how="left", maintain_order="left").with_columns(pl.col("cost").fill_null(0.0))
    return costs.select(*MONTH)


def _levers(
    sought: CalendarDraft, search: CalendarSearch, figures: Mapping[tuple[str, str], float], steps: pl.DataFrame
) -> pl.DataFrame:
    last, here = sought.months[-1], sought.asked.here
    moved = [name for name in sought.table.names if (steps["fact"] == name).any()]
    rows = []
    for name in moved:
        own = steps.filter(pl.col("fact") == name)
        alone = sought.table.levers[last][name].now
        rows.append((name, own["unit"][0], here.figure(name), alone, figures.get((name, last), alone),
                     float(own["change"].sum()), float(own["cost"].sum())))  # fmt: skip
    return pl.DataFrame(rows, schema=LEVER, orient="row")


def _blank(sought: CalendarDraft, **parts: Any) -> PlanCalendar:
    """The answer with what is there in any case."""
    asked = sought.asked
    today = _months(sought, {}, sought.scored({}), pl.DataFrame(schema=STEP)) if "months" not in parts else None
    blank = {
        "possible": False, "cost": None, "bound": None, "gap": None, "agrees": None, "worst": None, "most": None,
        "steps": pl.DataFrame(schema=STEP), "months": today, "levers": pl.DataFrame(schema=LEVER), "earliest": None,
        "earliest_proven": True, "hindrances": (), "enough": (),
    }  # fmt: skip
    movable = lever_lattice.movable_facts(asked.here)
    unpriced = [name for name in movable if asked.costs is not None and name not in asked.costs]
    filled = {**blank, **parts}
    moved = filled["levers"]["fact"].to_list()
    return PlanCalendar(
        city=asked.here.city, month=asked.here.month, by=sought.months[-1], until=asked.until,
        rulebook=asked.here.book.id, goal=asked.goal, routine=asked.routine, priced=asked.costs is not None,
        upper=asked.upper, every_reading=asked.every_reading, open=plan.open_clauses(asked.here),
        outside=sought.outside, unpriced=tuple(unpriced), rolling=sought.kinds[ROLLING], monthly=sought.kinds[MONTHLY],
        window=sought.courses.window,
        unpaced=tuple(name for name in moved if name not in asked.paces), **filled,
    )  # fmt: skip
