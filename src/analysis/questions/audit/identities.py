"""What should hold between the figures of one month, and does not (勾稽关系)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from analysis.facts import Fact, exceeds_whole
from analysis.formulas import expression
from analysis.questions.audit.figure_history import FINDINGS, SERIES, findings_frame
from analysis.questions.audit.repetition import PLACE
from analysis.questions.audit.rule_file import BEFORE, HIGH, AuditRules, Identity

WITHIN = "within"


def broken_identities(figures: pl.DataFrame, rules: AuditRules, dictionary: Mapping[str, Fact]) -> pl.DataFrame:
    """City-months in which a part is above its whole, or an identity of the rules does not hold.

    Where a figure is missing nothing is said. `rule`: the identity's id, or `within`. `since`: the earlier month that
    an identity speaks of.
    """
    wide = _wide(figures)
    kept = [_within(wide, fact) for fact in dictionary.values() if {fact.name, fact.within} <= set(wide.columns)]
    kept += [
        _identity(wide, identity, rules.values)
        for identity in rules.identities
        if set(_spoken(identity)) <= set(wide.columns)
    ]
    broken = pl.concat([pl.DataFrame(schema=FINDINGS), *kept])
    return _placed(broken, figures)


def _wide(figures: pl.DataFrame) -> pl.DataFrame:
    """One row a city and month: each figure, the latest one before it, and the month of that."""
    if figures.is_empty():
        return pl.DataFrame(schema={"city": pl.String, "month": pl.String})
    here = figures.pivot(on="fact", index=list(PLACE), values="value").sort(PLACE)
    facts = [name for name in here.columns if name not in PLACE]
    # what a figure was before holds also in a month in which it is missing now
    before = [pl.col(name).forward_fill().shift(1).over("city").alias(f"{name}{BEFORE}") for name in facts]
    return here.with_columns(*before, pl.col("month").shift(1).over("city").alias("since"))


def _spoken(identity: Identity) -> list[str]:
    """The figures it speaks of, the values of the rules left out."""
    return [name for name in identity.holds.names if name != "near"]


def _within(wide: pl.DataFrame, fact: Fact) -> pl.DataFrame:
    names = [fact.name, str(fact.within)]
    odd = wide.filter(exceeds_whole(pl.col(names[0]), pl.col(names[1])))
    return findings_frame(odd, "identity", rule=pl.lit(WITHIN), severity=pl.lit(HIGH), **_named(names))


def _identity(wide: pl.DataFrame, identity: Identity, values: Mapping[str, float]) -> pl.DataFrame:
    names = _spoken(identity)
    odd = wide.filter(~expression(identity.holds, {**{name: pl.col(name) for name in names}, "near": values["near"]}))
    back = any(name.endswith(BEFORE) for name in names)
    since = pl.col("since") if back else pl.lit(None, dtype=pl.String)
    return findings_frame(
        odd, "identity", rule=pl.lit(identity.id), severity=pl.lit(identity.severity), since=since, **_named(names)
    )


def _named(names: list[str]) -> dict[str, Any]:
    return {"facts": pl.concat_list(pl.lit(name) for name in names), "values": pl.concat_list(names)}


def _placed(broken: pl.DataFrame, figures: pl.DataFrame) -> pl.DataFrame:
    """The findings with where each of their figures was read, those of the month before too."""
    numbered = broken.with_row_index("number")
    each = numbered.select("number", *PLACE, pl.col("facts").alias("fact")).explode(
        "fact", empty_as_null=True, keep_nulls=True
    )
    here = figures.select(*PLACE, "fact", "place")
    before = figures.select(*PLACE, pl.col("fact") + BEFORE, pl.col("place").shift(1).over(SERIES))
    where = each.join(pl.concat([here, before]), on=[*PLACE, "fact"], how="left", maintain_order="left")
    read = where.group_by("number", maintain_order=True).agg(pl.col("place").fill_null("").alias("read"))
    joined = numbered.join(read, on="number", how="left", maintain_order="left")
    return joined.with_columns(pl.col("read").alias("places")).select(list(FINDINGS))
