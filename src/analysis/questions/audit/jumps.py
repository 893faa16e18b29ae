"""Figures that jump against their own history, and figures whose unit slipped (突变与单位错用)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log10, sqrt
from typing import TYPE_CHECKING

import polars as pl

from analysis.questions.audit.figure_history import SERIES, findings_frame
from analysis.questions.audit.rule_file import HIGH, MEDIUM, AuditRules, UnitSlip

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

YEAR = 12
SPAN = 2
"""Over how many months the second look goes: a change that is gone by then was a return."""


def jump_findings(figures: pl.DataFrame, rules: AuditRules, months: Sequence[str] | None = None) -> pl.DataFrame:
    """Changes far beyond those of earlier months: so many times their median absolute deviation.

    Changes are of the logarithm, so that growth in percent is even growth; a small count's own chance is allowed for.
    A figure is named only where it fits neither the month before nor the one before that: the return from a slip is
    no jump; nor is what a twelve-month figure moves by as single months come and go.

    `months`: only those are looked at, the others are history. `expected`: the month before, grown as it
    usually does; `size`: how many times the usual change.
    """
    values = rules.values
    spans = _spans(figures.filter("amount"), values, months)
    off = pl.col("change") - pl.col("usual")
    off_two = pl.col("change_two") - pl.col("usual") * SPAN
    far, far_two = off.abs() / pl.col("spread"), off_two.abs() / (pl.col("spread") * sqrt(SPAN))
    met = (far > values["jump_times"]) & (far_two > values["jump_times"]) & (off * off_two > 0)
    met &= ~pl.col("rolling") | (pl.col("turned") > values["jump_months"])
    expected = (pl.col("before") + 1) * pl.col("usual").exp() - 1
    return findings_frame(
        spans.with_columns(far.alias("far"), expected.alias("expected")).filter(met),
        "jump", severity=pl.lit(MEDIUM), since=pl.col("before_month"), expected=pl.col("expected"), size=pl.col("far"),
    )  # fmt: skip


def _spans(figures: pl.DataFrame, values: Mapping[str, float], months: Sequence[str] | None) -> pl.DataFrame:
    """Each figure that has enough earlier changes, with its change, the usual one and how they spread."""
    level, lags = pl.col("value").log1p(), range(1, int(values["history"]) + 1)
    changed = _placed(figures).with_columns(
        (level - _back(level, 1)).alias("change"), (level - _back(level, 2)).alias("change_two"),
        _months_turned().alias("turned"),
    )  # fmt: skip
    changed = changed.with_columns(_back(pl.col("change"), lag).alias(str(lag)) for lag in lags)
    lagged = [str(lag) for lag in lags]
    changed = changed.with_columns(pl.sum_horizontal(pl.col(lagged).is_not_null()).alias("changes"))
    asked = pl.lit(True) if months is None else pl.col("month").is_in(list(months))
    enough = changed.filter(asked, pl.col("changes") >= values["jump_changes"])
    usual, apart = _usual(enough.select(lagged))
    # of few changes the median of their distances is uncertain itself, and too small as often as too large
    usual_spread = pl.col("apart") * values["mad_scale"] * (1 + values["jump_few"] / pl.col("changes"))
    widest = pl.max_horizontal(usual_spread, pl.lit(values["jump_floor"]), _chance())
    return enough.with_columns(usual, apart).with_columns(widest.alias("spread"))


def _usual(earlier: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """For each row of changes the usual one and how far they lie apart: medians, what is missing left out."""
    if earlier.is_empty():
        return pl.Series("usual", [], pl.Float64), pl.Series("apart", [], pl.Float64)
    import numpy as np  # slow to load, and without enough earlier months there is no median

    changes = earlier.to_numpy()
    usual = _medians(changes)
    apart = _medians(np.abs(changes - usual[:, None]))
    return pl.Series("usual", usual, nan_to_null=True), pl.Series("apart", apart, nan_to_null=True)


def _medians(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The median of each row, what is missing (NaN) left out; NaN where all is."""
    import numpy as np  # as above

    ordered, count = np.sort(rows, axis=1), np.sum(~np.isnan(rows), axis=1)
    places = np.stack([(count - 1) // 2, count // 2], axis=1)
    return np.take_along_axis(ordered, places, axis=1).mean(axis=1)


def _placed(figures: pl.DataFrame) -> pl.DataFrame:
    """The figures with `at`: the place of each in its series; the frame runs series by series."""
    return figures.with_columns(pl.int_range(pl.len()).over(SERIES).alias("at"))


def _back(column: pl.Expr, lag: int) -> pl.Expr:
    """What stood so many months before in the same series: one shift of the whole frame, cut where a series begins."""
    return pl.when(pl.col("at") >= lag).then(column.shift(lag))


def _months_turned() -> pl.Expr:
    """By how many usual months' worth a figure over twelve months changed in a month; usual: a twelfth of its most."""
    most = pl.max_horizontal(_back(pl.col("value"), lag) for lag in range(1, YEAR + 1))
    apart = _month_number("month") - _month_number("before_month")
    return (pl.col("value") - pl.col("before")).abs() / most * YEAR / apart


def _month_number(name: str) -> pl.Expr:
    return pl.col(name).str.slice(0, 4).cast(pl.Int32) * YEAR + pl.col(name).str.slice(5, 2).cast(pl.Int32)


def _chance() -> pl.Expr:
    """How much the logarithm of a count moves by chance alone; nothing for money."""
    apart = (1 / (pl.col("value") + 1) + 1 / (pl.col("before") + 1)).sqrt()
    return pl.when(pl.col("money")).then(0.0).otherwise(apart)


def slip_findings(figures: pl.DataFrame, rules: AuditRules) -> pl.DataFrame:
    """Figures about 10,000 (or 100, or 100 million) times what they were, and sums of money too small for a city.

    Compared with each earlier month; it must be so for most of them, so that the return from a slip is none, and it
    must have come at once: what dwindles by degrees has no other unit. One earlier month suffices.

    `expected`: the figure with its unit mended; `size`: by what it is too large (above 1) or
    too small. `rule`: the multiple, or `money`.
    """
    placed = _placed(figures.filter("amount", pl.col("value") > 0))
    kept = [_slipped(placed, slip, sign, rules) for slip in rules.slips for sign in (1, -1)]
    slipped = pl.concat(kept).sort("city", "month", maintain_order=True)
    return pl.concat([slipped, _small(figures, rules, slipped)])


def _slipped(figures: pl.DataFrame, slip: UnitSlip, sign: int, rules: AuditRules) -> pl.DataFrame:
    """The figures that are so many times (or so small a part of) most of the earlier ones."""
    level, by = pl.col("value").log10(), slip.times**sign
    off = [level - _back(level, lag) - log10(by) for lag in range(1, int(rules.values["history"]) + 1)]
    fits = pl.sum_horizontal((distance.abs() <= rules.values["slip_near"]).fill_null(False) for distance in off)
    count = pl.min_horizontal(pl.col("at"), pl.lit(rules.values["history"]))
    moved = (level - _back(level, 1)) * sign
    sudden = pl.max_horizontal(_back(moved, lag) for lag in range(int(rules.values["history"]) + 1))
    at_once = sudden >= log10(slip.times) - rules.values["slip_near"]
    # what a figure of this size is in the other unit: too small a one is chance, not a unit
    lesser = pl.col("value") / max(by, 1.0)
    odd = figures.filter(at_once & (fits * 2 > count) & (lesser >= slip.least * (1 - rules.values["near"])))
    return findings_frame(
        odd, "slip", rule=pl.lit(f"{slip.times:.0f}"), severity=pl.lit(HIGH), since=pl.col("before_month"),
        expected=pl.col("value") / by, size=pl.lit(by),
    )  # fmt: skip


def _small(figures: pl.DataFrame, rules: AuditRules, slipped: pl.DataFrame) -> pl.DataFrame:
    """Sums of money below the least that a whole city lends or owes, not told already."""
    slipped_keys = slipped.select("city", "month", pl.col("facts").list.first().alias("fact"))
    small = figures.filter("money", pl.col("value") > 0, pl.col("value") < rules.values["money_least"])
    return findings_frame(
        small.join(slipped_keys, on=["city", "month", "fact"], how="anti"),
        "slip",
        rule=pl.lit("money"),
        severity=pl.lit(HIGH),
    )
