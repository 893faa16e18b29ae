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

OURS, HELD, ROWS = "本项目 project", "本项目，已在内存 in memory", "python-stdnum"
PLAIN, BARE = "polars 表达式 expressions", "只读该列 bare read"
DUCK, GROUPED = "DuckDB GROUP BY", "polars group_by"
CHECKS, DUPLICATES = (HELD, ROWS, OURS, PLAIN, BARE), (OURS, DUCK, GROUPED)
CHECK, TWICE = "代码校验 · Codes checked", "重码 · Codes on several bodies"
SOME = 0.1
"""The share of the full size at which codes are checked besides: two million."""
SAMPLE = 20_000
"""The most codes that python-stdnum is run on; beyond, its time is scaled up in proportion."""
FORMAL = sum(identifiers.failure_bit(name) for name in ("length", "alphabet", "check_character"))
"""What python-stdnum checks: not whether department, division and organisation code exist."""
FASTER, NEAR, TWICE_AS_FAST = 300, 2.2, 2
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
    faulty = {way: check(way, size)() for way in (OURS, HELD, PLAIN)}
    found = [f"{way}: {faulty}" for way in (HELD, PLAIN) if faulty[way] != faulty[OURS]]
    formal = sum((identifiers.fault_masks(_sample(size)) & FORMAL) != 0)
    rows = check(ROWS, size)()
    return found if rows == formal else [*found, f"{ROWS}: {rows}, {OURS}: {formal}"]


def _duplicate_faults(size: Size) -> list[str]:
    made = {way: duplicates(way, size)() for way in DUPLICATES}
    return [f"{TWICE}, {way}" for way, held in made.items() if held.rows() != made[OURS].rows()]


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
    if way == HELD:
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
        made = connection.execute(SQL, [paths]).fetchall()
    return pl.DataFrame(made, schema=["code", "others"], orient="row")


def tables(say: Say) -> Iterator[Table]:
    """The tables of this subject, each as soon as it is measured."""
    full = big.wanted()
    say(f"登记簿 made-up registers, {number(full.codes)}")
    with big.home(full):
        made = [_check_rows(size, say) for size in (full.share(SOME), full)]
        yield Table(CHECK, HEADINGS, [row for rows, _ in made for row in rows], NOTES[CHECK], made[-1][1])
        rows, aims = _duplicate_rows(full, say)
        yield Table(TWICE, HEADINGS, rows, NOTES[TWICE], aims)


def _check_rows(size: Size, say: Say) -> tuple[list[tuple[str, ...]], list[Aim]]:
    say(f"{CHECK}, {number(size.codes)}")
    taken = measuring.medians({way: check(way, size) for way in CHECKS})
    taken[ROWS] *= max(1, size.codes / SAMPLE)
    ratios = {way: each / taken[HELD if way in (HELD, ROWS) else OURS] for way, each in taken.items()}
    held = {way: measuring.apart(_memory, "check", way, size) for way in CHECKS if way != ROWS}
    what = "个代码校验 codes checked"
    aims = [
        Aim(size.codes, f"{what}: {ROWS}", taken[HELD], ratios[ROWS], least=FASTER),
        Aim(size.codes, f"{what}，从文件 from files: {BARE}", taken[OURS], 1 / ratios[BARE], most=NEAR),
    ]
    return _rows(size, taken, ratios, held), aims


def _duplicate_rows(size: Size, say: Say) -> tuple[list[tuple[str, ...]], list[Aim]]:
    say(f"{TWICE}, {number(size.codes)}")
    taken = measuring.medians({way: duplicates(way, size) for way in DUPLICATES})
    ratios = {way: each / taken[OURS] for way, each in taken.items()}
    held = {way: measuring.apart(_memory, "duplicates", way, size) for way in DUPLICATES}
    aim = Aim(size.codes, f"个代码找重 duplicates: {DUCK}", taken[OURS], ratios[DUCK], least=TWICE_AS_FAST)
    return _rows(size, taken, ratios, held), [aim]


def _memory(what: str, way: str, size: Size) -> Memory:
    made = {"check": check, "duplicates": duplicates}[what]
    return measuring.remembered(lambda: made(way, size), lambda run: run())


def _rows(
    size: Size, taken: dict[str, float], ratios: dict[str, float], held: dict[str, Memory]
) -> list[tuple[str, ...]]:
    rows = []
    for place, way in enumerate(taken):
        about = "≈ " if way == ROWS and size.codes > SAMPLE else ""
        told = about + duration(taken[way]), about + times(ratios[way])
        peak = megabytes(held[way].peak) if way in held else "–"
        rows.append(("" if place else number(size.codes), way, *told, peak))
    return rows


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
