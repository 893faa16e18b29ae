"""A search cut into stretches of its widest figure, where one figure's size takes the solver's last digits (分段求解).

A solver keeps to its rows within a tolerance of the largest figure in them. A figure that may grow to a thousand
million leaves a plan of it in doubt; on a shorter stretch the same rows are kept to the last digit.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from analysis.questions.planning.planned_levers import PlannedLever

Found = TypeVar("Found")
Ranges = Mapping[str, tuple[float, float]]
CUTS = 64
"""How often a range is cut before the search says that its answer is not proven."""


@dataclass(frozen=True)
class Stretch(Generic[Found]):
    """What was found where the figures lie on a stretch. `levers`: by their names, each between its ends there.

    `value`: what it comes to, less being better; `bound`: what nothing on the stretch can better; `exact`: whether the
    rulebook agrees with what the solver says of it; `proven`: whether the solver came to its end. `moves`: its steps.
    """

    found: Found
    value: float
    bound: float
    exact: bool
    proven: bool
    levers: Mapping[str, PlannedLever]
    moves: Mapping[str, int]


def best_stretch(
    first: Stretch[Found], ask: Callable[[Ranges], Stretch[Found] | None], seconds: float = math.inf
) -> tuple[Stretch[Found], float]:
    """The best answer that the rulebook agrees with, and what nothing can better; the first where none is found.

    `ask`: the best on a stretch of figures, None where nothing keeps to the limits there.
    """
    waiting, best, bound, until = [first], first, first.bound, time.monotonic() + seconds
    for _ in range(CUTS):
        if not waiting:
            return best, best.value if best.exact else first.bound
        if time.monotonic() > until:
            break
        part = min(waiting, key=lambda each: each.bound)
        bound = min(part.bound, best.value) if best.exact else part.bound
        if best.exact and part.bound >= best.value:
            return best, bound
        waiting.remove(part)
        if part.exact:
            best = part if not best.exact or part.value < best.value else best
        else:
            waiting += [found for ranges in _halves(part) if (found := ask(ranges)) is not None]
    return best, bound


def _halves(part: Stretch[Found]) -> list[Ranges]:
    """The widest figure's range in two: a short one where the answer stands, and the rest."""
    own = {name: (lever.figure(lever.first), lever.figure(lever.last)) for name, lever in part.levers.items()}
    name = max(part.levers, key=lambda each: part.levers[each].last - part.levers[each].first)
    lever = part.levers[name]
    if lever.first == lever.last:
        return []
    cut = _cut(lever, part.moves.get(name, 0))
    ends = [(lever.first, cut), (cut + 1, lever.last)]
    return [{**own, name: (lever.figure(low), lever.figure(high))} for low, high in ends]


def _cut(lever: PlannedLever, move: int) -> int:
    """Where to cut: beyond the answer by the root of the range, towards the farther end."""
    root = math.isqrt(lever.last - lever.first)
    below, above = move - root, move + root
    cut = above if lever.last - move >= move - lever.first else below - 1
    return min(max(cut, lever.first), lever.last - 1)
