"""The whole curve of what points cost: each step's price, its corners, and where the tests fall (代价曲线).

For every total within reach the cheapest plan, not for one alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from analysis.problems import InputError, Problem
from analysis.questions.lever_lattice import NOISE
from analysis.questions.plan import SECONDS, PlanDraft, plan_draft
from analysis.questions.planning import (
    AGREES,
    APART,
    COST,
    EFFORT,
    POINTS,
    CostLine,
    CurvePoint,
    CurveSearch,
    PlanDemand,
)
from analysis.questions.starting_points import ASSUMPTION, numbered_grid
from analysis.rulebooks import RulebookName, clauses
from analysis.scenarios import BASELINE, ScenarioName
from analysis.scorecards import clause_expressions

FINEST = 0.5
"""How many points lie between two points of the curve at least, corners apart, where nobody says otherwise."""
CURVE: dict[str, pl.DataType | type[pl.DataType]] = {
    "point": pl.Int64, "total": pl.Float64, "spent": pl.Float64, "price": pl.Float64, "corner_price": pl.Float64,
    "corner": pl.Boolean, "figures": pl.Int64, "passes": pl.Boolean, "falls": pl.List(pl.String),
    "rises": pl.List(pl.String),
}  # fmt: skip
CURVE_STEPS: dict[str, pl.DataType | type[pl.DataType]] = {
    "point": pl.Int64, "fact": pl.String, "unit": pl.String, "now": pl.Float64, "before": pl.Float64,
    "to": pl.Float64, "cost": pl.Float64,
}  # fmt: skip
VETOES: dict[str, pl.DataType | type[pl.DataType]] = {
    "clause": pl.String, "spent": pl.Float64, "total": pl.Float64, "from_total": pl.Float64, "from_spent": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class PlanCurve:
    """What each total costs at least.

    `points`: from the cheapest to the most within reach: the total by the rulebook, what is spent (cost, effort or
    figures moved), the price of a point since the point before, and of corners since the corner before, whether it is a
    `corner`: a point more costs more beyond it than before, however long the way; how many figures are moved, the
    verdict, the tests met from here on that were not before (`falls`), and those no longer met (`rises`).
    `steps`: for each point the figures moved, from what at the point before. `vetoes`: for each test not met today what
    it takes at least to meet it and the total then, and from which point on the curve meets it; then, without a clause,
    all tests together; what cannot be met is null. `finest`: how far points lie apart at least, corners apart; 0 where
    all are here. `agrees`: the rulebook gives the programme's total for each of them, as near as the curve tells totals
    apart: to 1e-7. `proven`: all searches came to their end.
    """

    city: str
    month: str
    rulebook: str
    goal: PlanDemand
    priced: bool
    upper: bool
    every_reading: bool
    finest: float
    agrees: bool
    proven: bool
    points: pl.DataFrame
    steps: pl.DataFrame
    vetoes: pl.DataFrame
    open: tuple[str, ...]
    outside: tuple[tuple[str, str, str], ...]
    unpriced: tuple[str, ...]
    assumption: tuple[str, str] = ASSUMPTION

    @property
    def corners(self) -> pl.DataFrame:
        """The points beyond which a point more costs more."""
        return self.points.filter("corner")


def curve(
    facts: Any,
    book: RulebookName,
    city: str,
    month: str,
    goal: PlanDemand | None = None,
    scenario: ScenarioName = BASELINE,
    costs: Mapping[str, CostLine] | None = None,
    upper: bool = False,
    every_reading: bool = False,
    finest: float = FINEST,
    seconds: float = SECONDS,
) -> PlanCurve:
    """What each total costs at least, within the limits of a goal; a total that it asks for is one of the points.

    Every corner is here, whatever `finest` says. Raises `InputError` as `plan.best` does.

    >>> from analysis import facts, rulebooks
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> from analysis.questions import plan_curves
    >>> found = plan_curves.curve(figures, book, "江阴", "2021-03", finest=99)
    >>> found.corners["total"].round(2).to_list()[:3], found.agrees
    ([33.16, 37.16, 37.66], True)
    """
    goal = _sought(goal or PlanDemand(), costs)
    if not finest >= 0:
        zh, en = "间隔应不小于 0 分。", "The distance must be 0 points or more."
        raise InputError([Problem("--finest", zh, en)])
    draft = plan_draft(facts, book, city, month, goal, scenario, costs, upper, every_reading, seconds, tight=True)
    found = CurveSearch(draft.search, draft.total, finest).points()
    return _told(draft, _sorted([*found, *_goal_point(draft, found)]), finest)


def _sought(goal: PlanDemand, costs: Mapping[str, CostLine] | None) -> PlanDemand:
    """The goal with something that is to be least."""
    return replace(goal, least=EFFORT if costs is None else COST) if goal.least == POINTS else goal


def _goal_point(draft: PlanDraft, points: list[CurvePoint]) -> Iterator[CurvePoint]:
    """The point that just reaches the goal's total, where it lies on the curve."""
    reach = draft.search.goal.reach
    if points and reach is not None and points[0].total < reach - AGREES < points[-1].total:
        found = draft.polished(draft.search.best())
        moves = draft.search.moves(found) if found else None
        if moves is not None:
            yield CurvePoint(draft.total(moves), draft.search.spent(moves), moves, corner=False)


