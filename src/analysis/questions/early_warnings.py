"""Early warnings: tests that are met now and may well fail next month, if nothing is done (预警)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from analysis.rulebooks import clauses
from analysis.scorecards import Card

WARNINGS: dict[str, pl.DataType | type[pl.DataType]] = {
    "rulebook": pl.String, "clause": pl.String, "month": pl.String, "fails": pl.Float64, "paths": pl.Int64,
    "drivers": pl.List(pl.String),
}  # fmt: skip
NAMED = 2
"""So many of the figures that a test hangs on are named."""


def early_warnings(facts: pl.DataFrame, cards: Sequence[Card], values: Mapping[str, float]) -> pl.DataFrame:
    """WARNINGS that would change a decision: a test met now that fails next month with at least the chance `warn`.

    The likeliest first, at most `warnings` of them. None where no figure has the history that a forecast needs: what
    fails already is said elsewhere, and what hardly moves asks for nothing. `facts`: FACTS, earlier months included.
    """
    own = facts.filter(pl.col("city") == cards[0].city, pl.col("month") <= cards[0].month)
    if own["month"].n_unique() < values["history"]:
        return pl.DataFrame(schema=WARNINGS)
    tested = [card for card in cards if card.book.of_kind(clauses.TESTED) and not card.book.is_relative]
    found = [_warned(own, card, values["warn"]) for card in tested]
    rows = pl.concat([pl.DataFrame(schema=WARNINGS), *found])
    return rows.sort("fails", descending=True, maintain_order=True).head(int(values["warnings"]))


def _warned(facts: pl.DataFrame, card: Card, least: float) -> pl.DataFrame:
    from analysis.questions.forecast import forecast  # numpy, and only a city with a history needs it

    found = forecast(facts, [card.book], card.city, card.month, 1, [card.scenario], place=0)
    risky = found.tests.filter(pl.col("now") == True, pl.col("fails") >= least)  # noqa: E712
    named = found.drivers.group_by("clause", maintain_order=True).agg(pl.col("fact").head(NAMED).alias("drivers"))
    joined = risky.join(named, on="clause", how="left", maintain_order="left").with_columns(
        pl.lit(found.paths, pl.Int64).alias("paths"), pl.col("drivers").fill_null([])
    )
    return joined.select(pl.col(name).cast(kind) for name, kind in WARNINGS.items())
