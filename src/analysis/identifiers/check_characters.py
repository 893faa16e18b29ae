"""Check characters for codes that are being made, such as synthetic ones (校验码生成)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from analysis.identifiers.fixed_width import byte_matrix
from analysis.identifiers.standards import (
    CODE_ALPHABET,
    INNER_DIGITS,
    INNER_MODULUS,
    INNER_WEIGHTS,
    MODULUS,
    WEIGHTS,
    value36,
)

INNER_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def check_character(stems: pl.Series) -> pl.Series:
    """The eighteenth character of each stem of 17 characters; null for a stem that is not 17 of the 31 permitted.

    The sum of values times weights, and the check character's value, come to 0 mod 31. Source: GB 32100-2015.
    """
    values = {letter: value for value, letter in enumerate(CODE_ALPHABET)}
    return _checked(stems, values, WEIGHTS, CODE_ALPHABET, MODULUS)


def inner_check_digit(bodies: pl.Series) -> pl.Series:
    """The ninth character of each organisation code of 8 digits or capital letters; null for anything else.

    The sum of values times weights, and the check digit (X is ten), come to 0 mod 11. Source: GB 11714-1997.
    """
    values = {letter: value36(letter) for letter in INNER_ALPHABET}
    return _checked(bodies, values, INNER_WEIGHTS, INNER_DIGITS, INNER_MODULUS)


def _checked(texts: pl.Series, values: dict[str, int], weights: Sequence[int], digits: str, modulus: int) -> pl.Series:
    fits = texts.str.contains(f"^[{''.join(values)}]{{{len(weights)}}}$").fill_null(False)
    rest = np.zeros(len(texts), dtype=np.uint32)
    rest[fits.to_numpy()] = -_total(texts.filter(fits), values, weights) % modulus
    places = pl.Series(rest).zip_with(fits, pl.Series([None], dtype=pl.UInt32))
    return pl.Series(list(digits)).gather(places).alias(texts.name)


def _total(texts: pl.Series, values: dict[str, int], weights: Sequence[int]) -> np.ndarray:
    """The weighted sums (int64) of strings that all are as long as the weights."""
    matrix, worth = byte_matrix(texts, len(weights)), np.zeros(256, dtype=np.int64)
    worth[[ord(letter) for letter in values]] = list(values.values())
    total = np.zeros(len(texts), dtype=np.int64)
    for place, weight in enumerate(weights):
        total += (worth * weight)[matrix[:, place]]
    return total