def _sorted(points: Sequence[CurvePoint]) -> list[CurvePoint]:
    """The points in order, without those that another betters or equals."""
    kept: list[CurvePoint] = []
    for point in sorted(points, key=lambda point: (-point.total, point.spent, not point.corner)):
        if not kept or point.spent < kept[-1].spent - AGREES * max(1.0, abs(point.spent)):
            kept.append(point)
    return kept[::-1]


def _told(draft: PlanDraft, points: list[CurvePoint], finest: float) -> PlanCurve:
    scored, tests = _scored(draft, points), _open_tests(draft)
    frame = _points(draft, points, scored)
    return PlanCurve(
        **draft.heading(), finest=finest, agrees=all(_agrees(draft, point) for point in points),
        proven=all(point.proven for point in points), points=frame, steps=_steps(draft, points),
        vetoes=_vetoes(draft, frame, scored, tests),
    )  # fmt: skip


def _agrees(draft: PlanDraft, point: CurvePoint) -> bool:
    programme = draft.search.total_of(point.moves)
    return programme is not None and abs(programme - point.total) <= APART


def _scored(draft: PlanDraft, points: Sequence[CurvePoint]) -> pl.DataFrame:
    """The card at each point, scored in one pass."""
    figures = [draft.search.figures(point.moves) for point in points]
    names = dict.fromkeys(name for moved in figures for name in moved)
    columns = {name: [moved.get(name, draft.here.figure(name)) for moved in figures] for name in names}
    return draft.here.score(numbered_grid(columns, len(points)), tuple(draft.here.book.clauses))


def _met(draft: PlanDraft, scored: pl.DataFrame, test: str) -> list[bool]:
    """Whether a test is met, point by point, as the plan is judged: surely, or possibly."""
    return [_counts(draft, met) for met in scored[clause_expressions.part_column("met", test)]]


def _counts(draft: PlanDraft, met: bool | None) -> bool:
    return met is not False if draft.search.card.upper else met is True


def _met_today(draft: PlanDraft, test: str) -> bool:
    return _counts(draft, draft.here.here[clause_expressions.part_column("met", test)])


