"""Places within each field: how many units stand above, ties sharing the better place (名次)."""

from __future__ import annotations

import math
from typing import cast

import polars as pl

from analysis.formulas import fixed_fields

SPARSE = 4
"""How many counters a row may cost before sorting is the quicker way."""
LEAST = pl.lit(-(2**63), dtype=pl.Int64)


def field_places(figures: pl.Series, fields: pl.Series) -> pl.Series:
    """The place of each row in its field, 1 for the highest; null where it has no figure or no field.

    Figures count as equal at nine decimals. Whole numbers that lie close, as counts do, are counted; others sorted.
    """
    there = pl.DataFrame({"figure": figures.round(fixed_fields.NEAR), "field": fields})
    if figures.has_nulls() or fields.has_nulls():
        there = there.with_columns(pl.when(pl.all_horizontal(pl.all().is_not_null())).then(pl.all()))
    counted = _counted(there["figure"], there["field"])
    return _sorted(there) if counted is None else counted


def _counted(figures: pl.Series, fields: pl.Series) -> pl.Series | None:
    """A counter for each number of each field, from the highest down; None where there would be too many."""
    ends = [figures.min(), figures.max(), fields.min(), fields.max()]
    if None in ends or not all(map(math.isfinite, cast(list[float], ends))):
        return None
    least, most, first, last = (int(cast(float, end)) for end in ends)
    width, height = most - least + 1, last - first + 1
    if width * height > SPARSE * len(figures) or not (figures == figures.floor()).all():
        return None
    return _counts((fields - first) * width + (most - figures.cast(pl.Int64)), width, height)


def _counts(cells: pl.Series, width: int, height: int) -> pl.Series:
    """For each row one more than the rows in earlier cells of its own line of cells."""
    import numpy as np  # slow to load, and only rulebooks that compare units need it

    counts = np.bincount(cells.drop_nulls().to_numpy(), minlength=width * height).reshape(height, width)
    places = np.cumsum(counts, axis=1, dtype=np.float64) - counts + 1
    return pl.Series(places.ravel()).gather(cells)


def _sorted(there: pl.DataFrame) -> pl.Series:
    """By rank of the figures' bits as whole numbers, which are in the figures' order and quicker to sort."""
    bits = pl.col("figure").reinterpret(dtype=pl.Int64)
    ordered = pl.when(bits < 0).then(LEAST - bits).otherwise(bits).alias("figure")
    ranks = there.select(ordered, "field").select(pl.col("figure").rank("min", descending=True).over("field"))
    return ranks.to_series().cast(pl.Float64)
