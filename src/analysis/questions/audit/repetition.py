"""Figures that stand still, months that look copied, round digits more often than chance has them (重复与取整)."""

from __future__ import annotations

import math

import polars as pl

from analysis.questions.audit.figure_history import SERIES, findings_frame
from analysis.questions.audit.rule_file import HIGH, LOW, MEDIUM, AuditRules

PLACE = ("city", "month")
MONTHS_MOVED = 6
"""A twelve-month count moves as two of its twelve months: a sixth of it."""
TINY = 1e-9
"""What the logarithms may err by."""


def unchanged_findings(figures: pl.DataFrame, rules: AuditRules) -> pl.DataFrame:
    """Large figures that are the same for so many months in a row; those known to be steady are left out.

    A figure that moves little comes to the same number by chance: it is named only where so long a stand is improbable.
    `size`: for how many months in a row, this one included; `since`: the first of them.
    """
    moved = (pl.col("value") != pl.col("before")).fill_null(True)
    runs = figures.with_columns(moved.cum_sum().over(SERIES).alias("run")).with_columns(
        (pl.int_range(pl.len()).over(*SERIES, "run") + 1).alias("months"),
        pl.col("month").first().over(*SERIES, "run").alias("first"),
        _usual_step(moved),
    )
    still = runs.filter(
        "amount",
        pl.col("months") >= rules.values["still_months"],
        pl.col("value") >= rules.values["still_from"],
        ~pl.col("fact").is_in(list(rules.steady)),
        _alike_by_chance().pow(pl.col("months") - 1) < rules.values["still_chance"],
    )
    return findings_frame(
        still, "still", severity=pl.lit(LOW), since=pl.col("first"), expected=pl.lit(None, dtype=pl.Float64),
        size=pl.col("months").cast(pl.Float64),
    )  # fmt: skip


def _usual_step(moved: pl.Expr) -> pl.Expr:
    """How far the figure moves where it moves, up to each month: the mean step so far; null where it never moved."""
    step = pl.when(moved).then((pl.col("value") - pl.col("before")).abs())
    steps, total = step.is_not_null().cum_sum().over(SERIES), step.fill_null(0.0).cum_sum().over(SERIES)
    return pl.when(steps > 0).then(total / steps).alias("step")


def _alike_by_chance() -> pl.Expr:
    """How likely a month's figure is exactly that of the month before, were both counted: the bell curve's top.

    The mean distance of a bell curve is its deviation times √(2/π). A sum of twelve months of which one left and one
    came, each a twelfth, has the deviation √(value/6); the smaller of the two is taken, as a figure may have shrunk.
    """
    by_steps, by_months = pl.col("step") * math.sqrt(math.pi / 2), (pl.col("value") / MONTHS_MOVED).sqrt()
    deviation = pl.min_horizontal(by_steps, by_months)
    return (1 / (deviation * math.sqrt(2 * math.pi))).clip(upper_bound=1.0)


def copied_findings(figures: pl.DataFrame, rules: AuditRules) -> pl.DataFrame:
    """City-months of which most figures are exactly those of the month before. `size`: which share of them."""
    large = figures.filter("amount", pl.col("value") >= rules.values["copied_from"], pl.col("before").is_not_null())
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


def rounding_findings(figures: pl.DataFrame, rules: AuditRules) -> pl.DataFrame:
    """City-months whose typed-in counts end in 0 (or 00) too often: a one-sided binomial test of the last digits.

    Only whole numbers, well above the digit looked at, each number once: a part equal to its whole is no second
    figure. Counted from registers, money, flags and ranks stay out. `rule`: what the figures are divisible by;
    `size`: how likely so many are by chance.
    """
    typed = figures.filter("counted", ~pl.col("money"), pl.col("status").fill_null("supplied") != "measured")
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
    limit = rules.values["digit_chance"] / len(rules.digits)
    rare = _improbable(counted.filter(pl.col("all") >= rules.values["digit_least"]), share, limit)
    odd = rare.with_columns(_tail(rare, share)).filter(pl.col("size") < limit)
    return findings_frame(
        odd, "round", rule=pl.lit(str(of)), severity=pl.lit(MEDIUM), facts=pl.col("facts"), values=pl.col("values"),
        places=pl.col("places"), expected=pl.col("all") * share, size=pl.col("size"),
    )  # fmt: skip


def _improbable(counted: pl.DataFrame, share: float, limit: float) -> pl.DataFrame:
    """The rows with more round figures than are due, and exactly so many of them less likely than the limit.

    So many or more are likelier still: only for these rows, few or none, must the whole tail be known.
    """
    exactly = _exactly(counted["all"], counted["round"], share)
    return counted.filter((exactly < limit * (1 + TINY)) & (counted["round"] > counted["all"] * share))


def _exactly(whole: pl.Series, part: pl.Series, share: float) -> pl.Series:
    """How likely exactly so many round figures of so many are by chance."""
    whole, part = whole.cast(pl.Int64), part.cast(pl.Int64)
    most = int(whole.max() or 0)  # type: ignore[arg-type]  # polars: any cell of any column
    logs = pl.int_range(1, most + 1, eager=True).log()
    factorials = pl.concat([pl.Series([0.0]), logs.cum_sum()])
    rest = whole - part
    ways = factorials.gather(whole) - factorials.gather(part) - factorials.gather(rest)
    return (ways + part * math.log(share) + rest * math.log1p(-share)).exp()


def _tail(counted: pl.DataFrame, share: float) -> pl.Series:
    """How likely so many round figures or more are by chance: the binomial tail, added up from its smallest part."""
    ends = counted.select("all", pl.int_ranges("round", pl.col("all") + 1).list.reverse().alias("round"))
    each = ends.with_row_index("row").explode("round")
    chances = each.select("row", _exactly(each["all"], each["round"], share).alias("size"))
    return chances.group_by("row", maintain_order=True).agg(pl.col("size").sum())["size"]
