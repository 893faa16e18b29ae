"""The nearest figure at which something is reached, exact to the smallest unit, for many seeks at once (求解).

Within a cell each clause runs one way, so that the two ends bound all between them: what cannot hold the answer is
left out for certain, what can is divided until neighbouring units are left. Every figure is scored by the rulebook.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.questions import breakpoints
from analysis.questions.breakpoints import LeverCells
from analysis.questions.lever_lattice import Lever
from analysis.questions.starting_points import StartingPoint
from analysis.scorecards import clause_expressions

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
TOTAL, PASSES = "low", "passes"
HAIR = {TOTAL: 1e-13}
"""How far below what is wanted float sums may stay; for one clause's points a tenth of that."""
LESS = 1e-14
PARTS = 8
UP, DOWN = 1, -1


@dataclass(frozen=True)
class LeverCurve:
    """A lever with its cells and what they come to at their edges: a column of the scored frame for each measure."""

    lever: Lever
    cells: LeverCells
    clauses: tuple[str, ...]
    scored: pl.DataFrame


@dataclass(frozen=True)
class SeekRequest:
    """The nearest place from the present figure, up or down, at which a measure is at least what is wanted."""

    target: str
    measure: str
    wanted: float
    way: int = UP

    def reached(self, values: Floats) -> NDArray[np.bool_]:
        return values >= self.wanted - HAIR.get(self.measure, LESS)


@dataclass
class _Search:
    """A seek under way: the brackets still to be looked at, nearest first, each with its ends as scored."""

    seek: SeekRequest
    clauses: tuple[str, ...]
    waiting: list[tuple[_End, _End]] = field(default_factory=list)
    found: int | None = None

    def take(self, ends: list[_End]) -> None:
        """Put neighbouring places, nearest first, before what waits; drop what cannot hold the answer."""
        pairs = [pair for pair in pairwise(ends) if self._may_hold(*pair)]
        self.waiting[:0] = pairs

    def _may_hold(self, near: _End, far: _End) -> bool:
        rising = np.maximum(far.parts - near.parts, 0.0).sum() if self.seek.measure == TOTAL else 0.0
        most = max(near.value + rising, near.value, far.value)
        return bool(self.seek.reached(np.array([most]))[0])

    def settle(self) -> None:
        """Take the nearest bracket of one unit as found where its far end is reached."""
        while self.waiting and self.found is None:
            near, far = self.waiting[0]
            if abs(far.place - near.place) > 1:
                return
            self.waiting.pop(0)
            if self.seek.reached(np.array([far.value]))[0]:
                self.found, self.waiting = far.place, []

    def inner(self) -> list[int]:
        """Places inside the nearest bracket: around where a straight line would reach it, and evenly spread."""
        near, far = self.waiting[0]
        first, last = sorted((near.place, far.place))
        even = [first + (last - first) * step // PARTS for step in range(1, PARTS)]
        gain = far.value - near.value
        share = (self.seek.wanted - near.value) / gain if gain > 0 else 0.0
        guess = near.place + round(min(1.0, max(0.0, share)) * (far.place - near.place))
        places = {place for place in (*even, guess - 1, guess, guess + 1) if first < place < last}
        return sorted(places, reverse=near.place > far.place)


@dataclass(frozen=True)
class _End:
    place: int
    value: float
    parts: Floats


def lever_curves(here: StartingPoint, levers: Sequence[Lever]) -> dict[str, LeverCurve]:
    """The levers' cells, all their edges scored in one pass."""
    measured = [(lever, breakpoints.lever_cells(here, lever), _ids(here, lever)) for lever in levers]
    places = {lever.target: found.edges for lever, found, _ in measured}
    scored = score_places(here, [lever for lever, _, _ in measured], places)
    return {lever.target: LeverCurve(lever, found, ids, scored[lever.target]) for lever, found, ids in measured}


def _ids(here: StartingPoint, lever: Lever) -> tuple[str, ...]:
    return tuple(clause.id for clause in here.judging(lever.target))


def score_places(here: StartingPoint, levers: Sequence[Lever], places: Mapping[str, Places]) -> dict[str, pl.DataFrame]:
    """Each lever moved alone to some places of its lattice, all scored in one pass."""
    used = [lever for lever in levers if len(places.get(lever.target, ()))]
    count = sum(len(places[lever.target]) for lever in used)
    columns, ends, start = {lever.target: np.full(count, np.nan) for lever in levers}, {}, 0
    for lever in used:
        ends[lever.target] = slice(start, start + len(places[lever.target]))
        columns[lever.target][ends[lever.target]] = lever.amounts(places[lever.target])
        start += len(places[lever.target])
    names = [pl.Series(name, column, nan_to_null=True) for name, column in columns.items()]
    grid = pl.DataFrame([pl.int_range(count, eager=True).cast(pl.String).alias("scenario"), *names])
    touched = tuple(dict.fromkeys(clause for lever in levers for clause in _ids(here, lever)))
    scored = here.score(grid, touched)
    return {name: scored[part] for name, part in ends.items()}


def nearest_places(
    here: StartingPoint, curves: Mapping[str, LeverCurve], seeks: Sequence[SeekRequest]
) -> list[int | None]:
    """The place found for each seek; None where it is reached nowhere that way. What is reached now is not asked."""
    searches = [_begun(curves[request.target], request) for request in seeks]
    levers = [curve.lever for curve in curves.values()]
    while open_ones := [search for search in searches if search.waiting]:
        asked: dict[str, set[int]] = {}
        for search in open_ones:
            asked.setdefault(search.seek.target, set()).update(search.inner())
        places = {name: np.array(sorted(held_places), dtype=np.int64) for name, held_places in asked.items()}
        scored = score_places(here, levers, places)
        for search in open_ones:
            _go_on(search, places[search.seek.target], scored[search.seek.target])
    return [search.found for search in searches]


def _begun(curve: LeverCurve, request: SeekRequest) -> _Search:
    search = _Search(request, curve.clauses)
    start = curve.lever.up() if request.way == UP else curve.lever.down()
    ends = [end for end in _ends(search, curve.cells.edges, curve.scored) if (end.place - start) * request.way >= 0]
    ends = ends[:: request.way]
    if ends and curve.lever.now != curve.lever.amount(ends[0].place) and request.reached(np.array([ends[0].value]))[0]:
        search.found = ends[0].place
    else:
        search.take(ends)
        search.settle()
    return search


def _go_on(search: _Search, places: Places, scored: pl.DataFrame) -> None:
    near, far = search.waiting.pop(0)
    first, last = sorted((near.place, far.place))
    within = (places > first) & (places < last)
    inner = _ends(search, places[within], scored.filter(pl.Series(within)))
    search.take([near, *inner[:: search.seek.way], far])
    search.settle()


def _ends(search: _Search, places: Places, scored: pl.DataFrame) -> list[_End]:
    values = measure_column(scored, search.seek.measure)
    parts = [
        scored[clause_expressions.part_column(TOTAL, clause)].fill_null(0.0).to_numpy() for clause in search.clauses
    ]
    each = np.column_stack(parts) if parts else np.zeros((len(places), 0))
    return [_End(int(place), float(value), row) for place, value, row in zip(places, values, each, strict=True)]


def measure_column(scored: pl.DataFrame, measure: str) -> Floats:
    """A column of the scored frame as numbers: a truth as 1 and 0, what is not known as not reached."""
    figures = scored[measure].cast(pl.Float64)
    return figures.fill_null(-np.inf).to_numpy()
