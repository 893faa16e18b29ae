"""What cases are: the frame that is scored, what each name stands for in it, and its histories (情形框)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import add, and_, or_
from typing import Any

import polars as pl

from analysis.formulas import compiler
from analysis.rulebooks import DEFAULT, Clause, Rulebook
from analysis.rulebooks import clauses as clauses_rulebook
from analysis.scenarios.changes import READING

KEYS = ("scenario", "city", "month")
Literals = dict[str, float | None]
MONTHS_A_YEAR = 12
NULL_NUMBER = pl.lit(None, dtype=pl.Float64)


@dataclass(frozen=True)
class Cases:
    """The CASES frame, and what each name stands for in it: a column where it varies, else a literal.

    `supplied`: by city and month, what was supplied under the name of a history and stands in where none is drawn.
    `fixed`: histories that a scenario itself changes.
    """

    frame: pl.DataFrame
    literals: Literals
    readings: dict[str, str]
    supplied: pl.DataFrame | None = None
    fixed: frozenset[str] = frozenset()

    @cached_property
    def columns(self) -> frozenset[str]:
        return frozenset(self.frame.columns)

    def term(self, name: str) -> compiler.Term:
        """The column of a fact, history or varied value; its literal where it does not vary; None where unknown."""
        return pl.col(name) if name in self.columns else self.literals.get(name)

    @cached_property
    def fixed_words(self) -> dict[tuple[str, str, str], Any]:
        """What words that look at the field come to for a unit while all others stand still, as far as asked for."""
        return {}

    def row(self, scenario: str, city: str, month: str) -> dict[str, Any]:
        """The one row of a scenario, city and month; sought once, though each clause of a page asks for it."""
        key = (scenario, city, month)
        if key not in self._rows_sought:
            met = [pl.col(name) == wanted for name, wanted in zip(KEYS, key, strict=True)]
            self._rows_sought[key] = self.frame.filter(reduce(and_, met)).row(0, named=True)
        return self._rows_sought[key]

    @cached_property
    def _rows_sought(self) -> dict[tuple[str, str, str], dict[str, Any]]:
        return {}

    def bare(self) -> Cases:
        """The same names without any row."""
        return replace(self, frame=self.frame.clear())


def derive_histories(
    rows: pl.DataFrame, literals: Literals, clauses: Iterable[Clause]
) -> tuple[pl.DataFrame, Literals]:
    """The rows with a column for each history of the clauses; a literal where its fact is one.

    `rows` stand by scenario, then city, then month. Over the last n months, this one included: `any` is 1 where
    one was above zero, 0 where all were zero; `max`, `min`, `sum` of the months. Unknown (null) where a month that
    could decide is missing; a figure supplied under the history's own name then stands in.
    """
    for clause in clauses:
        for history in clause.histories.values():
            length = int(clause.values[history.months].amount or 1)
            if history.of in rows.columns:
                rows = rows.with_columns(_column(rows, literals, history, length).alias(history.name))
            elif history.name not in rows.columns:
                literals = literals | _literal_history(literals, history, length)
    return rows, literals


def clauses_with_history(rows: pl.DataFrame, readings: dict[str, str], book: Rulebook) -> list[Clause]:
    """The clauses one of whose readings in force speaks of a history."""
    drawing = [clause for clause in book.clauses.values() if clause.histories]
    return [clause for clause in drawing if clause.histories.keys() & names_in_force(clause, rows, readings)]


def names_in_force(clause: Clause, rows: pl.DataFrame, readings: dict[str, str]) -> set[str]:
    """The names that the readings of a clause in force speak of."""
    return {name for reading in readings_in_force(clause, rows, readings) for name in clause.speaks_of(reading)}


def readings_in_force(clause: Clause, rows: pl.DataFrame, readings: Mapping[str, str]) -> list[str]:
    """The readings of a clause that some row goes by."""
    target = f"{clause.id}.{READING}"
    return list(clause.readings) if target in rows.columns else [readings.get(target, DEFAULT)]


def _column(rows: pl.DataFrame, literals: Literals, history: clauses_rulebook.History, length: int) -> pl.Expr:
    source, months = pl.col(history.of), rows["month"].n_unique()
    earlier = [
        pl.when(_is_in_same_window(back, length)).then(source.shift(back)) for back in range(1, min(length, months))
    ]
    figure = window_aggregate(history.how, [source, *earlier, *([NULL_NUMBER] if months < length else [])])
    supplied = pl.col(history.name) if history.name in rows.columns else literals.get(history.name)
    return figure if supplied is None else pl.coalesce(figure, supplied)


def _is_in_same_window(back: int, length: int) -> pl.Expr:
    """Whether the row so far above is of the same scenario and city, and of a month within the window.

    Each month stands once: a month that is missing pushes the last row of a full window out of it.
    """
    same = [pl.col(key) == pl.col(key).shift(back) for key in ("scenario", "city")]
    return (
        same[0] & same[1] & (_month_number_expression("month") - _month_number_expression("month").shift(back) < length)
    )


def _month_number_expression(month: str) -> pl.Expr:
    """Months as a running number, so that the month before is one less."""
    return pl.col(month).str.slice(0, 4).cast(pl.Int32) * MONTHS_A_YEAR + pl.col(month).str.slice(5, 2).cast(pl.Int32)


def _literal_history(literals: Literals, history: clauses_rulebook.History, length: int) -> Literals:
    """The history of one figure that holds for every row, where it is known: the months before it are not."""
    now = pl.lit(literals.get(history.of), dtype=pl.Float64)
    found = pl.select(window_aggregate(history.how, [now, *([NULL_NUMBER] if length > 1 else [])])).item()
    return {} if found is None else {history.name: found}


def in_window(month: str, length: int) -> pl.Expr:
    """Whether a row's month is before this one, by fewer months than a history's length."""
    back = _month_number(month) - _month_number_expression("month")
    return (back > 0) & (back < length)


def _month_number(month: str) -> int:
    return int(month[:4]) * MONTHS_A_YEAR + int(month[5:])


def window_aggregate(how: str, lags: list[pl.Expr]) -> pl.Expr:
    """What a fact of several months comes to: `any`, `sum`, `max` or `min`; unknown where a month could decide."""
    if how == "any":
        return reduce(or_, (lag > 0 for lag in lags)).cast(pl.Float64)
    if how == "sum":
        return reduce(add, lags)
    complete = ~reduce(or_, (lag.is_null() for lag in lags))
    return pl.when(complete).then(pl.max_horizontal(lags) if how == "max" else pl.min_horizontal(lags))
