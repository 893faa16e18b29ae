"""Over all cities, what each clause of a new edition does to totals: whom it lifts, whom it lowers (各条的影响)."""

from __future__ import annotations

import polars as pl

from analysis.questions.edition_effects import EditionEffects

SHOWN = 0.005
"""From how many points on a share is seen in two decimals."""


def clause_impacts(found: EditionEffects) -> pl.DataFrame:
    """A row a clause: `clause, up, down, gained, lost, most, least`, those that do most first.

    `up`, `down`: how many city-months it lifts and lowers by so much that it is seen. `gained`, `lost`: what it gives
    and takes in all, over the number of all city-months, so that all clauses' together are the mean change. `most`,
    `least`: its largest gain and its largest loss. Shares of the totals' lower ends.
    """
    share, count = pl.col("low").fill_null(0.0), max(1, found.totals.height)
    summed = found.shares.group_by("clause", maintain_order=True).agg(
        (share >= SHOWN).sum().cast(pl.Int64).alias("up"),
        (share <= -SHOWN).sum().cast(pl.Int64).alias("down"),
        (share.clip(lower_bound=0.0).sum() / count).alias("gained"),
        (share.clip(upper_bound=0.0).sum() / count).alias("lost"),
        share.max().clip(lower_bound=0.0).alias("most"),
        share.min().clip(upper_bound=0.0).alias("least"),
    )
    moved = summed.filter((pl.col("up") > 0) | (pl.col("down") > 0))
    return moved.sort(pl.col("gained") - pl.col("lost"), "clause", descending=[True, False])
