"""Totals of up to ten million cases that are read from files: the time beside bare reading, and the memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import polars as pl

from analysis import rulebooks, scorecards
from analysis.scenarios import wide_facts
from bench import measuring
from bench.measuring import Memory, timed
from bench.scoring import BARE, BOOK, MONTHS, OURS, Say, facts, summed
from bench.tables import Aim, Table, duration, megabytes, number, times

WAYS = {OURS: scorecards.total, BARE: summed}
PART, PARTS, REPEATS = 1_000_000, 10, 3
"""How many cases a file holds, and how many files are read at the most."""
NEAR, BOUND = 1.6, 1.5e9
"""How many times the bare reading the totals of one file may take, and how many bytes those of all files."""
TITLE = f"{BOOK}：合计，从文件读起 · Totals, from files"
HEADINGS = ("例\ncases", "方法\nway", "用时\ntime", "是只读的几倍\ntimes bare read", "内存峰值\npeak memory")
NOTES = (
    "Parquet 文件；分块读、核对、评分，只留合计。只读：读出每个数并加一遍。最多的一档只跑一次，重在内存。",
    "Parquet files; read, checked and scored in blocks, only the totals are kept.",
    "Bare read: every figure is read and added up. The most cases are read once, to see the memory of a process.",
)


def faults(count: int = 2 * wide_facts.BLOCK_ROWS) -> list[str]:
    """Where cases read from a file come to other totals than those in memory."""
    wide, book = facts(count), rulebooks.load(BOOK)
    with tempfile.TemporaryDirectory() as folder:
        wide.write_parquet(Path(folder) / "cases.parquet")
        read = scorecards.total(_scan(folder), book)
    return [] if read.equals(scorecards.total(wide, book)) else [TITLE]


def tables(say: Say) -> Iterator[Table]:
    """The table of this subject."""
    part = measuring.sized(PART)
    with tempfile.TemporaryDirectory() as folder:
        say(f"{TITLE}, {number(part)}")
        _write(Path(folder), part, 1)
        seconds = measuring.medians({way: partial(_run, way, folder) for way in WAYS}, REPEATS)
        say(f"{TITLE}, {number(PARTS * part)}")
        _write(Path(folder), part, PARTS)
        memory = {way: measuring.apart(_memory, way, folder) for way in WAYS}
    once = {way: each for way, (each, _) in memory.items()}
    peaks = {way: each.peak for way, (_, each) in memory.items()}
    rows = [*_rows(part, seconds, {}), *_rows(PARTS * part, once, peaks)]
    yield Table(TITLE, HEADINGS, rows, NOTES, _aims(part, seconds, once[OURS], peaks[OURS]))


def _write(folder: Path, part: int, parts: int) -> None:
    """So many files, each of the same figures for other cities."""
    wide, cities = facts(part), -(-part // len(MONTHS))
    for place in range(len(list(folder.iterdir())), parts):
        moved = (pl.col("city").cast(pl.Int32) + place * cities).cast(pl.String)
        wide.with_columns(moved).write_parquet(folder / f"{place:02d}.parquet")


def _scan(folder: str) -> pl.LazyFrame:
    return pl.scan_parquet(f"{folder}/*.parquet")


def _run(way: str, folder: str) -> pl.DataFrame:
    return WAYS[way](_scan(folder), rulebooks.load(BOOK))


def _memory(way: str, folder: str) -> tuple[float, Memory]:
    return timed(lambda: measuring.remembered(lambda: folder, partial(_run, way)))


def _rows(count: int, seconds: dict[str, float], peaks: dict[str, int]) -> list[tuple[str, ...]]:
    return [
        (number(count) if way == OURS else "", way, duration(each), times(each / seconds[BARE]),
         megabytes(peaks[way]) if peaks else "")
        for way, each in seconds.items()
    ]  # fmt: skip


def _aims(part: int, seconds: dict[str, float], once: float, peak: int) -> list[Aim]:
    what, ours = "例合计，从文件 totals, from files", seconds[OURS]
    return [
        Aim(part, f"{what}: {BARE}", ours, ours / seconds[BARE], most=NEAR),
        Aim(PARTS * part, f"{what}: 内存 memory", once, peak, most=BOUND, text=megabytes),
    ]
