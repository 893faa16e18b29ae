"""The levers of a plan: in which steps a figure is moved, and where a condition on it turns (计划的可提升指标)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from analysis.formulas import Node, evaluate, language, range_analysis
from analysis.problems import InputError, Problem
from analysis.questions.lever_lattice import NOISE, Lever
from analysis.questions.planning.programme import Linear

STEP = {"yuan": 10_000}
"""In which steps a figure is planned where not in the smallest unit: money by 10,000 yuan."""
FAN, MOST = 16, 20_000
"""Into how many parts a range is cut where a condition is open; how many parts are too many."""
DIGITS = 6
Moves = NDArray[np.int64]


@dataclass(frozen=True)
class PlannedLever:
    """A lever moved in steps from the present figure: between `first` and `last` steps, 0 for none.

    `step`: how much of the fact's unit one step is. `natural`: the steps that the figure itself allows, where the
    user's limits allow fewer. `moves`: the term of the programme that counts the steps.
    """

    lever: Lever
    step: float
    first: int
    last: int
    natural: tuple[int, int]
    moves: Linear = field(default_factory=Linear)

    def narrowed(self) -> PlannedLever:
        """This within its limits and the present figure alone, even where limits are lifted."""
        return replace(self, natural=(min(0, self.first), max(0, self.last)))

    @property
    def target(self) -> str:
        return self.lever.target

    @property
    def now(self) -> float:
        """The present figure."""
        return self.lever.now or 0.0

    def figure(self, move: int) -> float:
        """The figure after so many steps."""
        return float(self.figures(np.array([move], dtype=np.int64))[0])

    def figures(self, moves: Moves) -> NDArray[np.float64]:
        """The figures after so many steps each; what is not moved stays as it is."""
        moved = np.round(self.now + moves * self.step, DIGITS)
        return np.where(moves == 0, self.now, moved)

    @property
    def term(self) -> Linear:
        """The figure as a term of the programme."""
        return Linear(self.now).plus(self.moves, self.step)


def default_step(lever: Lever) -> float:
    """In which steps a lever is planned where nobody says otherwise."""
    return float(STEP[lever.unit]) if lever.unit in STEP else 1.0 / lever.per


def steps_between(lever: Lever, step: float, low: float, high: float) -> tuple[int, int]:
    """The fewest and most steps from the present figure that keep between two bounds."""
    now = lever.now or 0.0
    return math.ceil(round((low - now) / step, NOISE)), math.floor(round((high - now) / step, NOISE))


@dataclass(frozen=True)
class Switch:
    """From which step on a condition is true, false or missing (None)."""

    move: int
    truth: bool | None


def switches(tree: Node, names: Mapping[str, language.FormulaValue], lever: PlannedLever, name: str) -> list[Switch]:
    """Where a condition on one lever alone turns, over all steps that the figure allows; exact to the single step.

    `name`: what the lever is called in the formula. What is said of a whole bracket holds for each step in it; what
    stays open is cut until single steps are left, which are worked out as the rulebook does.
    """
    low, high = (np.array([end], dtype=np.int64) for end in lever.natural)
    found: list[tuple[int, bool | None]] = []
    while len(low):
        certain, truth = _decided(tree, names, lever, name, low, high)
        found += [(int(at), state) for at, state in zip(low[certain], _states(truth[certain]), strict=True)]
        alone = ~certain & (low == high)
        found += [
            (int(at), language.as_truth(evaluate(tree, {**names, name: lever.figure(int(at))}))) for at in low[alone]
        ]
        low, high = _cut(low[~certain & ~alone], high[~certain & ~alone])
        _refuse_many(lever, len(low) + len(found))
    return _turns(sorted(found, key=lambda part: part[0]))


def _decided(
    tree: Node, names: Mapping[str, language.FormulaValue], lever: PlannedLever, name: str, low: Moves, high: Moves
) -> tuple[NDArray[np.bool_], Moves]:
    """Whether each bracket holds one outcome, and which: 1, 0, or 2 for missing."""
    span = range_analysis.RangeAnalysis(names, name, lever.figures(low), lever.figures(high)).span(tree)
    true = np.where(span.low == span.high, span.high != 0, (span.low > 0) | (span.high < 0))
    settled = span.decided | (span.present & ~span.gone & ((span.low > 0) | (span.high < 0)))
    missing = span.gone & ~span.present
    return settled, np.where(missing, range_analysis.MISSING_BRANCH, true).astype(np.int64)


def _states(truths: Moves) -> list[bool | None]:
    return [None if truth == range_analysis.MISSING_BRANCH else bool(truth) for truth in truths]


def _cut(low: Moves, high: Moves) -> tuple[Moves, Moves]:
    """Brackets of whole steps, each cut into parts."""
    parts = [_parts(int(first), int(last)) for first, last in zip(low, high, strict=True)]
    lows = [edge for edges in parts for edge in edges[:-1]]
    highs = [edge - 1 for edges in parts for edge in edges[1:]]
    return np.array(lows, dtype=np.int64), np.array(highs, dtype=np.int64)


def _parts(first: int, last: int) -> list[int]:
    count = last - first + 1
    parts = min(FAN, count)
    return [first + count * part // parts for part in range(parts + 1)]


def _refuse_many(lever: PlannedLever, count: int) -> None:
    if count > MOST:
        zh, en = "此范围内转折太多；请用 --limit 缩小范围。", "There are too many turns in this range; narrow it."
        raise InputError([Problem(lever.target, zh, en)])


def _turns(found: list[tuple[int, bool | None]]) -> list[Switch]:
    turns: list[Switch] = []
    for move, truth in found:
        if not turns or turns[-1].truth is not truth:
            turns.append(Switch(move, truth))
    return turns


def useful_steps(
    tree: Node, names: Mapping[str, language.FormulaValue], lever: PlannedLever, name: str
) -> tuple[int, int]:
    """The fewest and most steps beyond which a formula of one lever alone stays as it is."""
    first, last = lever.natural
    up, down = (_settled_from(tree, names, lever, name, end) for end in (last, first))
    return min(0, down), max(0, up)


def _settled_from(
    tree: Node, names: Mapping[str, language.FormulaValue], lever: PlannedLever, name: str, end: int
) -> int:
    """The step, the nearest to the present figure, from which to an end nothing changes any more."""
    way, near, far = (1 if end > 0 else -1), 0, abs(end)
    while near < far:
        counts = np.unique(np.linspace(near, far - 1, FAN).astype(np.int64))
        low, high = np.sort([counts * way, np.full_like(counts, end)], axis=0)
        span = range_analysis.RangeAnalysis(names, name, lever.figures(low), lever.figures(high)).span(tree)
        still = int(np.argmax(np.append(span.decided, True)))
        near, far = (int(counts[still - 1]) + 1 if still else near), int(np.append(counts, far)[still])
    return far * way
