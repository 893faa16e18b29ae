"""Many variations of one city and month, made after a scenario; what stands still is a literal (一城试算)."""

from __future__ import annotations

import polars as pl

from analysis.problems import InputError, Problem
from analysis.rulebooks import Clause, Rulebook
from analysis.rulebooks.clauses import History
from analysis.scenarios import grids, history_columns
from analysis.scenarios.case_frame import KEYS, Cases
from analysis.scenarios.changes import READING
from analysis.scenarios.history_columns import Literals


def vary(base: Cases, grid: pl.DataFrame, book: Rulebook, city: str, month: str, *, sure: bool = False) -> Cases:
    """One city and month of a single scenario's cases, with the sets of a wide frame made after that scenario.

    `grid`: as `grids.checked_grid` gives it. All that it does not vary is a literal. Histories of a varied fact are
    drawn again, the months before it standing still, unless the grid or the scenario says itself what they are.
    `sure`: the figures are known to be possible. Raises `InputError` where they are not, and where there is no such
    city and month.

    >>> import polars as pl
    >>> from analysis import facts, rulebooks, scenarios, scorecards
    >>> book = rulebooks.load("hard-2019")
    >>> base = scenarios.build_cases(facts.up_to("江阴", "2021-03"), book, scenarios.BASELINE)
    >>> grid = pl.DataFrame({"scenario": ["few", "many"], "xinyi_domains": [3, 10]})
    >>> varied = scenarios.vary(base, grid, book, "320281", "2021-03")
    >>> [(name, round(points, 2)) for name, points in scorecards.total_cases(varied, book)["scenario", "points"].rows()]
    [('few', 30.76), ('many', 32.86)]
    """
    literals, readings = values_and_readings(base, city, month)
    rows = grids.grid_rows(grid, literals, readings, city, month)
    targets = [name for name in rows.columns if name not in KEYS and not name.endswith(f".{READING}")]
    if not sure:
        grids.refuse_impossible_rows(rows, literals, targets, book)
    rows, readings = _chosen(rows, readings)
    rows = rows.with_columns(_again(base, book, rows, literals, readings, city, month))
    kept = {name: held for name, held in literals.items() if name not in rows.columns}
    return Cases(rows, kept, readings)


def values_and_readings(base: Cases, city: str, month: str) -> tuple[Literals, dict[str, str]]:
    """What every fact, history and rule value is in a city and month, and the readings other than the default.

    Raises `InputError` where there is no such city and month.
    """
    here = base.frame.filter((pl.col("city") == city) & (pl.col("month") == month))
    if here.is_empty():
        zh, en = "没有该城市当月的数据。", "There are no facts of this city and month."
        raise InputError([Problem(f"{city} {month}", zh, en)])
    own = {name: here[name][0] for name in here.columns if name not in KEYS}
    chosen = {name: held for name, held in own.items() if name.endswith(f".{READING}")}
    named = {name: held for name, held in chosen.items() if held}
    return base.literals | {name: held for name, held in own.items() if name not in chosen}, base.readings | named


def _chosen(rows: pl.DataFrame, readings: dict[str, str]) -> tuple[pl.DataFrame, dict[str, str]]:
    """Readings that all rows share are no columns."""
    names = [name for name in rows.columns if name.endswith(f".{READING}")]
    shared = {name: rows[name][0] for name in names if rows[name].n_unique() == 1}
    return rows.drop(shared), readings | shared


def _again(
    base: Cases, book: Rulebook, rows: pl.DataFrame, literals: Literals, readings: dict[str, str], city: str, month: str
) -> list[pl.Expr]:
    """The histories to be drawn, each once: of a varied fact, or spoken of only by a reading that the rows choose."""
    looking = history_columns.clauses_with_history(rows, readings, book)
    held = {history.name: (clause, history) for clause in looking for history in clause.histories.values()}
    return [
        _drawn(
            history,
            rows,
            literals,
            earlier_figures(base, clause, history, city, month),
            supplied_history(base, name, city, month),
        )
        for name, (clause, history) in held.items()
        if name not in rows.columns
        and name not in base.fixed
        and (history.of in rows.columns or (name not in base.columns and history.of in base.columns))
    ]


def _drawn(
    history: History, rows: pl.DataFrame, literals: Literals, before: list[float | None], supplied: float | None
) -> pl.Expr:
    now = pl.col(history.of) if history.of in rows.columns else pl.lit(literals.get(history.of), dtype=pl.Float64)
    told = history_columns.window_aggregate(history.how, [now, *(pl.lit(value, dtype=pl.Float64) for value in before)])
    return (told if supplied is None else told.fill_null(supplied)).alias(history.name)


def supplied_history(base: Cases, name: str, city: str, month: str) -> float | None:
    """What was supplied under a history's own name."""
    if base.supplied is None or name not in base.supplied.columns:
        return None
    held = base.supplied.filter((pl.col("city") == city) & (pl.col("month") == month))[name]
    return held[0] if len(held) else None


def earlier_figures(base: Cases, clause: Clause, history: History, city: str, month: str) -> list[float | None]:
    """A fact's figures in the months before this one that a history looks back to; None for each that is missing."""
    length = int(clause.values[history.months].amount or 1)
    found: list[float | None] = []
    if history.of in base.columns:
        before = base.frame.filter((pl.col("city") == city) & history_columns.in_window(month, length))
        found = before[history.of].to_list()
    return found + [None] * (length - 1 - len(found))
