"""Scoring many city-months by hard-2019: the project against plain Python loops, pandas and bare reading."""

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
from bench import generated, measuring, peers
from bench.measuring import Memory
from bench.tables import Aim, Table, duration, megabytes, number, times

BOOK = "hard-2019"
OURS, PANDAS, BARE = "本项目 project", "pandas", "只读输入 bare read"
WHOLE = "本项目，全部各栏 every column"
TREES, FUNCTION = "循环，逐条公式树 loop over formula trees", "循环，生成的函数 loop, generated function"
LOOPS = (TREES, FUNCTION)
TOTALS, CLAUSES = "合计 · Totals", "全部条款 · Every clause"
WAYS = {TOTALS: (OURS, TREES, FUNCTION, PANDAS, BARE), CLAUSES: (OURS, WHOLE, PANDAS)}
COUNTS = {TOTALS: (1, 1_000, 1_000_000), CLAUSES: (1, 1_000, 100_000)}
FASTER = {TREES: 500, FUNCTION: 90, PANDAS: 6}
"""How many times the others' speed the totals of the most cases are to reach."""
SLOWER, LARGEST = 4, 450e6
"""How many times pandas' time the points of every clause may take, and how many bytes."""
LOOPED = {TREES: 2_000, FUNCTION: 20_000}
"""The most cases that a loop is run on; beyond, its time is scaled up in proportion."""
MISSING, CHECKED, CLOSE = 0.02, 2_000, 1e-9
MONTHS = [f"{year}-{month:02d}" for year in range(2015, 2025) for month in range(1, 13)]
SUMS = ("passes", "points", "low", "high")
HEADINGS = (
    "例\ncases", "方法\nway", "用时\ntime", "是本项目的几倍\ntimes ours", "内存峰值\npeak memory", "其中输入\ninput"
)  # fmt: skip
WIDE, GROUPED, PIVOT = "本项目，宽表 wide", "只按城市、月份分组 bare grouping", "polars pivot"
LONG, LISTED, QUICKER, REPEATS = "长表的合计 · Totals of facts given long", 100_000, 1, 2
"""`QUICKER`: how many times as long polars' pivot of the same rows, without any scoring, is to take."""

Say = Callable[[str], None]


