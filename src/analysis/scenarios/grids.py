"""Many scenarios as a wide frame: a row each, a column a target, meaning `set` (宽表情景).

Far quicker than long changes: a column is checked once, and all that no column varies is a literal.
"""

from __future__ import annotations

import polars as pl

from analysis import facts as figures
from analysis.contracts import non_finite_columns, repeated_keys
from analysis.facts import PLACE_KEYS
from analysis.problems import InputError, Problem, Problems
from analysis.rulebooks import DEFAULT, Clause, Rulebook, clauses
from analysis.scenarios import case_frame, other_units
from analysis.scenarios import changes as changed
from analysis.scenarios.case_frame import KEYS, Cases, Literals
from analysis.scenarios.changes import READING, SET

SCENARIO = "scenario"


def is_grid(scenarios: object) -> bool:
    """Whether scenarios are given as a wide frame: it has a `scenario` column and names no targets in rows."""
    frame = (
        scenarios.collect_schema().names() if isinstance(scenarios, pl.LazyFrame) else getattr(scenarios, "columns", ())
    )
    return SCENARIO in frame and "target" not in frame


def long_changes(grid: pl.DataFrame) -> pl.DataFrame:
    """The same scenarios as the CHANGES frame; an empty cell changes nothing."""
    parts = [_column(grid, step, name) for step, name in enumerate(grid.columns) if name != SCENARIO]
    empty = grid.select(SCENARIO, step=0, target=pl.lit(""), how=pl.lit(SET), amount=0.0).clear()
    return pl.concat([empty, *parts], how="diagonal_relaxed")


def _column(grid: pl.DataFrame, step: int, name: str) -> pl.DataFrame:
    amount = pl.col(name).alias("choice" if name.endswith(f".{READING}") else "amount")
    changes = grid.select(
        SCENARIO, pl.lit(step).alias("step"), pl.lit(name).alias("target"), pl.lit(SET).alias("how"), amount
    )
    return changes.drop_nulls(changes.columns[-1])


