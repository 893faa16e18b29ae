"""What one would take instead: a spreadsheet recalculated by LibreOffice, and OpenFisca with the same rules."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import polars as pl

import made_up
from analysis import rulebooks, scenarios, scorecards
from analysis.rulebooks import Rulebook
from analysis.scenarios import BASELINE
from bench import measuring, openfisca, sheets
from bench.scoring import BOOK, OURS, Say, differences, outcomes
from bench.tables import Table, duration, number, times

FISCA, SHEET, SHEET_KEPT = "OpenFisca", "LibreOffice，重算 recalculates", "LibreOffice，不重算 does not"
FILED = f"{OURS}，读同一工作簿 reads it"
COUNTS, LINES, CHECKED = (1, 1_000, 1_000_000), 3_000, 200
SPARE, REPEATS, SEED, FIRST = 3, 2, 11, 10_000_000
"""How many times the cases wanted are drawn, as only those with every clause known are kept."""
TITLE = "电子表格、OpenFisca 做同一件事 · The same by a spreadsheet and by OpenFisca"
HEADINGS = ("例\ncases", "方法\nway", "用时\ntime", "是本项目的几倍\ntimes ours")


def faults(count: int = CHECKED) -> list[str]:
    """Where the other tools, so far as they are here, find something else in a clause or in the totals."""
    book, known = rulebooks.load(BOOK), cases(count)
    ours, found = decided(known), []
    if not sheets.absent():
        found += [f"LibreOffice, {fault}" for fault in differences(ours, in_a_sheet(known, book))]
    if not openfisca.absent():
        found += [f"{FISCA}, {fault}" for fault in differences(ours, _in_openfisca(known, book))]
    return found


def cases(count: int) -> pl.DataFrame:
    """City-months in order, every figure known and every clause decided: the other tools know of nothing missing."""
    book = rulebooks.load(BOOK)
    drawn = made_up.cities(book, SPARE * count + SPARE, seed=SEED)
    judged = scorecards.total_cases(scenarios.build_cases(drawn, book, BASELINE), book, tuple(book.clauses))
    parts = [f"{'met' if clause.kind == 'test' else 'points'} {name}" for name, clause in book.clauses.items()]
    known = drawn.filter(judged.select(pl.all_horizontal(pl.col(parts).is_not_null())).to_series()).head(count)
    return known.with_columns((pl.int_range(known.height, eager=True) + FIRST).cast(pl.String).alias("city"))


def decided(known: pl.DataFrame) -> pl.DataFrame:
    """What the project finds for each clause, and `passes` and `points`; truths as 1 and 0."""
    totals = scorecards.total(known, rulebooks.load(BOOK)).select("passes", "points")
    return pl.concat([outcomes(known), totals], how="horizontal").select(pl.all().cast(pl.Float64))


def in_a_sheet(known: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    """The same as LibreOffice finds it."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "cases.xlsx"
        sheets.write(known, book, kept)
        return sheets.outcomes(sheets.recalculate(kept, Path(folder)), book)


def _in_openfisca(known: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    with tempfile.TemporaryDirectory() as folder, openfisca.running(known, book) as running:
        return running.outcomes(book, Path(folder) / "found.npz")


def tables(say: Say) -> Iterator[Table]:
    """The tables of this subject, each as soon as it is measured."""
    sheet, fisca = sheets.absent(), openfisca.absent()
    rows = [] if sheet else _sheet_rows(say)
    rows += [] if fisca else [row for count in COUNTS for row in _fisca_rows(count, say)]
    yield Table(TITLE, HEADINGS, rows, [note for note in (sheet, fisca) if note] + NOTES)


def _sheet_rows(say: Say) -> list[tuple[str, ...]]:
    say(f"LibreOffice, {number(LINES)}")
    book, known = rulebooks.load(BOOK), cases(LINES)
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "cases.xlsx"
        sheets.write(known, book, kept)
        ways = {
            FILED: lambda: scorecards.total(sheets.facts(kept, known.columns), book),
            OURS: partial(scorecards.total, known, book),
            SHEET: partial(sheets.recalculate, kept, Path(folder)),
            SHEET_KEPT: partial(sheets.recalculate, kept, Path(folder), sheets.NEVER),
        }
        return _rows(LINES, measuring.medians(ways, REPEATS), FILED)


def _fisca_rows(count: int, say: Say) -> list[tuple[str, ...]]:
    say(f"{FISCA}, {number(count)}")
    book, known = rulebooks.load(BOOK), cases(count)
    with openfisca.running(known, book) as running:
        ways = {OURS: partial(scorecards.total, known, book), FISCA: running.totals}
        return _rows(known.height, measuring.medians(ways), OURS)


def _rows(count: int, taken: dict[str, float], first: str) -> list[tuple[str, ...]]:
    return [
        (number(count) if way == first else "", way, duration(each), times(each / taken[first]))
        for way, each in taken.items()
    ]


NOTES = [
    "各例数据齐全。LibreOffice：打开、（重算）、另存，两行之差是重算本身。",
    "OpenFisca：双精度，独立进程，数据已在内存。两者都不给区间，也不核对数据。",
    "Nothing is missing in these cases. LibreOffice opens, (recalculates) and saves: the difference is recalculating.",
    "OpenFisca: double precision, a process of its own, figures in memory. Neither gives intervals or checks figures.",
]
