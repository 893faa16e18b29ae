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
from bench.tables import Aim, Table, duration, number, times

FISCA, SHEET, SHEET_KEPT = "OpenFisca", "LibreOffice，重算 recalculates", "LibreOffice，不重算 does not"
FILED = f"{OURS}，读同一工作簿 reads it"
COUNTS, LINES, CHECKED = (1, 1_000, 1_000_000), 3_000, 200
FASTER, FASTER_THAN_FISCA = 15, 4
"""How many times ours LibreOffice is to take, the same workbook read by both, and OpenFisca at the most cases."""
SPARE, REPEATS, SEED, FIRST = 3, 2, 11, 10_000_000
"""How many times the cases wanted are drawn, as only those with every clause known are kept."""
TITLE = "电子表格、OpenFisca 做同一件事 · The same by a spreadsheet and by OpenFisca"
HEADINGS = ("例\ncases", "方法\nway", "用时\ntime", "是本项目的几倍\ntimes ours")


def faults(count: int = CHECKED) -> list[str]:
    """Where the other tools, so far as they are here, find something else in a clause or in the totals."""
    book, wide = rulebooks.load(BOOK), cases(measuring.sized(count, 20))
    ours, found = decided(wide), []
    if not sheets.absent():
        found += [f"LibreOffice, {fault}" for fault in differences(ours, in_a_sheet(wide, book))]
    if not openfisca.absent():
        found += [f"{FISCA}, {fault}" for fault in differences(ours, _in_openfisca(wide, book))]
    return found


def cases(count: int) -> pl.DataFrame:
    """City-months in order, every figure known and every clause decided: the other tools know of nothing missing."""
    book = rulebooks.load(BOOK)
    drawn = made_up.cities(book, SPARE * count + SPARE, seed=SEED)
    judged = scorecards.total_cases(scenarios.build_cases(drawn, book, BASELINE), book, tuple(book.clauses))
    parts = [f"{'met' if clause.kind == 'test' else 'points'} {name}" for name, clause in book.clauses.items()]
    decidable = drawn.filter(judged.select(pl.all_horizontal(pl.col(parts).is_not_null())).to_series()).head(count)
    return decidable.with_columns((pl.int_range(decidable.height, eager=True) + FIRST).cast(pl.String).alias("city"))


def decided(wide: pl.DataFrame) -> pl.DataFrame:
    """What the project finds for each clause, and `passes` and `points`; truths as 1 and 0."""
    totals = scorecards.total(wide, rulebooks.load(BOOK)).select("passes", "points")
    return pl.concat([outcomes(wide), totals], how="horizontal").select(pl.all().cast(pl.Float64))


def in_a_sheet(wide: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    """The same as LibreOffice finds it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.xlsx"
        sheets.write(wide, book, path)
        return sheets.outcomes(sheets.recalculate(path, Path(folder)), book)


def _in_openfisca(wide: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    with tempfile.TemporaryDirectory() as folder, openfisca.running(wide, book) as running:
        return running.outcomes(book, Path(folder) / "found.npz")


def tables(say: Say) -> Iterator[Table]:
    """The table of this subject."""
    sheet, fisca = sheets.absent(), openfisca.absent()
    rows, aims = ([], []) if sheet else _sheet(say)
    for count in () if fisca else map(measuring.sized, COUNTS):
        more, aim = _fisca(count, say)
        rows += more
        aims += [aim] if count == measuring.sized(COUNTS[-1]) else []
    yield Table(TITLE, HEADINGS, rows, [note for note in (sheet, fisca) if note] + NOTES, aims)


def _sheet(say: Say) -> tuple[list[tuple[str, ...]], list[Aim]]:
    count = measuring.sized(LINES)
    say(f"LibreOffice, {number(count)}")
    book, wide = rulebooks.load(BOOK), cases(count)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.xlsx"
        sheets.write(wide, book, path)
        ways = {
            FILED: lambda: scorecards.total(sheets.facts(path, wide.columns), book),
            OURS: partial(scorecards.total, wide, book),
            SHEET: partial(sheets.recalculate, path, Path(folder)),
            SHEET_KEPT: partial(sheets.recalculate, path, Path(folder), sheets.NEVER),
        }
        seconds = measuring.medians(ways, REPEATS)
    ours, what = seconds[FILED], f"例，从工作簿 cases, from a workbook: {SHEET}"
    return _rows(count, seconds, FILED), [Aim(count, what, ours, seconds[SHEET] / ours, least=FASTER)]


def _fisca(count: int, say: Say) -> tuple[list[tuple[str, ...]], Aim]:
    say(f"{FISCA}, {number(count)}")
    book, wide = rulebooks.load(BOOK), cases(count)
    with openfisca.running(wide, book) as running:
        ways = {OURS: partial(scorecards.total, wide, book), FISCA: running.totals}
        seconds = measuring.medians(ways, REPEATS)
    ours = seconds[OURS]
    aim = Aim(count, f"例合计 totals: {FISCA}", ours, seconds[FISCA] / ours, least=FASTER_THAN_FISCA)
    return _rows(wide.height, seconds, OURS), aim


def _rows(count: int, seconds: dict[str, float], first: str) -> list[tuple[str, ...]]:
    return [
        (number(count) if way == first else "", way, duration(each), times(each / seconds[first]))
        for way, each in seconds.items()
    ]


NOTES = [
    "各例数据齐全。LibreOffice：打开、（重算）、另存，两行之差是重算本身。",
    "OpenFisca：双精度，独立进程，数据已在内存。两者都不给区间，也不核对数据。",
    "Nothing is missing in these cases. LibreOffice opens, (recalculates) and saves: the difference is recalculating.",
    "OpenFisca: double precision, a process of its own, figures in memory. Neither gives intervals or checks figures.",
]
