"""City-months that are more than memory should hold, read in blocks of whole cities (分块读取)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from analysis.contracts import is_ascending
from analysis.scenarios.wide_facts import PLACE

ROWS = 131_072
"""About how many city-months are read, checked and worked through together."""


def is_block_readable(facts: Any) -> bool:
    """Whether facts are better read in blocks: lazy, wide, more than one block, in order of city and month.

    Rows out of order, or that repeat a city and month, are not: all must be in memory to be sorted or refused.
    """
    if not isinstance(facts, pl.LazyFrame):
        return False
    names = facts.collect_schema().names()
    if "fact" in names or not {*PLACE} <= {*names}:
        return False
    keys = facts.select(pl.col(PLACE).cast(pl.String)).collect(engine="streaming")
    return keys.height > ROWS and is_ascending(keys, PLACE)


def whole_city_blocks(facts: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """The rows in order, each city's months in one block, as its histories need them; for what is `readable`."""
    begun = pl.DataFrame()
    for read in facts.collect_batches(chunk_size=ROWS, maintain_order=True):
        rows = pl.concat([begun, read]) if begun.height else read
        whole = rows.height - (rows["city"] == rows["city"][-1]).sum()
        if whole:
            yield rows.head(whole)
        begun = rows.slice(whole)
    yield begun
