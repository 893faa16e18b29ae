"""A nation's registers measured into facts: the project against DuckDB, pandas and Spark, and its need of memory."""

from __future__ import annotations

import statistics
import sys
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
from bench.measuring import Memory, timed
from bench.scoring import Say
from bench.tables import Aim, Table, duration, megabytes, number, times

OURS, DUCK, PANDAS, SPARK = "本项目 project", "DuckDB SQL", "pandas", "PySpark local[2]"
FIRST = "同上，连同启动 with its start"
WAYS = (OURS, DUCK, PANDAS, SPARK)
AIMS = {DUCK: 1, PANDAS: 4, SPARK: 8}
"""How many times ours the others are to take."""
REGISTER, MASTER = "penalties", "local[2]"
REPEATS, SPARK_REPEATS, WHOLE_REPEATS = 5, 2, 2
MOST = 0.5
"""The share of the data's size in memory that measuring may need."""
USED = ("city", "decided_on", "reported_on", "waited", "compliant", "concealed")
PENALTIES, WHOLE = "行政处罚的全部指标 · All facts of penalties", "三个台账的全部指标 · All facts of three registers"
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
        frames = {way: measuring.apart(answered, way, size) for way in WAYS}
    return [f"{PENALTIES}, {way}" for way, frame in frames.items() if not frame.equals(frames[OURS])]


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
    days = when.number("disclosure_deadline")
    return SQL.format(end=when.end, latest=when.calendar.latest_start(when.end, days), days=days)  # type: ignore[union-attr]


def _in_duckdb(asked: str, paths: list[Path]) -> pl.DataFrame:
    with duckdb.connect() as connection:
        connection.execute("set enable_progress_bar = false")
        connection.read_parquet([str(path) for path in paths]).create_view("penalties")
        answer = connection.sql(asked)
        return pl.DataFrame(answer.fetchall(), schema=answer.columns, orient="row")


def _in_spark(session: Any, asked: str, paths: list[Path]) -> pl.DataFrame:
    spark.scan_spark_rows(session, REGISTERS[REGISTER], paths).createOrReplaceTempView("penalties")
    answer = session.sql(asked)
    return pl.DataFrame([tuple(row) for row in answer.collect()], schema=answer.columns, orient="row")


def _in_pandas(paths: list[Path], when: Moment) -> pl.DataFrame:
    frame = pd.read_parquet([str(path) for path in paths], columns=list(USED), dtype_backend="pyarrow")
    days = when.number("disclosure_deadline")
    latest = when.calendar.latest_start(when.end, days)  # type: ignore[union-attr]
    flags = {name: frame[name].fillna(False).astype(bool) for name in ("compliant", "concealed")}
    reported = (frame["reported_on"] <= when.end).fillna(False).astype(bool)
    counted = {
        "disclosure_records": reported,
        "disclosure_compliant": reported & flags["compliant"],
        "disclosure_concealed": flags["concealed"] & ~reported,
        "disclosure_omitted": (frame["decided_on"] <= latest).astype(bool) & ~reported & ~flags["concealed"],
        "disclosure_late": reported & (frame["waited"] > days).fillna(False).astype(bool),
        "penalties": (frame["decided_on"] <= when.end).astype(bool),
        "penalties_reported": reported,
    }
    return pl.from_pandas(
        pd.DataFrame(counted).groupby(frame["city"].to_numpy()).sum().rename_axis("city").reset_index()
    )


def tables(say: Say) -> Iterator[Table]:
    """The tables of this subject, each as soon as it is measured."""
    full = big.wanted()
    say(f"台账 made-up registers, {number(full.penalties)}")
    with big.home(full):
        rows, aims = _rows(full, say)
        yield Table(PENALTIES, (*HEADINGS, "是本项目的几倍\ntimes ours", PEAK), rows, NOTES[PENALTIES], aims)
        row, aim = _whole(full, say)
        yield Table(WHOLE, (*HEADINGS, PEAK, "数据\ndata", "占比\nshare"), [row], NOTES[WHOLE], [aim])


