"""A lever's range cut where something turns: within a cell every clause only rises, or only falls (分段)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analysis.formulas import Node, range_analysis
from analysis.problems import InputError, Problem
from analysis.questions.lever_lattice import Lever
from analysis.questions.starting_points import StartingPoint
from analysis.rulebooks import Clause

Places = NDArray[np.int64]
FIRST, FAN, MOST = 32, 16, 20_000
"""Into how many parts a range is cut at first, and a part that is not yet even; how many parts are too many."""
CAP, FLOOR, STEP, TARGET, ENTRY, BEND = "cap", "floor", "step", "target", "entry", "bend"


@dataclass(frozen=True)
class Kink:
    """Where a clause's outcome turns: from this place of the lattice on, and why."""

    place: int
    clause: str
    reason: str


@dataclass(frozen=True)
class LeverCells:
    """Neighbouring places that bound the cells of a lever's range, and the kinks.

    `edges`: ascending; between two neighbours more than one apart each clause is continuous and runs one way.
    """

    edges: Places
    kinks: tuple[Kink, ...]


@dataclass(frozen=True)
class _Part:
    """One formula over the brackets: whether each is even (nothing turns within), which way it runs, what it takes."""

    clause: str
    even: NDArray[np.bool_]
    way: Places
    turns: list[tuple[Node | None, Places]]


def lever_cells(here: StartingPoint, lever: Lever, clauses: Sequence[Clause] | None = None) -> LeverCells:
    """The cells of a lever's range for all clauses that it touches, or for some.

    Exact: bounds over whole intervals, split down to neighbouring units where something turns. Raises `InputError`
    where a formula turns so often that the range must be narrowed.
    """
    touched = here.judging(lever.target) if clauses is None else clauses
    parted = [(clause, part) for clause in touched for part in ("points", "met", "applies")]
    formulas = [(clause, part, tree) for clause, part in parted for tree in here.trees(clause, part)]
    edges = _refined(here, lever, formulas)
    # each place by itself stands between its neighbours: what holds at one figure alone, as at zero, is seen too
    low, high = np.repeat(edges, 2)[:-1], np.repeat(edges, 2)[1:]
    parts = [_part(here, lever, low, high, *formula) for formula in formulas]
    kinks = [kink for part in parts for kink in _kinks(part, low) if lever.first < kink.place <= lever.last]
    return LeverCells(
        _needed(lever, edges, kinks, parts), tuple(sorted(dict.fromkeys(kinks), key=lambda kink: kink.place))
    )


def _refined(here: StartingPoint, lever: Lever, formulas: list[tuple[Clause, str, Node]]) -> Places:
    """Places between which all is even, or that are neighbours; one unit further than the range on both sides."""
    edges = _between(lever.first - 1, lever.last + 1, FIRST)
    while True:
        even = _even([_part(here, lever, edges[:-1], edges[1:], *formula) for formula in formulas], len(edges) - 1)
        wide = np.flatnonzero(~even & (np.diff(edges) > 1))
        if not len(wide):
            return edges
        inner = [_between(int(edges[at]), int(edges[at + 1]), FAN) for at in wide]
        edges = np.unique(np.concatenate([edges, *inner]))
        if len(edges) > MOST:
            zh, en = "此范围内转折太多；请缩小范围。", "There are too many turns in this range; narrow it."
            raise InputError([Problem(lever.target, zh, en)])


def _even(parts: list[_Part], count: int) -> NDArray[np.bool_]:
    return np.logical_and.reduce([part.even for part in parts], axis=0) if parts else np.ones(count, dtype=bool)


def _between(first: int, last: int, parts: int) -> Places:
    """Whole places from first to last, evenly spread, each once."""
    count = min(parts, last - first)
    steps = [first + (last - first) * step // count for step in range(count)] if count else []
    return np.array([*steps, last], dtype=np.int64)


def _part(here: StartingPoint, lever: Lever, low: Places, high: Places, clause: Clause, part: str, tree: Node) -> _Part:
    name = here.target_in(clause, lever.target) or lever.target
    walk = range_analysis.RangeAnalysis(here.names(clause), name, lever.amounts(low), lever.amounts(high))
    span = walk.span(tree)
    settled = (
        np.logical_and.reduce([turn.taken != range_analysis.OPEN for turn in walk.turns], axis=0)
        if walk.turns
        else True
    )
    if part in ("met", "applies"):
        met = np.select(
            [span.gone & ~span.present, span.decided], [range_analysis.MISSING_BRANCH, span.high], range_analysis.OPEN
        ).astype(np.int64)
        node = None if part == "met" else tree
        return _Part(clause.id, settled & (met != range_analysis.OPEN), np.zeros_like(met), [(node, met)])
    way = np.select([~span.present, span.falls >= 0, span.rises <= 0], [0, 1, -1], range_analysis.OPEN)
    even = settled & (way != range_analysis.OPEN) & ~(span.present & span.gone)
    return _Part(clause.id, even, way, [(turn.node, turn.taken) for turn in walk.turns])


def _kinks(part: _Part, places: Places) -> list[Kink]:
    """Where something else is taken than at the last settled bracket or place before."""
    return [kink for node, taken in part.turns for kink in _turned(part.clause, node, taken, places)]


def _turned(clause: str, node: Node | None, taken: Places, places: Places) -> Iterator[Kink]:
    settled = np.flatnonzero(taken != range_analysis.OPEN)
    for at, to in pairwise(settled):
        before, after = int(taken[at]), int(taken[to])
        if before != after and range_analysis.PASSED_BY not in (before, after):
            yield Kink(int(places[to]), clause, _reason(node, before, after))


def _reason(node: Node | None, before: int, after: int) -> str:
    if node is None:
        return TARGET
    if node.op == "steps":
        return STEP
    if node.op not in ("min", "max"):
        return ENTRY
    still = [place for place, arg in enumerate(node.args) if place in (before, after) and _still(arg)]
    return ({"min": CAP, "max": FLOOR}[node.op]) if still else BEND


def _still(node: Node) -> bool:
    """Whether a part of a formula is a bare number or value, such as a cap."""
    return node.op in ("name", "number")


def _needed(lever: Lever, edges: Places, kinks: list[Kink], parts: list[_Part]) -> Places:
    """The edges needed: ends, the present figure, kinks, changes of direction, neighbours with a turn between them."""
    turned = [place for kink in kinks for place in (kink.place - 1, kink.place)]
    own = np.array([lever.first, lever.last, lever.down(), lever.up(), *turned], dtype=np.int64)
    uneven = ~_even(parts, 2 * len(edges) - 1)[1::2]
    ways = [part.way[1::2] for part in parts]
    bent = [edges[1:-1][way[1:] != way[:-1]] for way in ways]
    found = np.unique(np.concatenate([own, edges[:-1][uneven], edges[1:][uneven], *bent]))
    return found[(found >= lever.first) & (found <= lever.last)]