def checked_grid(grid: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    """The grid with amounts as Float64. Raises `InputError` for unknown targets and readings, names that stand
    twice, and what is no finite number; a column at a time."""
    problems = Problems()
    changed.check_changes(_distinct_settings(grid), book)
    names = [name for name in grid.columns if name != SCENARIO and not name.endswith(f".{READING}")]
    typed = grid.with_columns(pl.col(SCENARIO).cast(pl.String), pl.col(names).cast(pl.Float64, strict=False))
    strange = non_finite_columns(typed, names)
    for name in names:
        if name in strange or typed[name].null_count() > grid[name].null_count():
            zh, en = (
                "含有不是有限数的内容；不改动请留空。",
                "Not all are finite numbers; leave empty what is not changed.",
            )
            problems.report(f"scenario, {name}", zh, en)
    if typed[SCENARIO].null_count() or repeated_keys(typed, [SCENARIO]):
        zh, en = "每个情景须有名称，且不得重名。", "Every scenario needs a name of its own."
        problems.report("scenario", zh, en)
    problems.raise_any()
    return typed


def _distinct_settings(grid: pl.DataFrame) -> pl.DataFrame:
    """Each target once, each reading with all its choices: what has to be looked up in the rulebook."""
    rows = [
        (name, SET, choice, None if choice else 0.0)
        for name in grid.columns
        if name != SCENARIO
        for choice in (grid[name].drop_nulls().unique() if name.endswith(f".{READING}") else [None])
    ]
    schema = {"target": pl.String, "how": pl.String, "choice": pl.String, "amount": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def grid_rows(grid: pl.DataFrame, literals: Literals, readings: dict[str, str], city: str, month: str) -> pl.DataFrame:
    """The grid as rows of one city and month: an empty cell is what stands already."""
    kept = [
        pl.col(name).fill_null(readings.get(name, DEFAULT))
        if name.endswith(f".{READING}")
        else _filled_figure(name, literals)
        for name in grid.columns
        if name != SCENARIO
    ]
    return grid.select(SCENARIO, pl.lit(city).alias("city"), pl.lit(month).alias("month"), *kept)


def _filled_figure(name: str, literals: Literals) -> pl.Expr:
    before = literals.get(name)
    return pl.col(name) if before is None else pl.col(name).fill_null(before)


def refuse_impossible_rows(rows: pl.DataFrame, literals: Literals, targets: list[str], book: Rulebook) -> None:
    """Raise `InputError` for figures that cannot be, parts above their whole and rule values below zero."""
    facts = [name for name in targets if name in book.dictionary]
    beside = {book.dictionary[name].within for name in facts} | {
        name for name, fact in book.dictionary.items() if fact.within in facts
    }
    still = [
        name for name in book.dictionary if name in beside and name not in targets and literals.get(name) is not None
    ]
    shown = rows.select("scenario", *PLACE_KEYS, *facts, *(pl.lit(literals[name]).alias(name) for name in still))
    found = figures.impossible_figures(shown, book.dictionary, fractions=True)
    for name in [name for name in targets if name in book.amounts() and (rows[name] < 0).any()]:
        found.report(f"scenario, {name}", "规则值不能是负数；请核对。", "A rule value cannot be negative. Check it.")
    found.raise_any()


def vary(base: Cases, grid: pl.DataFrame, book: Rulebook, city: str, month: str, *, sure: bool = False) -> Cases:
    """One city and month of a single scenario's cases, with the sets of a wide frame made after that scenario.

    `grid`: as `checked_grid` gives it. All that it does not vary is a literal. Histories of a varied fact are
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
    rows = grid_rows(grid, literals, readings, city, month)
    targets = [name for name in rows.columns if name not in KEYS and not name.endswith(f".{READING}")]
    if not sure:
        refuse_impossible_rows(rows, literals, targets, book)
    rows, readings = _shared_readings(rows, readings)
    rows = rows.with_columns(_redrawn_histories(base, book, rows, literals, readings, city, month))
    rows = rows.with_columns(other_units.moved_words(base, book, rows, literals, readings, (city, month)))
    kept = {name: figure for name, figure in literals.items() if name not in rows.columns}
    return Cases(rows, kept, readings)


def values_and_readings(base: Cases, city: str, month: str) -> tuple[Literals, dict[str, str]]:
    """What every fact, history and rule value is in a city and month, and the readings other than the default.

    Raises `InputError` where there is no such city and month.
    """
    here = base.frame.filter((pl.col("city") == city) & (pl.col("month") == month))
    if here.is_empty():
        zh, en = "没有该单位当月的数据。", "There are no facts of this city and month."
        raise InputError([Problem(f"{city} {month}", zh, en)])
    own = {name: here[name][0] for name in here.columns if name not in KEYS}
    chosen = {name: figure for name, figure in own.items() if name.endswith(f".{READING}")}
    named = {name: figure for name, figure in chosen.items() if figure}
    return base.literals | {name: figure for name, figure in own.items() if name not in chosen}, base.readings | named


def _shared_readings(rows: pl.DataFrame, readings: dict[str, str]) -> tuple[pl.DataFrame, dict[str, str]]:
    """Readings that all rows share are no columns."""
    names = [name for name in rows.columns if name.endswith(f".{READING}")]
    shared = {name: rows[name][0] for name in names if rows[name].n_unique() == 1}
    return rows.drop(shared), readings | shared


def _redrawn_histories(
    base: Cases, book: Rulebook, rows: pl.DataFrame, literals: Literals, readings: dict[str, str], city: str, month: str
) -> list[pl.Expr]:
    """The histories to be drawn, each once: of a varied fact, or spoken of only by a reading that the rows choose."""
    looking = case_frame.clauses_with_history(rows, readings, book)
    drawn = {history.name: (clause, history) for clause in looking for history in clause.histories.values()}
    return [
        _history_figure(
            history,
            rows,
            literals,
            earlier_figures(base, clause, history, city, month),
            supplied_history(base, name, city, month),
        )
        for name, (clause, history) in drawn.items()
        if name not in rows.columns
        and name not in base.fixed
        and (history.of in rows.columns or (name not in base.columns and history.of in base.columns))
    ]


def _history_figure(
    history: clauses.History, rows: pl.DataFrame, literals: Literals, before: list[float | None], supplied: float | None
) -> pl.Expr:
    now = pl.col(history.of) if history.of in rows.columns else pl.lit(literals.get(history.of), dtype=pl.Float64)
    figure = case_frame.window_aggregate(history.how, [now, *(pl.lit(value, dtype=pl.Float64) for value in before)])
    return (figure if supplied is None else figure.fill_null(supplied)).alias(history.name)


def supplied_history(base: Cases, name: str, city: str, month: str) -> float | None:
    """What was supplied under a history's own name."""
    if base.supplied is None or name not in base.supplied.columns:
        return None
    figures = base.supplied.filter((pl.col("city") == city) & (pl.col("month") == month))[name]
    return figures[0] if len(figures) else None


def earlier_figures(base: Cases, clause: Clause, history: clauses.History, city: str, month: str) -> list[float | None]:
    """A fact's figures in the months before this one that a history looks back to; None for each that is missing."""
    length = int(clause.values[history.months].amount or 1)
    found: list[float | None] = []
    if history.of in base.columns:
        before = base.frame.filter((pl.col("city") == city) & case_frame.in_window(month, length))
        found = before[history.of].to_list()
    return found + [None] * (length - 1 - len(found))
