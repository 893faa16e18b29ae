"""A nation's registers measured into facts: the project against DuckDB, pandas and Spark, and its need of memory."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import polars as pl

from analysis.facts.measured.registry import MEASURES, Measure, Moment, load_moment
from analysis.facts.measuring import city_facts, spark
from analysis.facts.measuring.passes import count_measures
from analysis.registers import REGISTERS
from bench import big, measuring
from bench.big import Size
from bench.measuring import Memory
from bench.scoring import Say
from bench.tables import Aim, Table, duration, megabytes, number, times

OURS, DUCK, PANDAS, SPARK = "本项目 project", "DuckDB SQL", "pandas", "PySpark local[2]"
FIRST = "同上，连同启动 with its start"
WAYS = (OURS, DUCK, PANDAS, SPARK)
AIMS = {DUCK: 1, PANDAS: 5, SPARK: 15}
"""How many times ours the others are to take."""
REGISTER, MASTER = "penalties", "local[2]"
SPARK_REPEATS = WHOLE_REPEATS = 3
MOST = 0.25
"""The share of the data's size in memory that measuring may need."""
USED = ("city", "decided_on", "reported_on", "waited", "compliant", "concealed")
PENALTIES, WHOLE = "行政处罚的全部指标 · All facts of penalties", "三个登记簿的全部指标 · All facts of three registers"
HEADINGS, PEAK = ("行\nrows", "方法\nway", "用时\ntime"), "内存峰值\npeak memory"
SQL = """
select city,
  count(*) filter (where reported_on <= date '{end}') disclosure_records,
  count(*) filter (where reported_on <= date '{end}' and compliant) disclosure_compliant,
  count(*) filter (where concealed and not coalesce(reported_on <= date '{end}', false)) disclosure_concealed,
  count(*) filter (where decided_on <= date '{latest}' and not coalesce(reported_on <= date '{end}', false)
    and not coalesce(concealed, false)) disclosure_omitted,
  count(*) filter (where reported_on <= date '{end}' and waited > {days}) disclosure_late,
  count(*) filter (where decided_on <= date '{end}') penalties,
  count(*) filter (where reported_on <= date '{end}') penalties_reported
from penalties group by city
"""

Run = Callable[[], Any]


def faults(size: Size = big.FEW) -> list[str]:
    """Where the ways to the facts of penalties differ."""
    with big.home(size):
        made = {way: measuring.apart(answered, way, size) for way in WAYS}
    return [f"{PENALTIES}, {way}" for way, held in made.items() if not held.equals(made[OURS])]


def answered(way: str, size: Size) -> pl.DataFrame:
    """A way's answer; for a process of its own, as two sessions of Spark do not go well in one."""
    with ExitStack() as opened:
        return _sorted(prepared(way, size, opened)())


def _sorted(facts: Any) -> pl.DataFrame:
    """A way's answer as `city` and a column each fact, whole numbers."""
    wide = facts.pivot(on="fact", index="city", values="value") if "fact" in facts.columns else facts
    return wide.select("city", *_names()).fill_null(0).cast(pl.Int64).sort("city")


def _names() -> list[str]:
    return [name for name, measure in MEASURES.items() if REGISTER in measure.registers]


def prepared(way: str, size: Size, opened: ExitStack) -> Run:
    """A way to the facts of penalties, from the files to the figures, within `big.home`; `opened` keeps Spark up."""
    when = load_moment(big.MONTH)
    asked, paths = _sql(when), big.paths(REGISTER, size)
    if way == OURS:
        return lambda: count_measures(_measures(), {REGISTER: nw.from_native(big.scan(REGISTER, size))}, when)
    if way == DUCK:
        return partial(_in_duckdb, asked, paths)
    if way == PANDAS:
        return partial(_in_pandas, paths, when)
    return partial(_in_spark, opened.enter_context(spark.spark_session(MASTER)), asked, paths)


def _measures() -> list[Measure]:
    """The measures of penalties, of this register alone where they count others too."""
    return [replace(MEASURES[name], registers=(REGISTER,)) for name in _names()]


def _sql(when: Moment) -> str:
    days = int(when.values["disclosure_deadline"])
    return SQL.format(end=when.end, latest=when.calendar.latest_start(when.end, days), days=days)  # type: ignore[union-attr]


def _in_duckdb(asked: str, paths: list[Path]) -> pl.DataFrame:
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        connection.read_parquet([str(path) for path in paths]).create_view("penalties")
        made = connection.sql(asked)
        return pl.DataFrame(made.fetchall(), schema=made.columns, orient="row")


def _in_spark(session: Any, asked: str, paths: list[Path]) -> pl.DataFrame:
    spark.scan_spark_rows(session, REGISTERS[REGISTER], paths).createOrReplaceTempView("penalties")
    made = session.sql(asked)
    return pl.DataFrame([tuple(row) for row in made.collect()], schema=made.columns, orient="row")


def _in_pandas(paths: list[Path], when: Moment) -> pl.DataFrame:
    frame = pd.read_parquet([str(path) for path in paths], columns=list(USED), dtype_backend="pyarrow")
    days = int(when.values["disclosure_deadline"])
    latest = when.calendar.latest_start(when.end, days)  # type: ignore[union-attr]
    known = {name: frame[name].fillna(False).astype(bool) for name in ("compliant", "concealed")}
    reported = (frame["reported_on"] <= when.end).fillna(False).astype(bool)
    met = {
        "disclosure_records": reported,
        "disclosure_compliant": reported & known["compliant"],
        "disclosure_concealed": known["concealed"] & ~reported,
        "disclosure_omitted": (frame["decided_on"] <= latest).astype(bool) & ~reported & ~known["concealed"],
        "disclosure_late": reported & (frame["waited"] > days).fillna(False).astype(bool),
        "penalties": (frame["decided_on"] <= when.end).astype(bool),
        "penalties_reported": reported,
    }
    return pl.from_pandas(pd.DataFrame(met).groupby(frame["city"].to_numpy()).sum().rename_axis("city").reset_index())


