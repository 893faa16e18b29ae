# ruff: noqa: E402
"""Measures speed and memory and prints them as tables (测速): `make bench`."""

from __future__ import annotations

import os
import platform
import sys
import time
from pathlib import Path

# This folder is a package of the tests; as the folder of the program it would hide the package of the same name.
sys.path[0] = str(Path(__file__).resolve().parents[1])

import duckdb
import pandas
import polars

from bench import audits, changes, codes, filed, instead, registers, reporting, scoring, sweeps, tables, uncertain

SUBJECTS = (scoring, filed, sweeps, changes, uncertain, instead, codes, registers, audits, reporting)
"""Each gives `faults()`, which are to be none, and `tables(say)`."""
BUSY = 0.5
"""The share of the cores that others may use before the ratios are doubtful."""
BEGAN = time.monotonic()


def main() -> int:
    """Check first that all ways give the same answers; then measure, subject by subject."""
    say("核对答案 checking that all ways agree")
    faults = [fault for subject in SUBJECTS for fault in subject.faults()]
    if faults:
        say("各法答案不同，不测速 the ways differ, nothing is measured:\n  " + "\n  ".join(faults))
        return 1
    versions = f"polars {polars.__version__}, pandas {pandas.__version__}, DuckDB {duckdb.__version__}"
    print(f"Python {platform.python_version()}, {versions}, {os.cpu_count()} CPU")
    print("各法答案相同；时间为轮流重复的中位数。 All ways agree; times are medians of repeats in turn.")
    _tell_of_others()
    shown = [_shown(table) for subject in SUBJECTS for table in subject.tables(say)]
    tables.show(tables.aimed([aim for table in shown for aim in table.aims]))
    say("完成 done")
    return 0


def _tell_of_others() -> None:
    """How busy the machine is with other things, which makes what uses all its cores come out too slow."""
    if hasattr(os, "getloadavg") and (load := os.getloadavg()[0]) > BUSY * (os.cpu_count() or 1):
        print(f"本机正忙（负载 {load:.1f}）：用满各核心的方法显得偏慢。")
        print(f"The machine is busy (load {load:.1f}): what uses all its cores comes out too slow.")


def _shown(table: tables.Table) -> tables.Table:
    tables.show(table)
    return table


def say(what: str) -> None:
    """Progress, apart from the tables."""
    print(f"[{time.monotonic() - BEGAN:4.0f} s] {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
