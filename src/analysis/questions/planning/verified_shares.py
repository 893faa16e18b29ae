"""How sure a share counted in independent draws is, and how much stricter to ask where it falls short (比例的核验)."""

from __future__ import annotations

import math
from dataclasses import dataclass

CONFIDENCE, LARGEST = 0.95, 200
"""How sure the lower end of a verified share is, over all tries together; the most cases that a plan is sought in."""
DIGITS = 9


def share_floor(counted: int, draws: int, tries: int = 1) -> float:
    """What a share is at least, by so many of the draws, exactly (Clopper–Pearson); sure over so many tries.

    >>> round(share_floor(9_000, 10_000), 4), share_floor(0, 10)
    (0.8949, 0.0)
    """
    from scipy.special import betaincinv  # slow to load, and only a plan that holds in most cases needs it

    return float(betaincinv(counted, draws - counted + 1, (1.0 - CONFIDENCE) / tries)) if counted else 0.0


@dataclass(frozen=True)
class Strictness:
    """In how many of how many drawn cases a plan is to hold, while it is sought."""

    cases: int
    needed: int

    def stricter(self, asked: float, floor: float) -> Strictness | None:
        """The next to try where no more than `floor` is sure of what is `asked`; None where nothing is left."""
        if self.needed < self.cases:
            more = math.ceil(round((asked - floor) * self.cases, DIGITS))
            return Strictness(self.cases, min(self.cases, self.needed + max(1, more)))
        return Strictness(self.cases * 2, self.cases * 2) if self.cases * 2 <= LARGEST else None


def first_strictness(cases: int, share: float) -> Strictness:
    """As many of the cases as were asked for, no more."""
    return Strictness(cases, math.ceil(round(share * cases, DIGITS)))