def facts(count: int) -> pl.DataFrame:
    """City-months in order, ten years of each city, with a figure for every fact of the rulebook; some are missing."""
    place = pl.int_range(count, eager=True)
    cities, months = (place // len(MONTHS) + 100000).cast(pl.String), pl.Series(MONTHS).gather(place % len(MONTHS))
    drawn = made_up.cities(rulebooks.load(BOOK), count, seed=2019, missing=MISSING)
    return drawn.with_columns(cities.alias("city"), months.alias("month"))


def form(way: str, wide: pl.DataFrame) -> Any:
    """The facts in the form that a way takes."""
    if way in LOOPS:
        return wide.head(LOOPED[way]).to_dicts()
    return wide.to_pandas() if way == PANDAS else wide


VERBS = {
    TOTALS: {
        OURS: scorecards.total, TREES: peers.loop, FUNCTION: generated.loop, PANDAS: peers.pandas_totals,
        BARE: lambda wide, book: summed(wide, book),
    },
    CLAUSES: {
        OURS: lambda wide, book: scorecards.score(wide, book, columns=("points",)), WHOLE: scorecards.score,
        PANDAS: peers.pandas_points,
    },
}  # fmt: skip
"""What each way does with its form of the facts and a rulebook."""


def verb(wanted: str, way: str) -> Callable[[Any], Any]:
    """What a way does with its form of the facts."""
    book = rulebooks.load(BOOK)
    return lambda given: VERBS[wanted][way](given, book)


def summed(wide: pl.DataFrame | pl.LazyFrame, book: Rulebook) -> pl.DataFrame:
    """Every figure looked at once: each fact added up."""
    return wide.lazy().select(pl.col(book.facts()).sum()).collect(engine="streaming")


def faults(count: int = CHECKED) -> list[str]:
    """Where the ways differ by more than a hair, or in what is missing."""
    wide = facts(measuring.sized(count, 300))
    ours = verb(TOTALS, OURS)(wide)
    pairs = [(way, ours.select(SUMS), _answer(TOTALS, way, wide)) for way in (*LOOPS, PANDAS)]
    pairs += [(PANDAS, outcomes(wide), _answer(CLAUSES, PANDAS, wide)), (LONG, ours, verb(TOTALS, OURS)(_long(wide)))]
    return [
        f"{way}, {fault}" for way, mine, theirs in pairs for fault in differences(*map(_numbers, _even(mine, theirs)))
    ]


def _answer(wanted: str, way: str, wide: pl.DataFrame) -> Any:
    answer = verb(wanted, way)(form(way, wide))
    return pl.DataFrame(answer, infer_schema_length=None) if way in LOOPS else answer


def _even(ours: pl.DataFrame, theirs: Any) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Both with the numbers alone."""
    others = polars_frame(theirs)
    names = [name for name in ours.columns if name not in ("scenario", "city", "month")]
    return ours.select(names), others.select(names)


def differences(ours: pl.DataFrame, theirs: pl.DataFrame) -> list[str]:
    """The columns in which two frames are not the same, and by how much."""
    found = []
    for name in ours.columns:
        most = (ours[name] - theirs[name]).abs().max() or 0.0
        gone = int((ours[name].is_null() != theirs[name].is_null()).sum())
        if most >= CLOSE or gone:
            found.append(f"{name}: 最大差 largest difference {most:g}; 缺失不同 missing differs in {gone}")
    return found


def _numbers(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(pl.all().cast(pl.Float64))


def outcomes(wide: pl.DataFrame) -> pl.DataFrame:
    """Our points, or whether a test is met as 1 and 0, a column each clause."""
    outcome = (
        pl.when(pl.col("kind") == "test").then(pl.col("met").cast(pl.Float64)).otherwise("points").alias("outcome")
    )
    scored = scorecards.score(wide, rulebooks.load(BOOK)).select("city", "month", "clause", outcome)
    return scored.pivot(on="clause", index=["city", "month"], values="outcome").drop("city", "month")


def tables(say: Say) -> Iterator[Table]:
    """The tables of this subject, each as soon as it is measured."""
    for wanted, counts in COUNTS.items():
        rows, aims = [], []
        for count in map(measuring.sized, counts):
            more, aims = _measured(wanted, count, say, last=count == measuring.sized(counts[-1]))
            rows += more
        yield Table(f"{BOOK}：{wanted}", HEADINGS, rows, NOTES[wanted], aims)
    yield _listed(say)


def _measured(wanted: str, count: int, say: Say, last: bool) -> tuple[list[tuple[str, ...]], list[Aim]]:
    """The rows of so many cases; of the last block, the memory and the aims too."""
    say(f"{wanted}, {number(count)}")
    wide = facts(count)
    seconds = measuring.medians({way: partial(verb(wanted, way), form(way, wide)) for way in WAYS[wanted]})
    seconds |= {way: seconds[way] * max(1, count / LOOPED[way]) for way in LOOPS if way in seconds}
    memory = _memories(wanted, wide) if last else {}
    rows = [_row(way, count, seconds, memory.get(way)) for way in WAYS[wanted]]
    return rows, _aims(wanted, count, seconds, memory[OURS]) if last else []


def _memories(wanted: str, wide: pl.DataFrame) -> dict[str, Memory]:
    """The memory that each way needs, each in a process of its own; a loop over a part says nothing of the whole."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.parquet"
        wide.write_parquet(path)
        ways = [way for way in WAYS[wanted] if way not in LOOPS]
        return {way: measuring.apart(_memory, wanted, way, str(path)) for way in ways}


def _memory(wanted: str, way: str, path: str) -> Memory:
    return measuring.remembered(lambda: form(way, pl.read_parquet(path)), verb(wanted, way))


def _row(way: str, count: int, seconds: dict[str, float], memory: Memory | None) -> tuple[str, ...]:
    about = "≈ " if count > LOOPED.get(way, count) else ""
    cells = [duration(seconds[way]), times(seconds[way] / seconds[OURS])]
    sizes = [megabytes(size) for size in (memory.peak, memory.given)] if memory else ["", ""]
    return (number(count) if way == OURS else "", way, *(about + cell for cell in cells), *sizes)


def _aims(wanted: str, count: int, seconds: dict[str, float], memory: Memory) -> list[Aim]:
    ours = seconds[OURS]
    if wanted == TOTALS:
        what = "例合计 totals"
        return [Aim(count, f"{what}: {way}", ours, seconds[way] / ours, least=least) for way, least in FASTER.items()]
    what = "例全部条款 every clause"
    return [
        Aim(count, f"{what}: {PANDAS}，只给分数 points only", ours, ours / seconds[PANDAS], most=SLOWER),
        Aim(count, f"{what}: 内存 memory", ours, memory.peak, most=LARGEST, text=megabytes),
    ]


def _listed(say: Say) -> Table:
    """Facts given long, a row a figure, beside the same given wide and what grouping them takes at the least."""
    count = measuring.sized(LISTED)
    say(f"{LONG}, {number(count)}")
    wide = facts(count)
    long, book = _long(wide), rulebooks.load(BOOK)
    keys, value = ["city", "month"], pl.col("value")
    ways = {
        OURS: partial(scorecards.total, long, book),
        WIDE: partial(scorecards.total, wide, book),
        GROUPED: lambda: long.lazy().group_by(keys).agg(value.sum()).collect(engine="streaming"),
        PIVOT: lambda: long.pivot(on="fact", index=keys, values="value"),
    }
    seconds = measuring.medians(ways, REPEATS)
    rows = [_row(way, count, seconds, None)[:4] for way in ways]
    ours, what = seconds[OURS], f"例长表合计 totals of long facts: {PIVOT}"
    aim = Aim(count, what, ours, seconds[PIVOT] / ours, least=QUICKER)
    return Table(LONG, HEADINGS[:4], rows, NOTES[LONG], [aim])


def _long(wide: pl.DataFrame) -> pl.DataFrame:
    return wide.unpivot(index=["city", "month"], variable_name="fact", value_name="value").drop_nulls()


NOTES = {
    TOTALS: (
        f"循环只跑 {LOOPED[TREES]:,} 或 {LOOPED[FUNCTION]:,} 例，再按比例推算（≈）；生成的函数由公式写成。",
        f"The loops run over {LOOPED[TREES]:,} and {LOOPED[FUNCTION]:,} cases and are scaled up (≈); the generated",
        "function is one Python function written from the formulas.",
        "各例按城市、月份排好；本项目先核对输入，别的方法不核对。只读输入：把在内存的每个数加一遍。",
        "Cases come in order of city and month; the project checks its input first, the others do not.",
        "Bare read: every figure, in memory already, is added up.",
    ),
    CLAUSES: (
        "第一、三行只给分数；全部各栏还有区间、是否达标、受何约束、缺报数据、依据。本项目给长表，每条一行，带城市、月份。",
        "Points alone, but for the second row: interval, target, bound, what is missing and provenance too. The",
        "project's rows are long, one a clause with its city and month; those of pandas are wide, without them.",
    ),
    LONG: (
        "长表每行一个数；分组、pivot 都不评分。 Long: a row a figure; grouping and pivot do not score.",
    ),
}  # fmt: skip
