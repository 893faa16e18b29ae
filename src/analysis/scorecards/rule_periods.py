"""City-months judged by the rules of their own time, one pass over all months of each time (分期评分)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from analysis import scenarios
from analysis.calendars import months_back
from analysis.facts import tell_remarks
from analysis.problems import InputError
from analysis.rulebooks import Rulebook

JudgeMonths = Callable[[Any, Rulebook], pl.DataFrame]


def judged_by_period(facts: Any, book: Rulebook, judge: JudgeMonths, *, tell: bool = True) -> pl.DataFrame:
    """What `judge` gives for facts and a rulebook; of one whose rules change, for the months of each time apart.

    Rows stand as from one rulebook: by scenario, city and month. Months in which the rulebook was not in force have no
    rows, which is told unless they only lead up to what is asked (`tell`). Raises `InputError` where it was in force in
    none of them.
    """
    if not book.periods:
        return judge(facts, book)
    rows = scenarios.every_fact_frame(facts, book)
    months = rows["month"].unique().sort().to_list()
    outside = [month for month in months if book.period_of(month) is None]
    if outside and len(outside) == len(months):
        raise InputError([book.outside(*outside)])
    tell_remarks([book.outside(*outside)] if outside and tell else [])
    parts = [_judged_months(rows, own, _own_months(book, own, months), judge) for own in book.periods]
    return _in_order([part for part in parts if part is not None])


def _own_months(book: Rulebook, period: Rulebook, months: list[str]) -> list[str]:
    return [month for month in months if book.period_of(month) is period]


def _judged_months(rows: pl.DataFrame, book: Rulebook, months: list[str], judge: JudgeMonths) -> pl.DataFrame | None:
    """The months of one time, with the months before them that histories draw on."""
    if not months:
        return None
    first = months_back(months[0], longest_history(book))[0]
    judged = judge(rows.filter(pl.col("month").is_between(pl.lit(first), pl.lit(months[-1]))), book)
    return judged.filter(pl.col("month").is_in(months))


def longest_history(book: Rulebook) -> int:
    """How many months, the month itself included, some history of a rulebook looks back over."""
    lengths = (
        int(clause.values[history.months].amount or 1)
        for clause in book.clauses.values()
        for history in clause.histories.values()
    )
    return max([1, *lengths])


def _in_order(parts: list[pl.DataFrame]) -> pl.DataFrame:
    if len(parts) == 1:
        return parts[0]
    whole = pl.concat(parts)
    names = pl.Enum(parts[0]["scenario"].unique(maintain_order=True))
    return whole.sort(pl.col("scenario").cast(names), "city", "month", maintain_order=True)
