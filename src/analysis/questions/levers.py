"""Levers: what the next step of each figure pays, what it could still pay, its worth in others (可提升指标)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from analysis.questions import lever_lattice, solver
from analysis.questions.lever_lattice import Lever
from analysis.questions.solver import DOWN, TOTAL, UP, LeverCurve, SeekRequest
from analysis.questions.starting_points import ASSUMPTION, StartingPoint, starting_point
from analysis.rulebooks import RulebookName, clauses
from analysis.scenarios import BASELINE, ScenarioName, parse_target
from analysis.scorecards import clause_expressions

PAYS = 1e-9
"""What is too little to be a gain."""
POINT = 1.0


@dataclass(frozen=True, eq=False)
class LeverBoard:
    """The exchange rates of a city's levers, each moved alone.

    `levers`: `lever, clauses, unit, now, way, next, step, pays, open, best, point`: the nearest figure that pays and
    what it pays, the most that is still open and the nearest figure that gives it, the change that gives one point.
    `rates`: `lever, other, worth`: the change of the other that pays what the lever's next step pays; null where
    it cannot. `tests`: `lever, clause, needed, change`: failed tests that the lever alone would pass.
    `open`: the clauses whose comparison other units leave open, and why (`few`, `lack`). Points are those of the total
    that are certain (`low`).
    """

    city: str
    month: str
    rulebook: str
    levers: pl.DataFrame
    rates: pl.DataFrame
    tests: pl.DataFrame
    open: Mapping[str, str] = field(default_factory=dict)
    assumption: tuple[str, str] = ASSUMPTION


def board(
    facts: Any,
    book: RulebookName,
    city: str,
    month: str,
    scenario: ScenarioName = BASELINE,
    names: Sequence[str] | None = None,
    least: float = PAYS,
    worth: bool = True,
) -> LeverBoard:
    """The board of all figures a city can work on, or of the named ones.

    `least`: how many points a next step brings at least; where less is open, it brings all that is. Next steps are
    in whole units, money in 亿元; all else is exact to the smallest unit, at steps and kinks too.
    `worth`: whether levers are held against each other; without, `point` is null and there are no `rates`, which take
    half of the time.
    Raises `InputError` for what is no lever, and where the facts hold no such city-month.

    >>> from analysis import facts, rulebooks
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> from analysis.questions import levers
    >>> step = levers.board(figures, book, "江阴", "2021-03", names=["xinyi_domains"]).levers.row(0, named=True)
    >>> step["now"], step["next"], round(step["pays"], 2)
    (11.0, 12.0, 0.3)
    """
    here = starting_point(facts, book, city, month, scenario)
    targets = lever_lattice.movable_facts(here) if names is None else [parse_target(name, here.book) for name in names]
    levers = [lever_lattice.lever_of(here, name) for name in targets]
    curves = solver.lever_curves(here, levers)
    steps = _steps(here, curves, least)
    rows = [_row(here, curves[lever.target], steps[lever.target]) for lever in levers]
    gains = {name: step.pays for name, step in steps.items() if worth and step.next is not None}
    found = _worth(here, curves, steps, [*gains.values(), POINT]) if worth else {}
    points = [found.get((lever.target, POINT)) for lever in levers]
    frame = pl.DataFrame([{**row, "point": point} for row, point in zip(rows, points, strict=True)], schema=_LEVERS)
    rates, tests = _rates(gains, curves, found), _tests(here, curves)
    return LeverBoard(here.city, here.month, here.book.id, frame, rates, tests, here.open_comparisons)


_LEVERS: dict[str, pl.DataType | type[pl.DataType]] = {
    "lever": pl.String, "clauses": pl.List(pl.String), "unit": pl.String, "now": pl.Float64, "way": pl.Int8,
    "next": pl.Float64, "step": pl.Float64, "pays": pl.Float64, "open": pl.Float64, "best": pl.Float64,
    "point": pl.Float64,
}  # fmt: skip


@dataclass(frozen=True)
class _Step:
    """Which way a lever pays, where its next step and its best lie, and what they pay."""

    way: int
    open: float
    next: int | None
    pays: float
    best: int | None


def _steps(here: StartingPoint, curves: Mapping[str, LeverCurve], least: float) -> dict[str, _Step]:
    now = here.total["low"]
    open_ways = {name: _open(curve, now) for name, curve in curves.items()}
    paying = [name for name, (_, gain) in open_ways.items() if gain > PAYS]
    seeks = [
        SeekRequest(name, TOTAL, now + gain, open_ways[name][0])
        for name in paying
        for gain in (min(least, open_ways[name][1]), open_ways[name][1])
    ]
    found = solver.nearest_places(here, curves, seeks)
    ends = dict(zip(paying, zip(found[::2], found[1::2], strict=True), strict=True))
    nearest = {name: _stepped(curves[name].lever, *ends[name], open_ways[name][0]) for name in paying}
    scored = solver.score_places(here, [curve.lever for curve in curves.values()], _one_each(nearest))
    pays = {name: float(scored[name]["low"][0] - now) for name in paying}
    return {
        name: _Step(way, max(0.0, gain), nearest.get(name), pays.get(name, 0.0), ends.get(name, (None, None))[1])
        for name, (way, gain) in open_ways.items()
    }


def _one_each(places: Mapping[str, int]) -> dict[str, Any]:
    return {name: np.array([place], dtype=np.int64) for name, place in places.items()}


def _open(curve: LeverCurve, now: float) -> tuple[int, float]:
    """The way on which more is to be had, up where both are alike, and how much; the best lies at a cell's edge."""
    gains = curve.scored["low"].to_numpy() - now
    places = curve.cells.edges
    up = float(np.max(gains[places >= curve.lever.up()], initial=-np.inf))
    down = float(np.max(gains[places <= curve.lever.down()], initial=-np.inf))
    return (UP, up) if up >= down else (DOWN, down)