def _rows(size: Size, say: Say) -> tuple[list[tuple[str, ...]], list[Aim]]:
    seconds, ratios, spark_memory = _measured(size, say)
    memory = {way: measuring.apart(_memory, way, size) for way in WAYS if way != SPARK} | {SPARK: spark_memory}
    rows = [
        (number(size.penalties) if way == OURS else "", way, duration(seconds[way]), times(ratios[way]),
         megabytes(memory[way].peak) if way in memory else "")
        for way in (*WAYS, FIRST)
    ]  # fmt: skip
    what, ours = "行计成指标 rows to facts", seconds[OURS]
    return rows, [Aim(size.penalties, f"{what}: {way}", ours, ratios[way], least=least) for way, least in AIMS.items()]


def _measured(size: Size, say: Say) -> tuple[dict[str, float], dict[str, float], Memory]:
    """Seconds each way takes, and how many times ours; slow Spark takes turns with ours apart from the others."""
    say(f"{PENALTIES}, {number(size.penalties)}")
    with ExitStack() as opened:
        ways = {way: prepared(way, size, opened) for way in WAYS if way != SPARK}
        seconds = measuring.medians(ways, REPEATS)
        say(SPARK)
        beside = measuring.medians({OURS: ways[OURS], SPARK: prepared(SPARK, size, opened)}, SPARK_REPEATS)
    first, memory = measuring.apart(_first, size)
    ratios = {way: each / seconds[OURS] for way, each in seconds.items()}
    ratios |= {SPARK: beside[SPARK] / beside[OURS], FIRST: first / beside[OURS]}
    return seconds | {SPARK: beside[SPARK], FIRST: first}, ratios, memory


def _first(size: Size) -> tuple[float, Memory]:
    """Seconds from a process without Spark to its answer, and the memory for it."""
    with ExitStack() as opened:
        return timed(
            lambda: measuring.remembered(lambda: prepared(SPARK, size, opened), lambda run: run()),
        )


def _memory(way: str, size: Size) -> Memory:
    with ExitStack() as opened:
        return measuring.remembered(lambda: prepared(way, size, opened), lambda run: run())


def whole(size: Size) -> pl.DataFrame:
    """FACTS of every city: all that the registers of `big` give, within `big.home`, with progress shown."""
    return city_facts.measure_cities(big.cities(size), load_moment(big.MONTH), big.delivered(size), each=_progress)


def _progress(done: int, count: int) -> None:
    print(f"\r        {done}/{count}", end="" if done < count else "\n", file=sys.stderr, flush=True)


def _whole(size: Size, say: Say) -> tuple[tuple[str, ...], Aim]:
    say(WHOLE)
    runs = [measuring.apart(_whole_apart, size) for _ in range(max(1, measuring.repeated(WHOLE_REPEATS)))]
    seconds, peak = statistics.median(each for each, _ in runs), max(memory.peak for _, memory in runs)
    rows = size.penalties + size.codes + size.loans
    data = sum(measuring.apart(_loaded, register, size) for register in big.MONTHS)
    what = "行计成指标 rows to facts: 内存占比 share of memory"
    aim = Aim(rows, what, seconds, peak / data, most=MOST, text="{:.0%}".format)
    return (number(rows), OURS, duration(seconds), megabytes(peak), megabytes(data), f"{peak / data:.0%}"), aim


def _whole_apart(size: Size) -> tuple[float, Memory]:
    return timed(lambda: measuring.remembered(lambda: size, whole))


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
        f"都从 Parquet 读起（每城每月一个文件）；Spark 只轮流重复 {SPARK_REPEATS} 次，内存连同 Java，启动一次。",
        f"All read Parquet, a file a city and month. Spark: {SPARK_REPEATS} repeats in turn, its memory with Java's.",
        "DuckDB and pandas (by pyarrow) use all cores; DuckDB and Spark are given the same SQL.",
    ),
    WHOLE: (
        f"行政处罚、代码、贷款；单独进程，{WHOLE_REPEATS} 次的中位数；数据：计量所读的列全部装入内存的大小。",
        f"Penalties, codes and loans, in a process of its own, median of {WHOLE_REPEATS}.",
        "Data: the columns that are read, all in memory at once.",
    ),
}
