"""The figures an audit looks at, each with what was known of it before (待查数据)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from analysis.contracts import polars_frame
from analysis.facts import Fact, is_whole_unit, long_facts

SERIES = ("city", "fact")
FINDINGS: dict[str, pl.DataType | type[pl.DataType]] = {
    "city": pl.String, "month": pl.String, "kind": pl.String, "rule": pl.String, "severity": pl.String,
    "facts": pl.List(pl.String), "values": pl.List(pl.Float64), "places": pl.List(pl.String),
    "since": pl.String, "expected": pl.Float64, "size": pl.Float64, "unit": pl.String, "cost": pl.Float64,
}  # fmt: skip
"""One row a finding. `facts, values, places`: the figures concerned; `since`: the earlier month compared with;
`expected`: what the figure would be; `size`: how far it is off, in what its kind counts; `unit`: who owes it;
`cost`: points lost in all, were it found fabricated."""


def figures_with_history(facts: Any, dictionary: Mapping[str, Fact]) -> pl.DataFrame:
    """The known figures, by city, fact and month: FACTS with what each is and what came before.

    Adds `place` (where it was read, else its source), `amount` (no flag, choice or rank), `counted` (whole numbers),
    `money`, `rolling` (over twelve months), `before` and `before_month`: the latest earlier month's figure.
    """
    frame, taken = polars_frame(facts), long_facts(facts, dictionary)
    places = frame["place"] if "place" in frame.columns else taken["source"]
    figures = taken.with_columns(places.fill_null("").alias("place")).drop_nulls("value")
    described = figures.join(_natures(dictionary), on="fact", how="inner")
    return described.sort(*SERIES, "month").with_columns(
        pl.col("value").shift(1).over(SERIES).alias("before"),
        pl.col("month").shift(1).over(SERIES).alias("before_month"),
    )


def _natures(dictionary: Mapping[str, Fact]) -> pl.DataFrame:
    rows = [
        (fact.name, *_amounts(fact), fact.nature == "flow" and fact.window == "twelve_months")
        for fact in dictionary.values()
    ]
    schema = {"fact": pl.String, **dict.fromkeys(("amount", "counted", "money", "rolling"), pl.Boolean)}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _amounts(fact: Fact) -> tuple[bool, bool, bool]:
    """Whether a fact is an amount, a whole number, money."""
    amount = fact.nature != "state"
    return amount, amount and is_whole_unit(fact.unit), fact.unit == "yuan"


def findings_frame(rows: pl.DataFrame, kind: str, **parts: pl.Expr) -> pl.DataFrame:
    """Findings from rows: `kind`, and the parts given; the rest stands empty. Without `facts`, each row is its own."""
    own = {
        "facts": pl.concat_list("fact"), "values": pl.concat_list("value"), "places": pl.concat_list("place"),
    } if "fact" in rows.columns else {}  # fmt: skip
    columns = {"city": pl.col("city"), "month": pl.col("month"), "kind": pl.lit(kind), **own, **parts}
    empty = pl.DataFrame(schema=FINDINGS)
    return pl.concat([empty, rows.select(**columns)], how="diagonal_relaxed") if rows.height else empty
