"""The check of unified social credit codes, many at a time (代码校验).

Strings of 18 bytes are looked at as a matrix of nine pairs of characters. A table a pair gives, in one
number, all that the pair adds: to both check sums, to the division and to the marks of what is unreadable.
Nine look-ups and their sum decide a code; only marked codes are looked at more closely.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np
import polars as pl

from analysis.identifiers import standards
from analysis.identifiers.check_failures import (
    ALPHABET_BIT,
    CHECK_BIT,
    DEPARTMENT_BIT,
    DIVISION_BIT,
    INNER_BIT,
    LENGTH_BIT,
)
from analysis.identifiers.fixed_width import string_bytes
from analysis.identifiers.standards import CODE_ALPHABET, INNER_FIRST, INNER_LAST, LENGTH, CodeStandard, code_standard

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
    letters = np.frombuffer(standards.CODE_ALPHABET.encode(), dtype=np.uint8)
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


PIECE, BLOCK = 1 << 17, 1 << 15
"""Rows brought to Arrow together, and rows looked up together: each stays in the processor's cache."""

FOREIGN = ~np.isin(np.arange(256), np.frombuffer(CODE_ALPHABET.encode(), dtype=np.uint8))
BEGINS = np.arange(256) & 0b11000000 != 0b10000000
"""Of each byte: whether it stands for none of the permitted characters, and whether a character begins with it."""


def fault_masks(codes: pl.Series, genuine: pl.Series | None = None) -> pl.Series:
    """The failed checks of each code, as a mask (UInt8): 0 passes, null for null; see `check_failures.FAILURES`.

    Several failures are all named. A check is made where every position it reads holds a permitted
    character; of a code that is not 18 characters long only length and alphabet are told.
    `genuine`: codes confirmed genuine, which pass: a failed check is evidence of a wrong code, no proof.
    Source: GB 32100-2015, GB 11714-1997 (positions 9-17), GB/T 2260 (positions 3-8, past codes included).
    """
    text, tables = codes.cast(pl.String), build_lookup_tables(code_standard())
    found = np.empty(len(text), dtype=np.uint8)
    for start in range(0, len(text), PIECE):
        found[start : start + PIECE] = _piece(text[start : start + PIECE], tables)
    return _pardoned(text, pl.Series(codes.name, found), genuine)


def fault_mask(code: pl.Expr, genuine: pl.Series | None = None) -> pl.Expr:
    """`faults` as an expression, for lazy and streaming queries; a mask (UInt8), row by row."""
    return code.map_batches(lambda codes: fault_masks(codes, genuine), return_dtype=pl.UInt8, is_elementwise=True)


def _pardoned(text: pl.Series, found: pl.Series, genuine: pl.Series | None) -> pl.Series:
    """The masks with 0 for codes confirmed genuine and null for null."""
    if text.null_count():
        found = found.zip_with(text.is_not_null(), pl.Series([None], dtype=pl.UInt8))
    if genuine is None or genuine.is_empty():
        return found
    listed = text.is_in(genuine.cast(pl.String).drop_nulls().implode()).fill_null(False)
    return found.zip_with(~listed, pl.Series([0], dtype=pl.UInt8))


def _piece(text: pl.Series, tables: LookupTables) -> np.ndarray:
    """Masks of some strings: those of 18 bytes are looked up, the others, mostly few, are looked at one by one."""
    bounds, run = string_bytes(text)
    whole = np.diff(bounds) == LENGTH
    if whole.all():
        return _looked_up(run[bounds[0] : bounds[-1]], tables)
    found = np.empty(len(text), dtype=np.uint8)
    found[whole] = _looked_up(_joined(run, bounds, whole), tables)
    found[~whole] = _odd(text.filter(pl.Series(~whole)), tables)
    return found


def _joined(run: np.ndarray, bounds: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """The bytes of the strings that are whole, those of the others cut out."""
    cut = np.flatnonzero(~whole)
    starts, ends = bounds[np.append(0, cut + 1)], bounds[np.append(cut, len(whole))]
    return np.concatenate([run[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)])


def _odd(text: pl.Series, tables: LookupTables) -> np.ndarray:
    """Masks of strings that have not 18 bytes; their length is in characters."""
    bounds, run = string_bytes(text)
    foreign, long = _numbers(FOREIGN[run], bounds) > 0, _numbers(BEGINS[run], bounds) == LENGTH
    found = LENGTH_BIT + foreign.astype(np.uint8) * np.uint8(ALPHABET_BIT)
    if long.any():
        found[long] = _looked_up(_plain(text.filter(pl.Series(long))), tables)
    return found


def _numbers(marks: np.ndarray, bounds: np.ndarray) -> np.ndarray:
    """How many bytes of each string are marked."""
    return np.diff(np.append(0, np.cumsum(marks))[bounds])


def _plain(text: pl.Series) -> np.ndarray:
    """The bytes of strings of 18 characters, a `?` for each outside ASCII."""
    bounds, run = string_bytes(text.str.replace_all(r"[^\x00-\x7F]", "?"))
    return run[bounds[0] : bounds[-1]]


def _looked_up(run: np.ndarray, tables: LookupTables) -> np.ndarray:
    """Masks (uint8) of codes of 18 bytes each, one after the other."""
    pairs = run.reshape(-1, LENGTH).view(np.uint16)
    found, room = np.empty(len(pairs), dtype=np.uint8), np.empty(BLOCK, dtype=np.intp)
    for start in range(0, len(pairs), BLOCK):
        block = pairs[start : start + BLOCK]
        found[start : start + BLOCK] = _block(block, tables, room[: len(block)])
    return found


def _block(pairs: np.ndarray, tables: LookupTables, room: np.ndarray) -> np.ndarray:
    """Masks of some codes. `room`: where the places in a table are put, pair after pair; new room each time is slow."""
    numbers = np.zeros(len(pairs), dtype=np.int64)
    for table, pair in zip(tables.pairs, pairs.T, strict=True):
        room[:] = pair
        numbers += table[room]
    found = tables.sums[SUMS.of(numbers)] | tables.divisions[DIVISION.of(numbers)]
    marked = np.flatnonzero(numbers >> FLAGS.shift)
    if marked.size:
        found[marked] = _marked(found[marked], numbers[marked])
    return found


def _marked(found: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Masks of codes with an unknown pair, a letter in the division or an unreadable character.

    Only what could be checked is claimed.
    """
    lost = {region: part.of(numbers) != 0 for region, part in UNREADABLE.items()}
    foreign = np.logical_or.reduce(list(lost.values()))
    unknown, worded = UNKNOWN_PAIR.of(numbers) != 0, NO_DIGIT.of(numbers) != 0
    found = found | _bit(unknown, DEPARTMENT_BIT) | _bit(worded, DIVISION_BIT) | _bit(foreign, ALPHABET_BIT)
    found &= ~(_bit(lost["division"], DIVISION_BIT) | _bit(lost["inner"], INNER_BIT) | _bit(foreign, CHECK_BIT))
    short = NOT_ASCII.of(numbers) != 0
    return np.where(short, np.uint8(LENGTH_BIT | ALPHABET_BIT), found)


def _bit(where: np.ndarray, bit: int) -> np.ndarray:
    return where.astype(np.uint8) * np.uint8(bit)
