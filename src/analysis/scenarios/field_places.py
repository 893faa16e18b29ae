"""Places within each field: how many units stand above, ties sharing the better place (名次)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analysis.formulas import fixed_fields

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[tuple[int], np.dtype[np.float64]]
    Fields = np.ndarray[tuple[int], np.dtype[np.int64]]

SPARSE = 4
"""How many counters a row may cost before sorting is the quicker way."""
LEAST = pl.lit(-(2**63), dtype=pl.Int64)


def field_places(figures: pl.Series, fields: pl.Series) -> pl.Series:
    """The place of each row in its field, 1 for the highest; null where it has no figure or no field.

    Figures count as equal at nine decimals. Whole numbers that lie close, as counts do, are counted; others sorted.
    """
    there = figures.is_not_null() & fields.is_not_null()
    if not there.all():
        rows = there.arg_true()
        nothing = pl.repeat(None, len(figures), dtype=pl.Float64, eager=True)
        return nothing.scatter(rows, field_places(figures.gather(rows), fields.gather(rows)))
    near = figures.round(fixed_fields.DIGITS_APART)
    counted = _counted(near.to_numpy(), fields.to_numpy()) if len(near) else None
    return _sorted(near, fields) if counted is None else pl.Series(counted)


def _counted(figures: Numbers, fields: Fields) -> Numbers | None:
    """A counter for each number of each field, from the highest down; None where there would be too many."""
    import numpy as np  # slow to load, and only rulebooks that compare units need it

    least, most, first = float(figures.min()), float(figures.max()), int(fields.min())
    size = (most - least + 1) * (int(fields.max()) - first + 1)
    if not size <= SPARSE * len(figures) or (np.floor(figures) != figures).any():
        return None
    width = int(most - least) + 1
    cells = (fields - first) * width + (most - figures).astype(np.int64)
    counts = np.bincount(cells, minlength=int(size)).reshape(-1, width)
    return (np.cumsum(counts, axis=1, dtype=np.float64) - counts + 1).ravel()[cells]


def _sorted(figures: pl.Series, fields: pl.Series) -> pl.Series:
    """By rank of the figures' bits as whole numbers, which are in the figures' order and quicker to sort."""
    bits = pl.col("figure").reinterpret(dtype=pl.Int64)
    ordered = pl.when(bits < 0).then(LEAST - bits).otherwise(bits).alias("figure")
    there = pl.DataFrame({"figure": figures, "field": fields}).select(ordered, "field")
    return there.select(pl.col("figure").rank("min", descending=True).over("field")).to_series().cast(pl.Float64)
