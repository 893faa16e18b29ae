"""Figures that stand still for months, and months that look copied from the one before (多月不变)."""

from __future__ import annotations

import polars as pl

from analysis.questions.audit.figure_history import SERIES, findings_frame
from analysis.questions.audit.round_digits import PLACE
from analysis.questions.audit.rule_file import HIGH, LOW, AuditRules


def unchanged_findings(known: pl.DataFrame, rules: AuditRules) -> pl.DataFrame:
    """Large figures that are the same for so many months in a row; those known to be steady are left out.

    `size`: for how many months in a row, this one included; `since`: the first of them.
    """
    moved = (pl.col("value") != pl.col("before")).fill_null(True)
    runs = known.with_columns(moved.cum_sum().over(SERIES).alias("run")).with_columns(
        (pl.int_range(pl.len()).over(*SERIES, "run") + 1).alias("months"),
        pl.col("month").first().over(*SERIES, "run").alias("first"),
    )
    still = runs.filter(
        "amount",
        pl.col("months") >= rules.values["still_months"],
        pl.col("value") >= rules.values["still_from"],
        ~pl.col("fact").is_in(list(rules.steady)),
    )
    return findings_frame(
        still, "still", severity=pl.lit(LOW), since=pl.col("first"), expected=pl.lit(None, dtype=pl.Float64),
        size=pl.col("months").cast(pl.Float64),
    )  # fmt: skip


def copied_findings(known: pl.DataFrame, rules: AuditRules) -> pl.DataFrame:
    """City-months of which most figures are exactly those of the month before. `size`: which share of them."""
    large = known.filter("amount", pl.col("value") >= rules.values["copied_from"], pl.col("before").is_not_null())
    same = pl.col("value") == pl.col("before")
    counted = large.filter(~pl.col("fact").is_in(list(rules.steady))).group_by(PLACE, maintain_order=True).agg(
        pl.len().alias("all"), same.mean().alias("share"), pl.col("before_month").last(),
        *(pl.col(name).filter(same).alias(f"{name}s") for name in ("fact", "value", "place")),
    )  # fmt: skip
    odd = counted.filter(pl.col("all") >= rules.values["copied_least"], pl.col("share") >= rules.values["copied_share"])
    return findings_frame(
        odd, "copied", severity=pl.lit(HIGH), facts=pl.col("facts"), values=pl.col("values"), places=pl.col("places"),
        since=pl.col("before_month"), size=pl.col("share"),
    )  # fmt: skip
