"""Codes made for the tests: valid ones, and ones corrupted in every way."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest

from analysis import identifiers
from analysis.identifiers.standards import CODE_ALPHABET

PRINTABLE = [chr(byte) for byte in range(32, 127)]


def valid(count: int, seed: int) -> pl.Series:
    """Codes that pass every check, of every department, category and division."""
    chance = np.random.default_rng(seed)
    standard = identifiers.code_standard()
    heads = _any(chance, sorted(standard.pairs), count) + _any(chance, sorted(standard.divisions), count)
    bodies = functools.reduce(operator.add, [_any(chance, list(CODE_ALPHABET), count) for _ in range(8)])
    stems = heads + bodies + identifiers.inner_check_digit(bodies)
    return (stems + identifiers.check_character(stems)).alias("code")


def corrupted(count: int, seed: int) -> pl.Series:
    """Codes of which a part is valid and the rest is not: letters changed, cut off, added, turned round, missing."""
    chance = np.random.default_rng(seed)
    codes = pl.DataFrame({"code": valid(count, seed), "how": chance.integers(0, 14, count)})
    codes = codes.with_columns(at=pl.Series(chance.integers(0, 18, count)), letter=_any(chance, PRINTABLE, count))
    permitted, at, code = _any(chance, list(CODE_ALPHABET), count), pl.col("at"), pl.col("code")
    ahead, behind = code.str.head(at), code.str.slice(at + 1)
    ways = [
        ahead + pl.col("letter") + behind,
        ahead + pl.lit(permitted) + behind,
        ahead,
        code + pl.col("letter"),
        ahead + "中" + behind,
        ahead + "\n" + behind,
        pl.lit(permitted) + code.str.slice(1),
        code.str.slice(9) + code.str.head(9),
        code.str.slice(9, 8) + pl.col("letter") + code.str.head(9),
        code.str.reverse(),
    ]
    changed = pl.coalesce([pl.when(pl.col("how") == number).then(way) for number, way in enumerate(ways)])
    wanted = pl.when(pl.col("how") != len(ways)).then(pl.coalesce(changed, code))
    return codes.select(wanted.alias("code"))["code"]


def _any(chance: np.random.Generator, choices: list[str], count: int) -> pl.Series:
    return pl.Series(choices).gather(chance.integers(0, len(choices), count))


@pytest.fixture(scope="session")
def valid_codes() -> Callable[[int, int], pl.Series]:
    return valid


@pytest.fixture(scope="session")
def corrupted_codes() -> Callable[[int, int], pl.Series]:
    return corrupted
