"""Codes checked and duplicates found: the project against python-stdnum, DuckDB, plain polars and bare reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import duckdb
import polars as pl
from stdnum.cn import uscc

from analysis import identifiers
from bench import big, measuring
from bench.big import Size
from bench.measuring import Memory
from bench.scoring import Say
from bench.tables import Aim, Table, duration, megabytes, number, times

OURS, MEMORY, ROWS = "本项目 project", "本项目，已在内存 in memory", "python-stdnum"
PLAIN, BARE = "polars 表达式 expressions", "只读该列 bare read"
DUCK, GROUPED = "DuckDB GROUP BY", "polars group_by"
CHECKS, DUPLICATES = (MEMORY, ROWS, OURS, PLAIN, BARE), (OURS, DUCK, GROUPED)
CHECK, TWICE = "代码校验 · Codes checked", "重码 · Codes on several bodies"
SAMPLE = 20_000
"""The most codes that python-stdnum is run on; beyond, its time is scaled up in proportion."""
FORMAL = sum(identifiers.failure_bit(name) for name in ("length", "alphabet", "check_character"))
"""What python-stdnum checks: not whether department, division and organisation code exist."""
FASTER, NEAR, TWICE_AS_FAST, REPEATS = 200, 5, 2, 3
"""How many times ours python-stdnum is to take, and ours the bare reading; and, for duplicates, DuckDB ours."""
SQL = """
select code, count(distinct name) others from read_parquet($1) group by code having others > 1 order by code
"""
HEADINGS = ("代码\ncodes", "方法\nway", "用时\ntime", "是本项目的几倍\ntimes ours", "内存峰值\npeak memory")


def faults(size: Size = big.FEW) -> list[str]:
    """Where the ways do not find the same."""
    with big.home(size):
        return _check_faults(size) + _duplicate_faults(size)


def _check_faults(size: Size) -> list[str]:
    faulty = {way: check(way, size)() for way in (OURS, MEMORY, PLAIN)}
    found = [f"{way}: {faulty}" for way in (MEMORY, PLAIN) if faulty[way] != faulty[OURS]]
    formal = sum((identifiers.fault_masks(_sample(size)) & FORMAL) != 0)
    rows = check(ROWS, size)()
    return found if rows == formal else [*found, f"{ROWS}: {rows}, {OURS}: {formal}"]


def _duplicate_faults(size: Size) -> list[str]:
    found = {way: duplicates(way, size)() for way in DUPLICATES}
    return [f"{TWICE}, {way}" for way, frame in found.items() if frame.rows() != found[OURS].rows()]


def check(way: str, size: Size) -> Callable[[], int]:
    """How many codes of the register fail; bare reading only counts their bytes."""
    code, codes = pl.col("code"), big.scan("codes", size)
    asked = {
        OURS: (identifiers.fault_mask(code) != 0).sum(),
        PLAIN: (identifiers.fault_mask_expression(code) != 0).sum(),
        BARE: code.str.len_bytes().sum(),
    }
    if way == ROWS:
        return partial(_row_by_row, _sample(size).to_list())
    if way == MEMORY:
        return partial(_in_memory, codes.select("code").collect()["code"].rechunk())
    return lambda: codes.select(asked[way]).collect(engine="streaming").item()


def _row_by_row(codes: list[str]) -> int:
    return sum(not uscc.is_valid(code) for code in codes)


def _in_memory(codes: pl.Series) -> int:
    return (identifiers.fault_masks(codes) != 0).sum()


def _sample(size: Size) -> pl.Series:
    return big.scan("codes", size).select("code").head(SAMPLE).collect()["code"]


def duplicates(way: str, size: Size) -> Callable[[], pl.DataFrame]:
    """The codes that stand with several names, and how many."""
    paths, codes = [str(path) for path in big.paths("codes", size)], big.scan("codes", size)
    others = pl.col("name").n_unique().alias("others")
    grouped = codes.group_by("code").agg(others).filter(pl.col("others") > 1).sort("code")
    return {
        OURS: lambda: identifiers.shared_keys(codes, "code", "name"),
        DUCK: lambda: _in_duckdb(paths),
        GROUPED: lambda: grouped.collect(engine="streaming"),
    }[way]


def _in_duckdb(paths: list[str]) -> pl.DataFrame:
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        rows = connection.execute(SQL, [paths]).fetchall()
    return pl.DataFrame(rows, schema=["code", "others"], orient="row")


def tables(say: Say) -> Iterator[Table]:
    """The tables of this subject, each as soon as it is measured."""
    size = big.wanted()
    say(f"台账 made-up registers, {number(size.codes)}")
    with big.home(size):
        for what in (CHECK, TWICE):
            say(f"{what}, {number(size.codes)}")
            yield _measured(what, size)


def _measured(what: str, size: Size) -> Table:
    prepare, ways = VERBS[what]
    seconds = measuring.medians({way: prepare(way, size) for way in ways}, REPEATS)
    seconds |= {ROWS: seconds[ROWS] * max(1, size.codes / SAMPLE)} if ROWS in seconds else {}
    ratios = {way: each / seconds[MEMORY if way in (MEMORY, ROWS) else OURS] for way, each in seconds.items()}
    peaks = {way: measuring.apart(_memory, what, way, size).peak for way in ways if way != ROWS}
    rows = [
        ("" if place else number(size.codes), way, *_cells(way, size, seconds[way], ratios[way]),
         megabytes(peaks[way]) if way in peaks else "–")
        for place, way in enumerate(ways)
    ]  # fmt: skip
    return Table(what, HEADINGS, rows, NOTES[what], AIMS[what](size.codes, seconds, ratios))


def _cells(way: str, size: Size, seconds: float, ratio: float) -> tuple[str, str]:
    about = "≈ " if way == ROWS and size.codes > SAMPLE else ""
    return about + duration(seconds), about + times(ratio)


def _check_aims(count: int, seconds: dict[str, float], ratios: dict[str, float]) -> list[Aim]:
    what = "个代码校验 codes checked"
    return [
        Aim(count, f"{what}: {ROWS}", seconds[MEMORY], ratios[ROWS], least=FASTER),
        Aim(count, f"{what}，从文件 from files: {BARE}", seconds[OURS], 1 / ratios[BARE], most=NEAR),
    ]


def _duplicate_aims(count: int, seconds: dict[str, float], ratios: dict[str, float]) -> list[Aim]:
    return [Aim(count, f"个代码找重 duplicates: {DUCK}", seconds[OURS], ratios[DUCK], least=TWICE_AS_FAST)]


VERBS = {CHECK: (check, CHECKS), TWICE: (duplicates, DUPLICATES)}
AIMS = {CHECK: _check_aims, TWICE: _duplicate_aims}


def _memory(what: str, way: str, size: Size) -> Memory:
    prepare, _ = VERBS[what]
    return measuring.remembered(lambda: prepare(way, size), lambda run: run())


NOTES = {
    CHECK: (
        f"前两种代码都已在内存；python-stdnum 逐行，超过 {number(SAMPLE)} 个按比例推算（≈），只查长度、字符、校验码。",
        "The first two have the codes in memory; python-stdnum goes row by row and checks less;",
        f"beyond {number(SAMPLE)} codes it is scaled up (≈).",
        f"其余从 Parquet 读起；本项目的目标是不超过只读该列的 {NEAR} 倍。",
        f"The others read Parquet; the project is to take no more than {NEAR} times the bare reading.",
    ),
    TWICE: (
        "从 Parquet 读代码与名称；DuckDB 用全部核心。",
        "Codes and names are read from Parquet; DuckDB uses all cores.",
    ),
}
