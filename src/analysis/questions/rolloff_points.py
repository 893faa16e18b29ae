"""What the score is once what is certain to leave has left, month by month: scored with and without (滚出的得分)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from analysis.calendars import months_after, months_back
from analysis.questions.starting_points import StartingPoint, numbered_grid
from analysis.rulebooks import clauses as clauses_rulebook

TOTALS: dict[str, pl.DataType | type[pl.DataType]] = {
    "rulebook": pl.String, "scenario": pl.String, "month": pl.String, "low": pl.Float64, "high": pl.Float64,
    "low_change": pl.Float64, "high_change": pl.Float64, "passes": pl.Boolean,
}  # fmt: skip
"""A row a rulebook and later month: the total with all that has left by then, and its change from the base month."""
CLAUSES: dict[str, pl.DataType | type[pl.DataType]] = {
    "rulebook": pl.String, "month": pl.String, "clause": pl.String, "low_before": pl.Float64, "high_before": pl.Float64,
    "low": pl.Float64, "high": pl.Float64, "met_before": pl.Boolean, "met": pl.Boolean,
}  # fmt: skip
"""A row a clause that moves in a month: its outcome a month earlier, and then."""
ENDINGS: dict[str, pl.DataType | type[pl.DataType]] = {
    "rulebook": pl.String, "month": pl.String, "history": pl.String, "clause": pl.String, "before": pl.Float64,
    "remains": pl.Float64,
}  # fmt: skip
"""What a clause draws from earlier months, such as a deduction that lasts, and when it falls or ends."""
DIGITS = 12
Remains = Mapping[str, Sequence[float | None]]
"""For each figure what is left of it: in the base month, then month by month."""


def history_remains(here: StartingPoint, months: int) -> dict[str, list[float | None]]:
    """For each history what is left of it when nothing new comes: what it draws from the months up to the base alone.

    A month missing from its window leaves it unknown, unless a finding already decides.
    """
    frame = here.cases.frame.filter(pl.col("city") == here.city)
    found: dict[str, list[float | None]] = {}
    for clause in here.book.clauses.values():
        for history in clause.histories.values():
            if history.how in ("any", "sum") and history.of in frame.columns:
                figures = dict(frame.select("month", history.of).iter_rows())
                length = int(clause.values[history.months].amount or 1)
                found[history.name] = _drawn(history, figures, here.month, length, months)
    return found


def _drawn(
    history: clauses_rulebook.History, figures: Mapping[str, float | None], month: str, length: int, months: int
) -> list[float | None]:
    window = months_back(month, length)
    return [_aggregate(history.how, [figures.get(each) for each in window[step:]]) for step in range(months + 1)]


def _aggregate(how: str, amounts: Sequence[float | None]) -> float | None:
    """What is left of a window; of none, nothing."""
    if how == "any" and any(amount and amount > 0 for amount in amounts):
        return 1.0
    if None in amounts:
        return None
    return float(sum(amount or 0.0 for amount in amounts)) if how == "sum" else 0.0


def history_endings(here: StartingPoint, remains: Remains) -> pl.DataFrame:
    """When what a clause draws from earlier months falls or ends: ENDINGS."""
    clauses = {name: clause.id for clause in here.book.clauses.values() for name in clause.histories}
    rows = [
        (here.book.id, month, name, clauses[name], before, after)
        for name, values in remains.items()
        for month, before, after in _steps(here.month, values)
        if before is not None and after is not None and after < before
    ]
    return pl.DataFrame(rows, schema=ENDINGS, orient="row")


def _steps(month: str, values: Sequence[float | None]) -> list[tuple[str, float | None, float | None]]:
    later = months_after(month, len(values) - 1)
    return list(zip(later, values[:-1], values[1:], strict=True))


def scored_remains(here: StartingPoint, remains: Remains) -> tuple[pl.DataFrame, pl.DataFrame]:
    """TOTALS and CLAUSES: the base month's figures less what has left by each month, all else held still."""
    judged = {name: values for name, values in remains.items() if here.values.get(name) is not None}
    if not judged:
        return pl.DataFrame(schema=TOTALS), pl.DataFrame(schema=CLAUSES)
    columns = {name: [here.values[name], *values[1:]] for name, values in judged.items()}
    touched = [clause.id for clause in here.book.clauses.values() if {*judged} & _spoken(clause)]
    scored = here.score(numbered_grid(columns), touched)
    months = months_after(here.month, scored.height - 1)
    return _totals(here, scored, months), _clauses(here, scored, months, touched)


def _spoken(clause: clauses_rulebook.Clause) -> set[str]:
    return {name for reading in clause.readings for name in clause.speaks_of(reading)}


def _totals(here: StartingPoint, scored: pl.DataFrame, months: Sequence[str]) -> pl.DataFrame:
    base = scored.row(0, named=True)
    rows = [
        (here.book.id, here.scenario.name, month, row["low"], row["high"], _less(row, base, "low"),
         _less(row, base, "high"), row["passes"])
        for month, row in zip(months, scored[1:].iter_rows(named=True), strict=True)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=TOTALS, orient="row")


def _less(row: Mapping[str, Any], base: Mapping[str, Any], part: str) -> float | None:
    return None if row[part] is None or base[part] is None else round(row[part] - base[part], DIGITS)


def _clauses(here: StartingPoint, scored: pl.DataFrame, months: Sequence[str], touched: Sequence[str]) -> pl.DataFrame:
    rows = [
        (here.book.id, month, name, *_outcome(before, name), *_outcome(after, name))
        for month, before, after in zip(months, scored.iter_rows(named=True), scored[1:].iter_rows(named=True),
                                        strict=False)
        for name in touched
        if _outcome(before, name) != _outcome(after, name)
    ]  # fmt: skip
    order = ["rulebook", "month", "clause", "low_before", "high_before", "met_before", "low", "high", "met"]
    schema = {name: CLAUSES[name] for name in order}
    return pl.DataFrame(rows, schema=schema, orient="row").select(list(CLAUSES))


def _outcome(row: Mapping[str, Any], clause: str) -> tuple[float | None, float | None, bool | None]:
    return row[f"low {clause}"], row[f"high {clause}"], row[f"met {clause}"]
