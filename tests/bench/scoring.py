"""Scoring many city-months by hard-2019: the project against a plain Python loop, pandas and bare reading."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

import made_up
from analysis import rulebooks, scorecards
from analysis.contracts import polars_frame
from analysis.rulebooks import Rulebook
from bench import measuring, peers
from bench.measuring import Memory
from bench.tables import Aim, Table, duration, megabytes, number, times

BOOK = "hard-2019"
OURS, LOOP, PANDAS, BARE = "本项目 project", "普通循环 plain loop", "pandas", "只读输入 bare read"
TOTALS, CLAUSES = "合计 · Totals", "全部条款 · Every clause"
WAYS = {TOTALS: (OURS, LOOP, PANDAS, BARE), CLAUSES: (OURS, PANDAS)}
COUNTS = {TOTALS: (1, 1_000, 1_000_000), CLAUSES: (1, 1_000, 100_000)}
AIMS = {LOOP: 300, PANDAS: 8}
"""How many times the others' speed the totals of the most cases are to reach."""
NEAR = 2.5
"""How many times the bare reading they may take."""
LOOPED = 20_000
"""The most cases that the plain loop is run on; beyond, its time and memory are scaled up in proportion."""
MISSING, CHECKED, CLOSE = 0.02, 2_000, 1e-9
MONTHS = [f"{year}-{month:02d}" for year in range(2015, 2025) for month in range(1, 13)]
SUMS = ("passes", "points", "low", "high")
HEADINGS = (
    "例\ncases",
    "方法\nway",
    "用时\ntime",
    "是本项目的几倍\ntimes ours",
    "内存峰值\npeak memory",
    "其中输入\ninput",
)

Say = Callable[[str], None]


