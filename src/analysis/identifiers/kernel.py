"""The check of unified social credit codes, many at a time (代码校验).

Strings of 18 bytes are looked at as a matrix of nine pairs of characters. A table a pair gives, in one
number, all that the pair adds: to both check sums, to the division and to the marks of what is unreadable.
Nine look-ups and their sum decide a code; only marked codes are looked at more closely.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from analysis.identifiers import tables as parts
from analysis.identifiers.failures import (
    ALPHABET_BIT,
    CHECK_BIT,
    DEPARTMENT_BIT,
    DIVISION_BIT,
    INNER_BIT,
    LENGTH_BIT,
)
from analysis.identifiers.letters import letters
from analysis.identifiers.rules import ALPHABET, LENGTH, standard
from analysis.identifiers.tables import UNREADABLE, Tables, tables

PIECE, BLOCK = 1 << 16, 1 << 13
"""Rows brought to Arrow together, and rows looked up together: each stays in the processor's cache."""


def faults(codes: pl.Series, genuine: pl.Series | None = None) -> pl.Series:
    """The failed checks of each code, as a mask (UInt8): 0 passes, null for null; see `failures.FAILURES`.

    Several failures are all named. A check is made where every position it reads holds a permitted
    character; of a code that is not 18 characters long only length and alphabet are told.
    `genuine`: codes confirmed genuine, which pass: a failed check is evidence of a wrong code, no proof.
    Source: GB 32100-2015, GB 11714-1997 (positions 9-17), GB/T 2260 (positions 3-8, past codes included).
    """
    text = codes.cast(pl.String)
    whole = (text.str.len_bytes() == LENGTH).fill_null(False)
    found = _whole(text) if whole.all() else _mixed(text, whole)
    return _pardoned(text, pl.Series(codes.name, found), genuine)


def fault(code: pl.Expr, genuine: pl.Series | None = None) -> pl.Expr:
    """`faults` as an expression, for lazy and streaming queries; a mask (UInt8), row by row."""
    return code.map_batches(lambda codes: faults(codes, genuine), return_dtype=pl.UInt8, is_elementwise=True)


def _pardoned(text: pl.Series, found: pl.Series, genuine: pl.Series | None) -> pl.Series:
    """The masks with 0 for codes confirmed genuine and null for null."""
    if text.null_count():
        found = found.zip_with(text.is_not_null(), pl.Series([None], dtype=pl.UInt8))
    if genuine is None or genuine.is_empty():
        return found
    listed = text.is_in(genuine.cast(pl.String).drop_nulls().implode()).fill_null(False)
    return found.zip_with(~listed, pl.Series([0], dtype=pl.UInt8))


def _mixed(text: pl.Series, whole: pl.Series) -> np.ndarray:
    """Masks where not every string has 18 bytes: characters outside ASCII stand as `?`, and length is in characters."""
    found = np.zeros(len(text), dtype=np.uint8)
    found[whole.to_numpy()] = _whole(text.filter(whole))
    odd = text.filter(~whole).str.replace_all(r"[^\x00-\x7F]", "?")
    found[~whole.to_numpy()] = _odd(odd)
    return found


def _odd(text: pl.Series) -> np.ndarray:
    whole = (text.str.len_bytes() == LENGTH).fill_null(False)
    foreign = text.str.contains(f"[^{ALPHABET}]").fill_null(False).to_numpy()
    found = LENGTH_BIT + foreign.astype(np.uint8) * np.uint8(ALPHABET_BIT)
    found[whole.to_numpy()] = _whole(text.filter(whole))
    return found


def _whole(text: pl.Series) -> np.ndarray:
    """Masks (uint8) of strings that all have 18 bytes."""
    found, known = np.empty(len(text), dtype=np.uint8), tables(standard())
    for start in range(0, len(text), PIECE):
        pairs = letters(text[start : start + PIECE], LENGTH).view(np.uint16)
        _fill(found[start : start + PIECE], pairs, known)
    return found


def _fill(found: np.ndarray, pairs: np.ndarray, known: Tables) -> None:
    for start in range(0, len(pairs), BLOCK):
        found[start : start + BLOCK] = _block(pairs[start : start + BLOCK], known)


def _block(pairs: np.ndarray, known: Tables) -> np.ndarray:
    places = pairs.T.astype(np.intp)
    numbers = known.pairs[0][places[0]]
    for table, place in zip(known.pairs[1:], places[1:], strict=True):
        numbers += table[place]
    found = known.sums[parts.SUMS.of(numbers)] | known.divisions[parts.DIVISION.of(numbers)]
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
