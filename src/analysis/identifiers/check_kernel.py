"""The check of unified social credit codes, many at a time (代码校验).

Strings of 18 bytes are looked at as a matrix of nine pairs of characters. A table a pair gives, in one
number, all that the pair adds: to both check sums, to the division and to the marks of what is unreadable.
Nine look-ups and their sum decide a code; only marked codes are looked at more closely.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from analysis.identifiers import lookup_tables as parts
from analysis.identifiers.check_failures import (
    ALPHABET_BIT,
    CHECK_BIT,
    DEPARTMENT_BIT,
    DIVISION_BIT,
    INNER_BIT,
    LENGTH_BIT,
)
from analysis.identifiers.fixed_width import string_bytes
from analysis.identifiers.lookup_tables import UNREADABLE, LookupTables, build_lookup_tables
from analysis.identifiers.standards import ALPHABET, LENGTH, code_standard

PIECE, BLOCK = 1 << 17, 1 << 15
"""Rows brought to Arrow together, and rows looked up together: each stays in the processor's cache."""

FOREIGN = ~np.isin(np.arange(256), np.frombuffer(ALPHABET.encode(), dtype=np.uint8))
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
    found = tables.sums[parts.SUMS.of(numbers)] | tables.divisions[parts.DIVISION.of(numbers)]
    marked = np.flatnonzero(numbers >> parts.FLAGS.shift)
    if marked.size:
        found[marked] = _marked(found[marked], numbers[marked])
    return found


def _marked(found: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Masks of codes with an unknown pair, a letter in the division or an unreadable character.

    Only what could be checked is claimed.
    """
    lost = {region: part.of(numbers) != 0 for region, part in UNREADABLE.items()}
    foreign = np.logical_or.reduce(list(lost.values()))
    unknown, worded = parts.UNKNOWN_PAIR.of(numbers) != 0, parts.NO_DIGIT.of(numbers) != 0
    found = found | _bit(unknown, DEPARTMENT_BIT) | _bit(worded, DIVISION_BIT) | _bit(foreign, ALPHABET_BIT)
    found &= ~(_bit(lost["division"], DIVISION_BIT) | _bit(lost["inner"], INNER_BIT) | _bit(foreign, CHECK_BIT))
    short = parts.NOT_ASCII.of(numbers) != 0
    return np.where(short, np.uint8(LENGTH_BIT | ALPHABET_BIT), found)


def _bit(where: np.ndarray, bit: int) -> np.ndarray:
    return where.astype(np.uint8) * np.uint8(bit)
