"""Facts drawn from this and earlier months: what is in force, the worst of a year (历史指标)."""

from __future__ import annotations

from functools import reduce
from operator import add, or_

import polars as pl

from analysis.rulebooks import Clause, Rulebook
from analysis.rulebooks.clauses import History

_AGO = "months_ago"


def derive(rows: pl.DataFrame, literals: dict[str, float | None], book: Rulebook) -> pl.DataFrame:
    """The rows with a column for each history of the rulebook's clauses.

    Over the last n months, this one included: `any` is 1 where one was above zero, 0 where all were zero;
    `max`, `min`, `sum` of the months. Unknown (null) where a month that could decide is missing;
    a figure supplied under the history's own name then stands in.
    """
    for clause in book.clauses.values():
        for history in clause.histories.values():
            rows = _with(rows, literals, clause, history)
    return rows


def _with(rows: pl.DataFrame, literals: dict[str, float | None], clause: Clause, history: History) -> pl.DataFrame:
    source = pl.col(history.of) if history.of in rows.columns else pl.lit(literals.get(history.of), dtype=pl.Float64)
    length = int(clause.values[history.months].amount or 1)
    seen = rows.select("scenario", "city", _count("month").alias(_AGO), source.alias("now"))
    back = reduce(_joined, range(1, length), seen)
    lags = [pl.col("now"), *(pl.col(f"ago_{lag}") for lag in range(1, length))]
    drawn = back.select(_drawn(history.how, lags).alias(history.name))[history.name]
    return rows.with_columns(_filled(rows, literals, history.name, drawn))


def _count(month: str) -> pl.Expr:
    """Months as a running number, so that the month before is one less."""
    return pl.col(month).str.slice(0, 4).cast(pl.Int32) * 12 + pl.col(month).str.slice(5, 2).cast(pl.Int32)


def _joined(rows: pl.DataFrame, lag: int) -> pl.DataFrame:
    keys = ["scenario", "city", _AGO]
    earlier = rows.select("scenario", "city", pl.col(_AGO) + lag, pl.col("now").alias(f"ago_{lag}"))
    return rows.join(earlier, on=keys, how="left", maintain_order="left")


def _drawn(how: str, lags: list[pl.Expr]) -> pl.Expr:
    if how == "any":
        return reduce(or_, (lag > 0 for lag in lags)).cast(pl.Float64)
    if how == "sum":
        return reduce(add, lags)
    known = ~reduce(or_, (lag.is_null() for lag in lags))
    return pl.when(known).then(pl.max_horizontal(lags) if how == "max" else pl.min_horizontal(lags))


def _filled(rows: pl.DataFrame, literals: dict[str, float | None], name: str, drawn: pl.Series) -> pl.Series:
    supplied = rows[name] if name in rows.columns else pl.Series(name, [literals.get(name)], dtype=pl.Float64)
    stand_in = supplied if len(supplied) == len(drawn) else supplied.new_from_index(0, len(drawn))
    return drawn.zip_with(drawn.is_not_null(), stand_in)
