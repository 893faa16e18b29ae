"""The engines that count facts: polars on this machine, Spark for registers too large for one (计算引擎)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import narwhals as nw

from analysis.facts.measured.registry import Moment
from analysis.facts.measuring import city_facts, spark
from analysis.facts.measuring.register_deliveries import delivery_months
from analysis.problems import Problems, did_you_mean
from analysis.registers import REGISTERS, sorted_registers

POLARS, SPARK = "polars", "spark"
ENGINES = (POLARS, SPARK)


@contextmanager
def engine_frames(engine: str, master: str, cities: Sequence[str], moment: Moment) -> Iterator[dict[str, nw.LazyFrame]]:
    """Every register's kept rows of the months that count, as lazy frames of an engine, for use within the block.

    `master`: where Spark runs, such as `local[2]` or `spark://host:7077`, whose workers must see the same folders;
    polars takes no notice of it. Raises `InputError` where the engine is not known, not installed or not reached.
    """
    _refuse(engine, master)
    if engine == POLARS:
        yield city_facts.register_frames(cities, moment)
        return
    with spark.spark_session(master) as opened:
        yield {
            name: nw.from_native(
                spark.scan_spark_rows(
                    opened, register, sorted_registers.sorted_paths(cities, delivery_months(name, moment), register)
                )
            )
            for name, register in REGISTERS.items()
        }


def _refuse(engine: str, master: str) -> None:
    problems = Problems()
    if engine not in ENGINES:
        (near_zh, near_en), known = did_you_mean(engine, ENGINES), ", ".join(ENGINES)
        zh = f"没有“{engine}”这个计算引擎，可用：{known}。{near_zh}"
        problems.report("--engine", zh, f"There is no engine '{engine}', only {known}. {near_en}".rstrip())
    elif engine == SPARK and not spark.is_spark_master(master):
        zh = f"“{master}”不是 Spark 的地址；请写成 local[2]、local[*] 或 spark://主机:7077。"
        en = f"'{master}' is no address of Spark; write it as local[2], local[*] or spark://host:7077."
        problems.report("--master", zh, en)
    problems.raise_any()
