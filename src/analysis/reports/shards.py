"""A part of a nation's cities, for one of many machines that share a folder (分片运行).

Which part a city belongs to follows from its code alone, so that parts can be run anywhere, in any order and again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.problems import InputError, Problem

WRITTEN = re.compile(r"([0-9]{1,6})/([0-9]{1,6})", re.ASCII)
BYTES = 8


@dataclass(frozen=True)
class Shard:
    """Part `number` of `count`, counted from 1: every city lies in exactly one of the `count` parts.

    >>> sum("320281" in Shard(number, 20) for number in range(1, 21))
    1
    """

    number: int
    count: int

    def __contains__(self, city: str) -> bool:
        """Whether a city lies in this part: the first eight bytes of its code's SHA-256, big-endian, modulo `count`."""
        start = hashlib.sha256(city.encode()).digest()[:BYTES]
        return int.from_bytes(start, "big") % self.count == self.number - 1

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"

    def own_work(self, work: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """The cities and months, in the order given, whose city lies in this part."""
        return [(city, month) for city, month in work if city in self]


def parse_shard(text: str) -> Shard:
    """A part as it is written, `3/20`: the third of twenty.

    Raises `InputError` where it is not two whole numbers, or the first is not from 1 to the second.

    >>> parse_shard("3/20")
    Shard(number=3, count=20)
    """
    parts = WRITTEN.fullmatch(text.strip())
    number, count = map(int, parts.groups()) if parts else (0, 0)
    if not 1 <= number <= count:
        zh = "应写成“第几份/共几份”，从 1 数起，如 3/20：第 3 份，共 20 份。"
        en = "Write which part of how many, counted from 1: 3/20 is the third of twenty."
        raise InputError([Problem(f"--shard {text[:20]}", zh, en)])
    return Shard(number, count)