def tables(say: Say) -> Iterator[Table]:
    """The tables of this subject, each as soon as it is measured."""
    full = big.wanted()
    say(f"登记簿 made-up registers, {number(full.penalties)}")
    with big.home(full):
        rows, aims = _rows(full, say)
        yield Table(PENALTIES, (*HEADINGS, "是本项目的几倍\ntimes ours", PEAK), rows, NOTES[PENALTIES], aims)
        row, aim = _whole(full, say)
        yield Table(WHOLE, (*HEADINGS, PEAK, "数据\ndata", "占比\nshare"), [row], NOTES[WHOLE], [aim])


def _rows(size: Size, say: Say) -> tuple[list[tuple[str, ...]], list[Aim]]:
    taken, ratios = _taken(size, say)
    held = {way: measuring.apart(_memory, way, size) for way in WAYS}
    rows = []
    for way in (*WAYS, FIRST):
        peak = megabytes(held[way].peak) if way in held else ""
        told = duration(taken[way]), times(ratios[way]), peak
        rows.append((number(size.penalties) if way == OURS else "", way, *told))
    what = "行计成指标 rows to facts"
    return rows, [
        Aim(size.penalties, f"{what}: {way}", taken[OURS], ratios[way], least=least) for way, least in AIMS.items()
    ]


def _taken(size: Size, say: Say) -> tuple[dict[str, float], dict[str, float]]:
    """Seconds each way takes, and how many times ours; slow Spark takes turns with ours apart from the others."""
    say(f"{PENALTIES}, {number(size.penalties)}")
    with ExitStack() as opened:
        ways = {way: prepared(way, size, opened) for way in WAYS if way != SPARK}
        taken = measuring.medians(ways)
        say(SPARK)
        beside = measuring.medians({OURS: ways[OURS], SPARK: prepared(SPARK, size, opened)}, SPARK_REPEATS)
    first = statistics.median(measuring.apart(_first, size) for _ in range(SPARK_REPEATS))
    ratios = {way: each / taken[OURS] for way, each in taken.items()}
    ratios |= {SPARK: beside[SPARK] / beside[OURS], FIRST: first / beside[OURS]}
    return taken | {SPARK: beside[SPARK], FIRST: first}, ratios


def _first(size: Size) -> float:
    """Seconds from a process without Spark to its answer."""
    began = time.perf_counter()
    with ExitStack() as opened:
        prepared(SPARK, size, opened)()
        return time.perf_counter() - began


def _memory(way: str, size: Size) -> Memory:
    with ExitStack() as opened:
        return measuring.remembered(lambda: prepared(way, size, opened), lambda run: run())


def whole(size: Size) -> pl.DataFrame:
    """FACTS of every city: all that the registers of `big` give, within `big.home`, with progress shown."""
    return city_facts.measure_cities(big.cities(size), load_moment(big.MONTH), big.told(size), each=_progress)


def _progress(done: int, count: int) -> None:
    print(f"\r        {done}/{count}", end="" if done < count else "\n", file=sys.stderr, flush=True)


def _whole(size: Size, say: Say) -> tuple[tuple[str, ...], Aim]:
    say(WHOLE)
    runs = [measuring.apart(_whole_apart, size) for _ in range(WHOLE_REPEATS)]
    taken, peak = statistics.median(taken for taken, _ in runs), max(held.peak for _, held in runs)
    rows = size.penalties + size.codes + size.loans
    data = sum(measuring.apart(_loaded, register, size) for register in big.MONTHS)
    what = "行计成指标 rows to facts: 内存占比 share of memory"
    aim = Aim(rows, what, taken, peak / data, most=MOST, told="{:.0%}".format)
    return (number(rows), OURS, duration(taken), megabytes(peak), megabytes(data), f"{peak / data:.0%}"), aim


def _whole_apart(size: Size) -> tuple[float, Memory]:
    began = time.perf_counter()
    held = measuring.remembered(lambda: size, whole)
    return time.perf_counter() - began, held


def _loaded(register: str, size: Size) -> int:
    """What the columns of a register that the facts need take in memory."""
    return big.scan(register, size).select(READ[register]).collect().estimated_size()


READ = {
    "penalties": USED,
    "codes": ("city", "month", "code", "name", "kind", "status", "legacy", "converted_on", "corrected_on", "faults"),
    "loans": ("city", "amount", "platform", "granted_on"),
}
NOTES = {
    PENALTIES: (
        f"都从 Parquet 读起（每城每月一个文件）；Spark 只轮流重复 {SPARK_REPEATS} 次，内存连同 Java。",
        f"All read Parquet, a file a city and month. Spark: {SPARK_REPEATS} repeats in turn, its memory with Java's.",
        "DuckDB and pandas (by pyarrow) use all cores; DuckDB and Spark are given the same SQL.",
    ),
    WHOLE: (
        f"行政处罚、代码、贷款；单独进程，{WHOLE_REPEATS} 次的中位数；数据：计量所读的列全部装入内存的大小。",
        f"Penalties, codes and loans, in a process of its own, median of {WHOLE_REPEATS}.",
        "Data: the columns that are read, all in memory at once.",
    ),
}
