"""Totals of up to ten million cases that are read from files: the time beside bare reading, and the memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import polars as pl

from analysis import rulebooks, scorecards
from analysis.scenarios import fact_blocks
from bench import measuring
from bench.measuring import Memory
from bench.scoring import BARE, BOOK, MONTHS, NEAR, OURS, Say, facts, summed
from bench.tables import Aim, Table, duration, megabytes, number, times

WAYS = {OURS: scorecards.total, BARE: summed}
PART, PARTS, REPEATS = 1_000_000, (1, 10), 2
"""How many cases a file holds, and how many files are read."""
CHECKED = 2 * fact_blocks.ROWS
BOUND = 2e9
"""How many bytes of memory the totals may need, however many there are."""
TITLE = f"{BOOK}：合计，从文件读起 · Totals, from files"
HEADINGS = ("例\ncases", "方法\nway", "用时\ntime", "是只读的几倍\ntimes bare read", "内存峰值\npeak memory")
NOTES = (
    f"Parquet 文件，每个 {number(PART)} 例；分块读、核对、评分，只留合计。只读：读出每个数并加一遍。",
    f"Parquet files of {number(PART)} cases; read, checked and scored in blocks, only the totals are kept.",
    "Bare read: every figure is read and added up. Memory: a process of its own, with all totals in it.",
)


def faults(count: int = CHECKED) -> list[str]:
    """Where cases read from a file come to other totals than those in memory."""
    known, book = facts(count), rulebooks.load(BOOK)
    with tempfile.TemporaryDirectory() as folder:
        known.write_parquet(Path(folder) / "cases.parquet")
        read = scorecards.total(_scan(folder), book)
    return [] if read.equals(scorecards.total(known, book)) else [TITLE]


def tables(say: Say) -> Iterator[Table]:
    """The tables of this subject, each as soon as it is measured."""
    with tempfile.TemporaryDirectory() as folder:
        made = [_measured(Path(folder), parts, say) for parts in PARTS]
    rows, aims = ([each for part in parts for each in part] for parts in zip(*made, strict=True))
    yield Table(TITLE, HEADINGS, rows, NOTES, aims)


def _measured(folder: Path, parts: int, say: Say) -> tuple[list[tuple[str, ...]], list[Aim]]:
    say(f"{TITLE}, {number(parts * PART)}")
    _write(folder, parts)
    taken = measuring.medians({way: partial(_run, way, str(folder)) for way in WAYS}, REPEATS)
    held = {way: measuring.apart(_memory, way, str(folder)).peak for way in WAYS}
    rows = [_row(way, parts * PART, taken, held[way]) for way in WAYS]
    return rows, _aims(parts * PART, taken, held[OURS])


def _write(folder: Path, parts: int) -> None:
    """So many files, each of the same figures for other cities."""
    known, cities = facts(PART), -(-PART // len(MONTHS))
    for part in range(len(list(folder.iterdir())), parts):
        moved = (pl.col("city").cast(pl.Int32) + part * cities).cast(pl.String)
        known.with_columns(moved).write_parquet(folder / f"{part:02d}.parquet")


def _scan(folder: str) -> pl.LazyFrame:
    return pl.scan_parquet(f"{folder}/*.parquet")


def _run(way: str, folder: str) -> pl.DataFrame:
    return WAYS[way](_scan(folder), rulebooks.load(BOOK))


def _memory(way: str, folder: str) -> Memory:
    return measuring.remembered(lambda: folder, partial(_run, way))


def _row(way: str, count: int, taken: dict[str, float], held: int) -> tuple[str, ...]:
    ratio = times(taken[way] / taken[BARE])
    return number(count) if way == OURS else "", way, duration(taken[way]), ratio, megabytes(held)


def _aims(count: int, taken: dict[str, float], held: int) -> list[Aim]:
    what = "例合计，从文件 totals, from files"
    return [
        Aim(count, f"{what}: {BARE}", taken[OURS], taken[OURS] / taken[BARE], most=NEAR),
        Aim(count, f"{what}: 内存 memory", taken[OURS], held, most=BOUND, told=megabytes),
    ]
