"""Draws that are the same everywhere: from a text alone, whatever the machine, system or release (可重复的抽取)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Any_ = TypeVar("Any_")
BITS, SPARED = 53, 11
"""How many bits make a share of one, and how many of a draw's 64 are left over."""


class RandomDraws:
    """Draws seeded by words. Raw bits of a generator whose stream is promised; all else is made of them here."""

    def __init__(self, *words: object) -> None:
        digest = hashlib.sha256("/".join(map(str, words)).encode()).digest()
        self._bits = np.random.PCG64(np.random.SeedSequence(int.from_bytes(digest)))

    def shares(self, count: int) -> NDArray[np.float64]:
        """So many numbers from 0 up to, but not, 1."""
        return (self._bits.random_raw(count) >> SPARED) / 2.0**BITS

    def below(self, most: int, count: int) -> NDArray[np.int64]:
        """So many whole numbers from 0 up to, but not, `most`."""
        return (self.shares(count) * most).astype(np.int64)

    def choice(self, listed: Sequence[Any_]) -> Any_:
        """One of a list."""
        return listed[int(self.below(len(listed), 1)[0])]

    def chosen(self, listed: Sequence[float], count: int) -> NDArray[np.float64]:
        """So many of a list of numbers, each as likely."""
        return np.asarray(listed, dtype=np.float64)[self.below(len(listed), count)]
