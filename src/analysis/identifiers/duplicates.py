"""Keys carried by more than one other: one code on many bodies, one body under many codes (重码).

Two passes. The first hashes every key and keeps the hashes seen more than once: no key that stands twice can
be missed. The second groups the rows of those and compares the strings themselves: no two keys that only hash
alike can be taken for one. Almost all rows of a register stand once and are never grouped.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

SIEVE = 1 << 24
"""Places of the sieve that passes the rows of repeated hashes, one byte each; others that pass cost time only."""


def shared_keys(frame: pl.LazyFrame, key: str, other: str) -> pl.DataFrame:
    """The keys that stand with more than one distinct `other`, sorted, with how many (`others`, UInt32).

    Missing keys and missing others count for nothing. Exact. Takes a lazy frame, such as a scan of Parquet,
    and reads it twice: first the key's column alone, then both columns of the rows that may matter.
    Memory: 16 bytes a row, 16 MB, and the rows of the repeated keys.
    Columns of the result: `key` under its own name, `others`.
    """
    hashed = pl.col(key).hash()
    sieve = _sieve(frame.select(hashed.alias("hash")))
    likely = hashed.map_batches(sieve, return_dtype=pl.Boolean, is_elementwise=True)
    rows = frame.select(key, other).filter(likely).drop_nulls()
    counted = rows.group_by(key).agg(pl.col(other).n_unique().alias("others"))
    return counted.filter(pl.col("others") > 1).sort(key).collect(engine="streaming")


def _sieve(hashes: pl.LazyFrame) -> Callable[[pl.Series], pl.Series]:
    """Passes every hash that stands more than once, and few others."""
    passing = np.zeros(SIEVE, dtype=bool)
    passing[_place(_repeated(hashes.collect(engine="streaming")["hash"].to_numpy()))] = True
    return lambda values: pl.Series(values.name, passing[_place(values.to_numpy())])


def _repeated(hashes: np.ndarray) -> np.ndarray:
    ordered = np.sort(hashes)
    return ordered[1:][ordered[1:] == ordered[:-1]]


def _place(hashes: np.ndarray) -> np.ndarray:
    return (hashes & np.uint64(SIEVE - 1)).astype(np.intp)
