"""A session on Spark and its frames; neither Spark nor Java need be there until one is asked for (Spark 会话)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import warnings
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl

from analysis.problems import InputError, Problem
from analysis.registers import Register

OLDEST_JAVA = 17
PATIENCE = 120
"""How many seconds the cluster has to answer."""

MASTER = re.compile(r"local(\[(\d+|\*)\])?|(spark|k8s)://\S+|yarn")
HERE = re.compile(r"local\b|spark://(127\.0\.0\.1|localhost)\b")
GLOB = re.compile(r"([\\\[\]{}*?])")

KINDS: Mapping[pl.DataType, str] = MappingProxyType(
    {
        pl.String(): "string",
        pl.Date(): "date",
        pl.Boolean(): "boolean",
        pl.Int16(): "smallint",
        pl.Int32(): "int",
        pl.Int64(): "bigint",
        pl.Float64(): "double",
    }
)
SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.eventLog.enabled": "false",
        "spark.log.level": "ERROR",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.shuffle.partitions": "32",
        "spark.sql.adaptive.enabled": "true",
        "spark.sql.sources.parallelPartitionDiscovery.threshold": "100000",
    }
)
"""ANSI: a sum too large is an error, not another number. Adaptive: the partitions of small results are put together.
The files are listed here, not by the workers."""
LOOPBACK = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
WHOLE = {"ignoreMissingFiles": "false", "ignoreCorruptFiles": "false"}


def is_spark_master(text: str) -> bool:
    """Whether a text can be where Spark runs."""
    return MASTER.fullmatch(text) is not None


@contextmanager
def spark_session(master: str) -> Iterator[Any]:
    """A Spark session, stopped when the block ends. Raises `InputError` where it cannot be had, saying why."""
    builder = _builder()
    _require_java()
    opened = _answering(builder, master)
    try:
        yield opened
    finally:
        opened.stop()


def scan_spark_rows(opened: Any, register: Register, paths: Sequence[Path]) -> Any:
    """The rows of a register's files as a Spark frame with the register's columns and types; no rows without files."""
    kinds = {name: KINDS[kind] for name, kind in register.schema().items()}
    if not paths:
        return opened.range(0).selectExpr(*(f"cast(null as {kind}) as `{name}`" for name, kind in kinds.items()))
    schema = ", ".join(f"`{name}` {kind}" for name, kind in kinds.items())
    return opened.read.schema(schema).options(**WHOLE).parquet(*map(_named, paths))


def _named(path: Path) -> str:
    """A path as Spark takes it: as it stands, no pattern."""
    return "file://" + GLOB.sub(r"\\\1", path.as_posix())


def _builder() -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        zh = "没有装 PySpark；请运行 pip install --require-hashes --no-build-isolation -r requirements-spark.lock。"
        en = "PySpark is missing; run pip install --require-hashes --no-build-isolation -r requirements-spark.lock."
        raise InputError([Problem("--engine spark", zh, en)]) from None
    if SparkSession.getActiveSession() is not None:
        zh = "这个进程里已有一个 Spark 会话；请先用 stop() 关闭。"
        en = "A Spark session is open in this process already; close it with stop() first."
        raise InputError([Problem("--engine spark", zh, en)])
    return SparkSession.builder


def _require_java() -> None:
    found = _java()
    if found < OLDEST_JAVA:
        (here_zh, here_en), how = _java_found(found), "Debian, Ubuntu: apt-get install openjdk-17-jre-headless"
        zh = f"Spark 需要 Java {OLDEST_JAVA} 或更新版本，{here_zh}；请安装（{how}），或把 JAVA_HOME 指向它。"
        en = f"Spark needs Java {OLDEST_JAVA} or newer, {here_en}; install it ({how}), or let JAVA_HOME name it."
        raise InputError([Problem("--engine spark", zh, en)])


def _java_found(java: int) -> tuple[str, str]:
    return (f"本机是 Java {java}", f"here is Java {java}") if java else ("本机没有找到", "none is found here")


def _java() -> int:
    """The main version of the Java that Spark would start; 0 where there is none."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which(str(Path(home) / "bin" / "java") if home else "java")
    if java is None:
        return 0
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    hit = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(hit[1]) if hit else 0


def _answering(builder: Any, master: str) -> Any:
    """A session whose workers have answered once."""
    pool, opened = ThreadPoolExecutor(1), None
    try:
        opened = _opened(builder, master)
        pool.submit(opened.range(1).count).result(timeout=PATIENCE)
    except Exception as error:
        if opened is not None:
            with suppress(Exception):
                opened.stop()
        raise InputError([_unreached(master, error)]) from error
    finally:
        pool.shutdown(wait=False)
    return opened


def _opened(builder: Any, master: str) -> Any:
    settings = {**SETTINGS, **(LOOPBACK if HERE.match(master) else {})}
    with warnings.catch_warnings():
        # No frame goes through pandas here.
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        return builder.master(master).appName("city-credit-workbench").config(map=settings).getOrCreate()


def _unreached(master: str, error: Exception) -> Problem:
    reason = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    zh = f"Spark 没有应答（最多等 {PATIENCE} 秒）；请检查地址，以及是否有空闲的工作节点。原因：{reason}"
    en = f"Spark gave no answer ({PATIENCE} seconds at most); check the address, and that it has workers free. {reason}"
    return Problem(f"--master {master}", zh, en)