def _points(draft: PlanDraft, points: Sequence[CurvePoint], scored: pl.DataFrame) -> pl.DataFrame:
    totals, spent = [point.total for point in points], [point.spent for point in points]
    corner = [point.corner for point in points]
    met = {test.id: _met(draft, scored, test.id) for test in draft.here.book.of_kind(clauses.TESTED)}
    columns = {
        "point": range(len(points)), "total": totals, "spent": spent, "corner": corner,
        "figures": [len(point.moves) for point in points], "passes": scored["passes"],
        "falls": _turned(draft, met, len(points), True), "rises": _turned(draft, met, len(points), False),
    }  # fmt: skip
    frame = pl.DataFrame(columns, schema={name: CURVE[name] for name in columns})
    since, gained = (pl.col(name) - pl.col(name).shift() for name in ("spent", "total"))
    corners = frame.filter("corner").select("point", (since / gained).alias("corner_price"))
    priced = frame.with_columns((since / gained).alias("price")).join(corners, on="point", how="left")
    return priced.select(list(CURVE)).sort("point")


def _turned(draft: PlanDraft, met: Mapping[str, list[bool]], count: int, now: bool) -> list[list[str]]:
    """For each point the tests that turn there, from today's outcome on."""
    today = {name: _met_today(draft, name) for name in met}
    rows = [{name: along[place] for name, along in met.items()} for place in range(count)]
    before = [today, *rows][:count]
    return [
        [name for name in row if row[name] is now and former[name] is not now]
        for row, former in zip(rows, before, strict=True)
    ]


def _steps(draft: PlanDraft, points: Sequence[CurvePoint]) -> pl.DataFrame:
    rows: list[dict[str, Any]] = []
    before: dict[str, float] = {}
    for place, point in enumerate(points):
        figures = draft.search.figures(point.moves)
        moved = [name for name in draft.search.card.levers if name in figures or name in before]
        rows += [_step(draft, place, name, before, figures) for name in moved]
        before = figures
    return pl.DataFrame(rows, schema=CURVE_STEPS, orient="row")


def _step(
    draft: PlanDraft, place: int, name: str, before: Mapping[str, float], figures: Mapping[str, float]
) -> dict[str, Any]:
    lever, line = draft.search.card.levers[name].lever, draft.search.costs[name]
    now = lever.now or 0.0
    to = figures.get(name, now)
    return {
        "point": place, "fact": name, "unit": lever.unit, "now": now, "before": before.get(name, now), "to": to,
        "cost": line.of(round(to - now, NOISE)),
    }  # fmt: skip


def _open_tests(draft: PlanDraft) -> list[str]:
    """The tests that are not met today."""
    tests = [test.id for test in draft.here.book.of_kind(clauses.TESTED)]
    return [name for name in tests if not _met_today(draft, name)]


def _vetoes(draft: PlanDraft, points: pl.DataFrame, scored: pl.DataFrame, tests: Sequence[str]) -> pl.DataFrame:
    """What it takes to meet each open test by itself, the cheapest first, then all; and where the curve does."""
    rows = [{"clause": name, **_passing(draft, [name]), **_along(points, _met(draft, scored, name))} for name in tests]
    rows.sort(key=lambda row: math.inf if row["spent"] is None else row["spent"])
    if tests:
        whole = [_counts(draft, passes) for passes in points["passes"]]
        every = [test.id for test in draft.here.book.of_kind(clauses.TESTED)]
        rows.append({"clause": None, **_passing(draft, every), **_along(points, whole)})
    return pl.DataFrame(rows, schema=VETOES, orient="row")


def _passing(draft: PlanDraft, tests: Sequence[str]) -> dict[str, float | None]:
    found = draft.search.cheapest_passing(tests)
    moves = draft.search.moves(found) if found else None
    return {
        "spent": None if moves is None else draft.search.spent(moves),
        "total": None if moves is None else draft.total(moves),
    }


def _along(points: pl.DataFrame, met: Sequence[bool]) -> dict[str, float | None]:
    """From which point of the curve on something is met for good."""
    lasting = len(met) - next((count for count, here in enumerate(reversed(met)) if not here), len(met))
    if lasting == len(met):
        return {"from_total": None, "from_spent": None}
    return {"from_total": points["total"][lasting], "from_spent": points["spent"][lasting]}