def facts(count: int) -> pl.DataFrame:
    """City-months in order, ten years of each city, with a figure for every fact of the rulebook; some are missing."""
    place = pl.int_range(count, eager=True)
    cities, months = (place // len(MONTHS) + 100000).cast(pl.String), pl.Series(MONTHS).gather(place % len(MONTHS))
    drawn = made_up.cities(rulebooks.load(BOOK), count, seed=2019, missing=MISSING)
    return drawn.with_columns(cities.alias("city"), months.alias("month"))


def form(way: str, known: pl.DataFrame) -> Any:
    """The facts in the form that a way takes."""
    return {
        OURS: lambda: known,
        BARE: lambda: known,
        LOOP: lambda: known.head(LOOPED).to_dicts(),
        PANDAS: known.to_pandas,
    }[way]()


def verb(wanted: str, way: str) -> Callable[[Any], Any]:
    """What a way does with its form of the facts."""
    book = rulebooks.load(BOOK)
    verbs = {
        (TOTALS, OURS): scorecards.total, (TOTALS, LOOP): peers.loop, (TOTALS, PANDAS): peers.pandas_totals,
        (CLAUSES, OURS): scorecards.score, (CLAUSES, PANDAS): peers.pandas_points,
        (TOTALS, BARE): summed,
    }  # fmt: skip
    return lambda given: verbs[wanted, way](given, book)


def summed(given: pl.DataFrame | pl.LazyFrame, book: Rulebook) -> pl.DataFrame:
    """Every figure looked at once: each fact added up."""
    return given.lazy().select(pl.col(book.facts()).sum()).collect(engine="streaming")


def faults(count: int = CHECKED) -> list[str]:
    """Where the three ways differ by more than a hair, or in what is missing."""
    known = facts(count)
    made = {way: verb(TOTALS, way)(form(way, known)) for way in (OURS, LOOP, PANDAS)}
    ours, looped = made[OURS].select(SUMS), pl.DataFrame(made[LOOP], infer_schema_length=None)
    points = verb(CLAUSES, PANDAS)(form(PANDAS, known))
    pairs = ((LOOP, ours, looped), (PANDAS, ours, made[PANDAS]), (PANDAS, outcomes(known), points))
    return [f"{way}, {fault}" for way, mine, theirs in pairs for fault in differences(_numbers(mine), _numbers(theirs))]


def differences(ours: pl.DataFrame, theirs: pl.DataFrame) -> list[str]:
    """The columns in which two frames are not the same, and by how much."""
    found = []
    for name in ours.columns:
        most = (ours[name] - theirs[name]).abs().max() or 0.0
        gone = int((ours[name].is_null() != theirs[name].is_null()).sum())
        if most >= CLOSE or gone:
            found.append(f"{name}: 最大差 largest difference {most:g}; 缺失不同 missing differs in {gone}")
    return found


def _numbers(frame: Any) -> pl.DataFrame:
    return polars_frame(frame).select(pl.all().cast(pl.Float64))


def outcomes(known: pl.DataFrame) -> pl.DataFrame:
    """Our points, or whether a test is met as 1 and 0, a column each clause."""
    outcome = (
        pl.when(pl.col("kind") == "test").then(pl.col("met").cast(pl.Float64)).otherwise("points").alias("outcome")
    )
    scored = scorecards.score(known, rulebooks.load(BOOK)).select("city", "month", "clause", outcome)
    return scored.pivot(on="clause", index=["city", "month"], values="outcome").drop("city", "month")


def tables(say: Say) -> Iterator[Table]:
    """The tables of this subject, each as soon as it is measured."""
    for wanted, counts in COUNTS.items():
        rows = [row for count in counts for row in _rows(wanted, count, say)]
        yield Table(
            f"{BOOK}：{wanted}", HEADINGS, [row for row, _ in rows], NOTES[wanted], [aim for _, aim in rows if aim]
        )


def _rows(wanted: str, count: int, say: Say) -> list[tuple[tuple[str, ...], Aim | None]]:
    say(f"{wanted}, {number(count)}")
    known = facts(count)
    taken = measuring.medians({way: partial(verb(wanted, way), form(way, known)) for way in WAYS[wanted]})
    most = count == max(COUNTS[wanted])
    held = _held(wanted, known) if most else {}
    aimed = most and wanted == TOTALS
    return [_row(way, count, taken, held.get(way), aimed) for way in WAYS[wanted]]


def _held(wanted: str, known: pl.DataFrame) -> dict[str, Memory]:
    """The memory that each way needs, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "facts.parquet"
        known.write_parquet(kept)
        return {way: measuring.apart(_memory, wanted, way, str(kept)) for way in WAYS[wanted]}


def _memory(wanted: str, way: str, kept: str) -> Memory:
    count = LOOPED if way == LOOP else None
    return measuring.remembered(lambda: form(way, pl.read_parquet(kept, n_rows=count)), verb(wanted, way))


def _row(
    way: str, count: int, taken: dict[str, float], held: Memory | None, aimed: bool
) -> tuple[tuple[str, ...], Aim | None]:
    more = count / LOOPED if way == LOOP and count > LOOPED else 1
    about = "≈ " if more > 1 else ""
    ratio = taken[way] * more / taken[OURS]
    memory = [megabytes(part * more) for part in (held.peak, held.given)] if held else []
    told = [about + text for text in (duration(taken[way] * more), times(ratio), *memory)]
    row = number(count) if way == OURS else "", way, *told
    return row, _aim(way, count, taken[OURS], ratio) if aimed and way != OURS else None


def _aim(way: str, count: int, taken: float, ratio: float) -> Aim:
    what = f"例合计 totals: {way}"
    if way == BARE:
        return Aim(count, f"例合计，在内存 totals, in memory: {way}", taken, 1 / ratio, most=NEAR)
    return Aim(count, what, taken, ratio, least=AIMS[way])


NOTES = {
    TOTALS: (
        f"普通循环超过 {number(LOOPED)} 例按比例推算（≈）。 Beyond {number(LOOPED)} cases the loop is scaled up (≈).",
        "各例按城市、月份排好；本项目先核对输入，别的方法不核对。只读输入：把在内存的每个数加一遍。",
        "Cases come in order of city and month; the project checks its input first, the others do not.",
        "Bare read: every figure, in memory already, is added up.",
    ),
    CLAUSES: (
        "本项目还给区间、是否达标、受何约束、缺什么、依据；pandas 只给分数。",
        "The project also says interval, target, bound, what is missing and provenance; pandas gives points only.",
    ),
}
