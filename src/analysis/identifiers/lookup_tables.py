"""What each pair of characters adds to a code's check, packed into one number (校验查找表)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np

from analysis.identifiers import standards
from analysis.identifiers.check_failures import CHECK_BIT, DIVISION_BIT, INNER_BIT
from analysis.identifiers.standards import INNER_FIRST, INNER_LAST, LENGTH, CodeStandard

BYTES = 256

Amount = TypeVar("Amount", int, np.ndarray)


@dataclass(frozen=True)
class PackedPart:
    """Some bits of a packed number: wide enough that the sum over all positions never runs over."""

    shift: int
    width: int

    def put(self, amount: Amount) -> Amount:
        return amount << self.shift

    def of(self, numbers: np.ndarray) -> np.ndarray:
        return (numbers >> self.shift) & ((1 << self.width) - 1)


SUM = PackedPart(0, 10)
INNER_SUM = PackedPart(10, 7)
INNER_STRANGE = PackedPart(17, 1)
SUMS = PackedPart(0, 18)
DIVISION = PackedPart(18, 20)
UNKNOWN_PAIR = PackedPart(38, 1)
UNREADABLE = {
    "department": PackedPart(39, 2),
    "division": PackedPart(41, 3),
    "inner": PackedPart(44, 4),
    "check": PackedPart(48, 1),
}
NO_DIGIT = PackedPart(49, 3)
NOT_ASCII = PackedPart(52, 5)
FLAGS = PackedPart(UNKNOWN_PAIR.shift, 19)
"""All that calls for a closer look: everything from the unknown pair upwards."""


@dataclass(frozen=True)
class LookupTables:
    """`pairs`: nine tables over two bytes (65,536 packed numbers each). `sums`, `divisions`: masks of failures."""

    pairs: tuple[np.ndarray, ...]
    sums: np.ndarray
    divisions: np.ndarray


@lru_cache(maxsize=2)
def build_lookup_tables(standard: CodeStandard) -> LookupTables:
    """The tables that go with a standard; about 6 MB."""
    return LookupTables(_pairs(standard), _sums(), _divisions(standard))


def _pairs(standard: CodeStandard) -> tuple[np.ndarray, ...]:
    ahead, behind = np.arange(BYTES * BYTES, dtype=np.uint16).view(np.uint8).reshape(-1, 2).T
    singles = [_single(place) for place in range(LENGTH)]
    added = [singles[place][ahead] + singles[place + 1][behind] for place in range(0, LENGTH, 2)]
    added[0] += UNKNOWN_PAIR.put(_unknown(standard)[ahead, behind])
    return tuple(added)


def _single(place: int) -> np.ndarray:
    """What one byte adds at a place of the code, for each of the 256 bytes (int64)."""
    return np.array([_added(place, chr(byte)) for byte in range(BYTES)], dtype=np.int64)


def _added(place: int, character: str) -> int:
    value = standards.value31(character)
    if value is None:
        return UNREADABLE[_region(place)].put(1) + NOT_ASCII.put(int(ord(character) > 127))
    return (
        SUM.put(value * (*standards.WEIGHTS, 1)[place] % standards.MODULUS)
        + _inner(place, character)
        + _digit(place, value)
    )


def _region(place: int) -> str:
    bounds = {"department": 2, "division": INNER_FIRST, "inner": INNER_LAST + 1, "check": LENGTH}
    return next(name for name, end in bounds.items() if place < end)


def _inner(place: int, character: str) -> int:
    if not INNER_FIRST <= place <= INNER_LAST:
        return 0
    if place < INNER_LAST:
        weight = standards.INNER_WEIGHTS[place - INNER_FIRST]
        return INNER_SUM.put(standards.value36(character) * weight % standards.INNER_MODULUS)
    digit = standards.INNER_DIGITS.find(character)
    return INNER_SUM.put(digit) if digit >= 0 else INNER_STRANGE.put(1)


def _digit(place: int, value: int) -> int:
    if not 2 <= place < INNER_FIRST:
        return 0
    return DIVISION.put(value * 10 ** (INNER_FIRST - 1 - place)) if value < 10 else NO_DIGIT.put(1)


def _unknown(standard: CodeStandard) -> np.ndarray:
    """1 for two permitted characters that are no department with a category, else 0; 256 by 256."""
    unknown = np.zeros((BYTES, BYTES), dtype=np.int64)
    letters = np.frombuffer(standards.ALPHABET.encode(), dtype=np.uint8)
    unknown[np.ix_(letters, letters)] = 1
    for pair in standard.pairs:
        unknown[tuple(pair.encode())] = 0
    return unknown


def _sums() -> np.ndarray:
    numbers = np.arange(1 << SUMS.width)
    inner = (INNER_SUM.of(numbers) % standards.INNER_MODULUS != 0) | (INNER_STRANGE.of(numbers) != 0)
    check = SUM.of(numbers) % standards.MODULUS != 0
    return (inner * INNER_BIT + check * CHECK_BIT).astype(np.uint8)


def _divisions(standard: CodeStandard) -> np.ndarray:
    unknown = np.full(1 << DIVISION.width, DIVISION_BIT, dtype=np.uint8)
    unknown[[int(code) for code in standard.divisions]] = 0
    return unknown
