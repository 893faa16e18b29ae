"""Sweep: one figure over a range, its curve with every turn marked and why; two figures as a grid (扫描)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from analysis.questions import breakpoints, lever_lattice, starting_points
from analysis.questions.breakpoints import LeverCells
from analysis.questions.lever_lattice import Lever
from analysis.questions.starting_points import ASSUMPTION, StartingPoint
from analysis.rulebooks import RulebookName
from analysis.scenarios import BASELINE, ScenarioName, parse_target
from analysis.scorecards import clause_expressions

POINTS, SIDE = 100, 25
"""How many places of a range are drawn, and how many of each side of a grid."""
SUMS = ("passes", "points", "low", "high")


@dataclass(frozen=True, eq=False)
class Sweep:
    """A figure over a range, all else held still.

    `curve`: `value, passes, points, low, high`, then for each clause that it touches `points 17`, `met 17`; evenly
    spread, with every turn and the unit before it, and the present figure. `kinks`: `value, clause, reason, before,
    at, total_before, total_at, met_before, met_at`: what holds from this
    value on, and one unit before; `reason`: cap, floor, step, target, entry or bend.
    """

    lever: Lever
    clauses: tuple[str, ...]
    curve: pl.DataFrame
    kinks: pl.DataFrame
    assumption: tuple[str, str] = ASSUMPTION


@dataclass(frozen=True, eq=False)
class Grid:
    """Two figures over their ranges: `first, second, passes, points, low, high`, a row each pair, the first slowest."""

    first: Lever
    second: Lever
    cells: pl.DataFrame
    assumption: tuple[str, str] = ASSUMPTION


def along(
    facts: Any,
    book: RulebookName,
    city: str,
    month: str,
    target: str,
    scenario: ScenarioName = BASELINE,
    low: float | None = None,
    high: float | None = None,
    points: int = POINTS,
) -> Sweep:
    """The sweep of a target between the dictionary's bounds or the given ones; every point is scored by the rulebook.

    Raises `InputError` for what is no lever, and where the facts hold no such city-month.

    >>> from analysis import facts, rulebooks
    >>> figures, book = facts.up_to("江阴", "2021-03"), rulebooks.load("hard-2019")
    >>> from analysis.questions import sweep
    >>> turns = sweep.along(figures, book, "江阴", "2021-03", "residents_scored").kinks
    >>> turns.select("value", "reason", "before", "at").row(0)
    (634801.0, 'entry', 0.0, 1.5)
    """
    here = starting_points.starting_point(facts, book, city, month, scenario)
    target = parse_target(target, here.book)
    lever = lever_lattice.lever_of(here, target, low, high)
    found = breakpoints.lever_cells(here, lever)
    touched = tuple(clause.id for clause in here.judging(target))
    curve = _scored(here, lever, _places(lever, found, points), touched)
    return Sweep(lever, touched, curve.select("value", *SUMS, *_parts(touched)), _kinks(here, lever, found, touched))


def _parts(clauses: Sequence[str]) -> list[str]:
    return [clause_expressions.part_column(part, clause) for clause in clauses for part in ("points", "met")]


def _places(lever: Lever, found: LeverCells, points: int) -> np.ndarray:
    even = [lever.first + (lever.last - lever.first) * step // max(1, points) for step in range(points + 1)]
    return np.unique(np.concatenate([found.edges, np.array(even, dtype=np.int64)]))


def _scored(here: StartingPoint, lever: Lever, places: np.ndarray, clauses: Sequence[str]) -> pl.DataFrame:
    values = lever.amounts(places)
    if lever.now is not None and lever.low <= lever.now <= lever.high:
        values = np.unique(np.append(values, lever.now))
    return here.at(lever.target, values, clauses).with_columns(pl.Series("value", values))


def _kinks(here: StartingPoint, lever: Lever, found: LeverCells, clauses: Sequence[str]) -> pl.DataFrame:
    """Each turn with what holds from there on and one unit before."""
    kinks = [kink for kink in found.kinks if kink.place > lever.first]
    places = np.array([place for kink in kinks for place in (kink.place - 1, kink.place)], dtype=np.int64)
    rows = here.at(lever.target, lever.amounts(places), clauses).to_dicts() if kinks else []
    lines = [
        (lever.amount(kink.place), kink.clause, kink.reason,
         *(row[name] for name in _parts_of(kink.clause) for row in pair))
        for kink, pair in zip(kinks, zip(rows[::2], rows[1::2], strict=True), strict=True)
    ]  # fmt: skip
    return pl.DataFrame(lines, schema=_KINKS, orient="row")


def _parts_of(clause: str) -> tuple[str, str, str]:
    return clause_expressions.part_column("points", clause), "low", clause_expressions.part_column("met", clause)


_KINKS = {
    "value": pl.Float64, "clause": pl.String, "reason": pl.String, "before": pl.Float64, "at": pl.Float64,
    "total_before": pl.Float64, "total_at": pl.Float64, "met_before": pl.Boolean, "met_at": pl.Boolean,
}  # fmt: skip


def across(
    facts: Any,
    book: RulebookName,
    city: str,
    month: str,
    targets: tuple[str, str],
    scenario: ScenarioName = BASELINE,
    side: int = SIDE,
) -> Grid:
    """Two targets over their ranges, evenly spread, each pair scored; for a heat map.

    Pairs that cannot be, such as a part above its whole, are left out. Raises `InputError` as `along` does, and
    where both are the same.
    """
    here = starting_points.starting_point(facts, book, city, month, scenario)
    first, second = (lever_lattice.lever_of(here, parse_target(target, here.book)) for target in targets)
    first_amounts, other = (lever.amounts(_spread(lever, side)) for lever in (first, second))
    pairs = pl.DataFrame({"first": first_amounts}).join(pl.DataFrame({"second": other}), how="cross")
    pairs = pairs.filter(_can_be(here, first, second))
    grid = starting_points.numbered_grid({first.target: pairs["first"], second.target: pairs["second"]})
    return Grid(first, second, pl.concat([pairs, here.score(grid).select(SUMS)], how="horizontal"))


def _spread(lever: Lever, side: int) -> np.ndarray:
    """Places evenly spread over the range, and the present one."""
    even = [lever.first + (lever.last - lever.first) * step // max(1, side - 1) for step in range(side)]
    now = [lever.down()] if lever.first <= lever.down() <= lever.last else []
    return np.unique(np.array([*even, *now], dtype=np.int64))


def _can_be(here: StartingPoint, first: Lever, second: Lever) -> pl.Expr:
    within = {name: fact.within for name, fact in here.book.dictionary.items()}
    if within.get(first.target) == second.target:
        return pl.col("first") <= pl.col("second")
    return pl.col("second") <= pl.col("first") if within.get(second.target) == first.target else pl.lit(True)
