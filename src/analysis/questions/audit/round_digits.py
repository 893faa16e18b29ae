"""Figures that end in round digits more often than chance would have it (取整)."""

from __future__ import annotations

import polars as pl
from scipy.stats import binom

from analysis.questions.audit.figure_history import findings_frame
from analysis.questions.audit.rule_file import MEDIUM, AuditRules

PLACE = ("city", "month")


def rounding_findings(known: pl.DataFrame, rules: AuditRules) -> pl.DataFrame:
    """City-months whose typed-in counts end in 0 (or 00) too often: a one-sided binomial test of the last digits.

    Only whole numbers, well above the digit looked at, each number once: a part equal to its whole is no second
    figure. Counted from registers, money, flags and ranks stay out. `rule`: what the figures are divisible by;
    `size`: how likely so many are by chance.
    """
    typed = known.filter("counted", ~pl.col("money"), pl.col("status").fill_null("supplied") != "measured")
    tested = [_ending(typed, digit.of, digit.share, rules) for digit in rules.digits]
    every = pl.concat(tested).sort(*PLACE, "size").unique(list(PLACE), keep="first", maintain_order=True)
    return every.sort(*PLACE)


def _ending(typed: pl.DataFrame, of: int, share: float, rules: AuditRules) -> pl.DataFrame:
    large = typed.filter(pl.col("value") >= of * rules.values["digit_from"]).unique(
        [*PLACE, "value"], keep="first", maintain_order=True
    )
    round_ = pl.col("value") % of == 0
    counted = large.group_by(PLACE, maintain_order=True).agg(
        pl.len().alias("all"), round_.sum().alias("round"),
        *(pl.col(name).filter(round_).alias(f"{name}s") for name in ("fact", "value", "place")),
    )  # fmt: skip
    chance = pl.Series(
        "size", binom.sf(counted["round"].cast(pl.Int64).to_numpy() - 1, counted["all"].to_numpy(), share)
    )
    odd = counted.with_columns(chance).filter(
        pl.col("all") >= rules.values["digit_least"], pl.col("size") < rules.values["digit_chance"] / len(rules.digits)
    )
    return findings_frame(
        odd, "round", rule=pl.lit(str(of)), severity=pl.lit(MEDIUM), facts=pl.col("facts"), values=pl.col("values"),
        places=pl.col("places"), expected=pl.col("all") * share, size=pl.col("size"),
    )  # fmt: skip
