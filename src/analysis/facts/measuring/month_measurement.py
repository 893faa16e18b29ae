"""A month measured from start to end: deliveries read, facts counted, what was set aside listed (当月计量).

The engines that count: polars on this machine, Spark for registers too large for one (计算引擎).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from analysis.facts.measured.registry import Moment, load_moment
from analysis.facts.measuring import city_facts, spark
from analysis.facts.measuring.attempts import CountingAttempts
from analysis.facts.measuring.register_deliveries import Deliveries, Each, delivery_months, refresh_deliveries
from analysis.paths import display_path, root
from analysis.problems import InputError, Problem, Problems, did_you_mean
from analysis.registers import REGISTERS, Register, quarantine, sorted_registers

POLARS, SPARK = "polars", "spark"
ENGINES = (POLARS, SPARK)


@dataclass(frozen=True)
class MonthMeasurement:
    """What a month's measuring gave: FACTS, the deliveries they rest on, and the lists of rows set aside.

    `cities`: those measured, by code; one that delivered nothing is among the deliveries' `unread`.

    `uncounted`: a problem for each fact that the engine could not count; among the FACTS it is missing.
    """

    cities: tuple[str, ...]
    facts: pl.DataFrame
    deliveries: Deliveries
    quarantines: tuple[Path, ...]
    uncounted: tuple[Problem, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every file was read, no row was set aside or wrongly called a person's, and every fact counted."""
        aside = int(self.deliveries.tables.select(pl.sum_horizontal("set_aside", "disputed").sum()).item())
        return not self.deliveries.unread and not aside and not self.uncounted


def measure_month(
    cities: Sequence[str],
    month: str,
    engine: str = POLARS,
    master: str = "",
    each: Each = lambda *_: None,
    counting: city_facts.Each = lambda *_: None,
) -> MonthMeasurement:
    """Measure a month for some cities, by code. `each` is told what is read, `counting` how many cities are counted.

    Writes the sorted registers and, for each city, `quarantine.csv`, `noted.csv` and its counts by kind,
    `noted_summary.csv`, under `data/encoded`; the facts are given back.
    A city that delivered nothing for the month is told, the others go on. Raises `InputError` where none did.
    """
    when, attempts = load_moment(month), CountingAttempts()
    deliveries = refresh_deliveries(tuple(dict.fromkeys(cities)), when, each)
    there = _delivered(cities, month, deliveries.tables)
    absent = [_nothing(city, month) for city in cities if city not in there]
    if not there:
        raise InputError([*deliveries.unread, *(absent or [_nothing("*", month)])])
    with engine_frames(engine, master, there, when) as registers:
        beside = None if engine == POLARS else registers
        figures = city_facts.measure_cities(there, when, deliveries.tables, beside, attempts, counting)
    listed = tuple(_quarantine(city, month, deliveries.tables.filter(pl.col("city") == int(city))) for city in there)
    with_absent = replace(deliveries, unread=(*deliveries.unread, *dict.fromkeys(absent)))
    return MonthMeasurement(there, figures, with_absent, listed, tuple(attempts.problems()))


def _delivered(cities: Sequence[str], month: str, tables: pl.DataFrame) -> tuple[str, ...]:
    """The cities of which some register of the month could be read, each once."""
    there = set(tables.filter(pl.col("month") == month)["city"].to_list())
    return tuple(city for city in dict.fromkeys(cities) if int(city) in there)


def _nothing(city: str, month: str) -> Problem:
    place = root() / "data" / "registers" / city / month
    months_there = sorted(path.name for path in place.parent.glob("*") if path.is_dir())
    named, named_en = "、".join(months_there) or "无", ", ".join(months_there) or "none"
    return Problem(
        display_path(place),
        f"没有可读的台账；请把各台账放进这个文件夹，文件名以台账名称开头。已有月份：{named}。",
        f"No register can be read here; put the registers in this folder. Months there: {named_en}.",
    )


def _quarantine(city: str, month: str, tables: pl.DataFrame) -> Path:
    delivered = tables.select("month", "register").unique().sort("month", "register").rows()
    parts = [sorted_registers.rows_set_aside(city, own, REGISTERS[register]) for own, register in delivered]
    noted = [sorted_registers.rows_noted(city, own, REGISTERS[register]) for own, register in delivered]
    place = sorted_registers.sorted_folder(city, month)
    quarantine.save_quarantine(place / "noted.csv", noted, quarantine.NOTED_COLUMNS)
    quarantine.save_quarantine(place / "noted_summary.csv", [quarantine.note_counts(noted)])
    return quarantine.save_quarantine(place / "quarantine.csv", parts)


@contextmanager
def engine_frames(
    engine: str, master: str, cities: Sequence[str], moment: Moment
) -> Iterator[dict[str, nw.LazyFrame[Any]]]:
    """Every register's kept rows of the months that count, as lazy frames of an engine, for use within the block.

    `master`: where Spark runs, such as `local[2]` or `spark://host:7077`, whose workers must see the same folders;
    polars takes no notice of it. Raises `InputError` where the engine is not known, not installed or not reached.
    """
    paths = {
        name: sorted_registers.sorted_paths(cities, delivery_months(name, moment), register)
        for name, register in REGISTERS.items()
    }
    with frames_of_paths(engine, master, paths) as frames:
        yield frames


@contextmanager
def frames_of_paths(
    engine: str, master: str, paths: Mapping[str, Sequence[Path]]
) -> Iterator[dict[str, nw.LazyFrame[Any]]]:
    """The rows kept in some files of registers, by register, as lazy frames of an engine, as `engine_frames` does."""
    _refuse(engine, master)
    if engine == POLARS:
        yield {name: nw.from_native(_scanned(REGISTERS[name], own)) for name, own in paths.items()}
        return
    with spark.spark_session(master) as opened:
        yield {name: nw.from_native(spark.scan_spark_rows(opened, REGISTERS[name], own)) for name, own in paths.items()}


def _scanned(register: Register, paths: Sequence[Path]) -> pl.LazyFrame:
    return pl.scan_parquet(list(paths), glob=False) if paths else pl.LazyFrame(schema=register.schema())


def _refuse(engine: str, master: str) -> None:
    problems = Problems()
    if engine not in ENGINES:
        (near_zh, near_en), engines = did_you_mean(engine, ENGINES), ", ".join(ENGINES)
        zh = f"没有“{engine}”这个计算引擎，可用：{engines}。{near_zh}"
        problems.report("--engine", zh, f"There is no engine '{engine}', only {engines}. {near_en}".rstrip())
    elif engine == SPARK and not spark.is_spark_master(master):
        zh = f"“{master}”不是 Spark 的地址；请写成 local[2]、local[*] 或 spark://主机:7077。"
        en = f"'{master}' is no address of Spark; write it as local[2], local[*] or spark://host:7077."
        problems.report("--master", zh, en)
    problems.raise_any()