def _stepped(lever: Lever, first: int | None, best: int | None, way: int) -> int:
    """The nearest place that pays, in steps of the board from the present figure, but not beyond the best."""
    assert first is not None
    if lever.now is None or lever.board == 1:
        return first
    start = round(lever.now * lever.per)
    steps = -(-abs(first - start) // lever.board)
    return start + way * min(steps * lever.board, abs((first if best is None else best) - start))


def _row(here: StartingPoint, curve: LeverCurve, step: _Step) -> dict[str, Any]:
    lever = curve.lever
    at = None if step.next is None else lever.amount(step.next)
    return {
        "lever": lever.target, "clauses": list(curve.clauses), "unit": lever.unit, "now": lever.now,
        "way": step.way if step.open > PAYS else None, "next": at, "step": lever.change(step.next),
        "pays": clause_expressions.without_float_noise(step.pays) if at is not None else None,
        "open": clause_expressions.without_float_noise(step.open) if step.open > PAYS else 0.0,
        "best": None if step.best is None else lever.amount(step.best),
    }  # fmt: skip


def _worth(
    here: StartingPoint, curves: Mapping[str, LeverCurve], steps: Mapping[str, _Step], gains: Sequence[float]
) -> dict[tuple[str, float], float | None]:
    """For each lever and gain the nearest change that pays so much; gains that are not open are left out."""
    now, wanted = here.total["low"], sorted(set(gains))
    pairs = [(name, gain) for name in curves for gain in wanted if gain <= steps[name].open + PAYS]
    found = solver.nearest_places(
        here, curves, [SeekRequest(name, TOTAL, now + gain, steps[name].way) for name, gain in pairs]
    )
    return {pair: curves[pair[0]].lever.change(place) for pair, place in zip(pairs, found, strict=True)}


def _rates(
    gains: Mapping[str, float], curves: Mapping[str, LeverCurve], found: Mapping[tuple[str, float], float | None]
) -> pl.DataFrame:
    rows = [
        (name, other, found.get((other, gain))) for name, gain in gains.items() for other in curves if other != name
    ]
    return pl.DataFrame(rows, schema={"lever": pl.String, "other": pl.String, "worth": pl.Float64}, orient="row")


def _tests(here: StartingPoint, curves: Mapping[str, LeverCurve]) -> pl.DataFrame:
    """The failed or undecided tests that a lever alone would pass, with the nearest figure at which it does."""
    asked = [
        (name, clause, way)
        for name, curve in curves.items()
        for clause in curve.clauses
        if here.book.clauses[clause].kind == clauses.TESTED
        and here.here[clause_expressions.part_column("met", clause)] is not True
        for way in (UP, DOWN)
    ]
    places = solver.nearest_places(
        here,
        curves,
        [SeekRequest(name, clause_expressions.part_column("met", clause), 1.0, way) for name, clause, way in asked],
    )
    rows = [
        (name, clause, curves[name].lever.amount(place), curves[name].lever.change(place))
        for (name, clause, _), place in zip(asked, places, strict=True)
        if place is not None
    ]
    schema = {"lever": pl.String, "clause": pl.String, "needed": pl.Float64, "change": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")
