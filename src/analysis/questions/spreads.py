"""Figures that are not known for certain: between bounds, or with a distribution, and how they are drawn (分布)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis import rulebooks
from analysis.facts import is_whole_unit
from analysis.problems import Problems
from analysis.questions.starting_points import StartingPoint
from analysis.rulebooks import RulebookName
from analysis.scenarios import change_targets, near_target

UNIFORM, TRIANGULAR, NORMAL = KINDS = ("uniform", "triangular", "normal")
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Spread:
    """How a figure may turn out: `uniform` between low and high, `triangular` with its peak at `middle`, or `normal`
    about `middle` with deviation `sd`, clipped to low and high."""

    target: str
    low: float
    high: float
    kind: str = UNIFORM
    middle: float | None = None
    sd: float | None = None

    def drawn(self, chances: Floats) -> Floats:
        """The figures at some chances between 0 and 1."""
        if self.kind == UNIFORM:
            return self.low + chances * (self.high - self.low)
        if self.kind == NORMAL:
            from scipy.special import ndtri  # slow to load, and only this kind of spread needs it

            figures = (self.middle or 0.0) + (self.sd or 0.0) * ndtri(chances)
            return np.clip(figures, self.low, self.high)
        return self._peaked(chances)

    def _peaked(self, chances: Floats) -> Floats:
        width, left = self.high - self.low, (self.middle or 0.0) - self.low
        rising = self.low + np.sqrt(chances * width * left)
        falling = self.high - np.sqrt((1 - chances) * width * (width - left))
        return np.where(chances * width < left, rising, falling)


def unset_spreads(book: RulebookName) -> tuple[Spread, ...]:
    """A uniform spread for each benchmark that no source gives, between the bounds the rulebook writes for it."""
    clauses = rulebooks.load(book).clauses.values()
    values = [(clause.id, value) for clause in clauses for value in clause.values.values()]
    return tuple(
        Spread(f"{clause}.{value.name}", value.low, value.high)
        for clause, value in values
        if value.amount is None and value.low is not None and value.high is not None
    )


def check_spreads(spreads: Sequence[Spread], here: StartingPoint) -> None:
    """Raise `InputError` with every spread that cannot be: unknown or repeated targets, bounds the wrong way round."""
    problems, targets = Problems(), [name for name in change_targets(here.book) if not name.endswith(".reading")]
    for spread in spreads:
        where = f"spread {spread.target}"
        if spread.target not in targets:
            zh, en = near_target(spread.target, here.book)
            problems.report(where, f"不是指标或规则值。{zh}", f"This is no fact or rule value. {en}".rstrip())
        elif [other.target for other in spreads].count(spread.target) > 1:
            problems.report(where, "写了两次。", "It stands twice.")
        elif not _sound(spread):
            problems.report(
                where,
                "应有 下限≤中值≤上限；正态分布另须 sd>0。",
                "It needs low <= middle <= high, and for a normal one sd > 0.",
            )
    problems.raise_any()


def _sound(spread: Spread) -> bool:
    numbers = [number for number in (spread.low, spread.high, spread.middle, spread.sd) if number is not None]
    if spread.kind not in KINDS or not all(map(math.isfinite, numbers)) or not spread.low < spread.high:
        return False
    if spread.kind == UNIFORM:
        return True
    middle = spread.middle is not None and (spread.kind == NORMAL or spread.low <= spread.middle <= spread.high)
    return middle and (spread.kind == TRIANGULAR or (spread.sd or 0.0) > 0)


def sampled_figures(spreads: Sequence[Spread], chances: Floats, here: StartingPoint) -> dict[str, Floats]:
    """The figures of all spreads, a column of chances each: counts whole, no part above its whole."""
    figures = {spread.target: spread.drawn(chances[:, place]) for place, spread in enumerate(spreads)}
    for name in [
        name for name in figures if name in here.book.dictionary and is_whole_unit(here.book.dictionary[name].unit)
    ]:
        figures[name] = np.rint(figures[name])
    for name in [name for name in figures if name in here.book.dictionary]:
        within = here.book.dictionary[name].within
        most = figures.get(within) if within in figures else here.values.get(within or "")
        figures[name] = figures[name] if most is None else np.minimum(figures[name], most)
    return figures
