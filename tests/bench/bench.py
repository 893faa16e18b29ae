# ruff: noqa: E402
"""Measures speed and memory and prints them as tables (测速): `make bench`, or `make bench ONLY=scoring,codes`."""

from __future__ import annotations

import difflib
import importlib
import os
import platform
import sys
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

# This folder is a package of the tests; as the folder of the program it would hide the package of the same name.
sys.path[0] = str(Path(__file__).resolve().parents[1])

import duckdb
import pandas
import polars

from bench import measuring, tables
from bench.tables import Aim

BUDGETS = {
    "startup": 55, "scoring": 45, "filed": 40, "sweeps": 40, "changes": 20, "relative": 15, "uncertain": 30,
    "instead": 60, "codes": 45, "registers": 80, "audits": 20, "plans": 30, "page": 15, "tournament": 20,
    "forecast": 25, "due": 30, "reporting": 150,
}  # fmt: skip
"""Seconds each subject may measure for, 12 minutes in all; those that take longer repeat less, and this is said.

A subject is a module with `faults()`, which are to be none, and `tables(say)`.
"""
UNKNOWN, FAILED = 2, 3
"""What the run ends with where a name is not a subject's, or where a subject failed."""
BUSY = 0.5
"""The share of the cores that others may use before the ratios are doubtful."""
BEGAN = time.monotonic()


def main(only: str = "") -> int:
    """Measure the subjects named, by commas, or all; then say of each aim whether it was met."""
    names = [name.strip() for name in only.split(",") if name.strip()] or [*BUDGETS]
    if unknown := [name for name in names if name not in BUDGETS]:
        print("\n".join(map(_refusal, unknown)), file=sys.stderr)
        return UNKNOWN
    _describe_machine()
    aims, failed = _measured(names)
    if aims:
        tables.show(tables.aimed(aims))
    say(f"失败 failed: {', '.join(failed)}" if failed else "完成 done")
    return FAILED if failed else 0


def _refusal(name: str) -> str:
    near = ", ".join(difflib.get_close_matches(name, BUDGETS, cutoff=0.5) or BUDGETS)
    return f"没有“{name}”这一项；可选：{near}\nNo subject {name!r}; there are: {near}"


def _describe_machine() -> None:
    """What is measured with, and how busy the machine is, which makes what uses all its cores come out too slow."""
    versions = f"polars {polars.__version__}, pandas {pandas.__version__}, DuckDB {duckdb.__version__}"
    print(f"Python {platform.python_version()}, {versions}, {os.cpu_count()} CPU")
    print("先核对答案相同；时间为轮流重复的中位数。 Answers are compared first; times are medians of repeats in turn.")
    if measuring.share() < 1:
        print(f"只测 {measuring.share():g} 的规模：倍数仅供参考。 A part of the sizes: ratios say little.")
    if hasattr(os, "getloadavg") and (load := os.getloadavg()[0]) > BUSY * (os.cpu_count() or 1):
        print(f"本机正忙（负载 {load:.1f}）：用满各核心的方法显得偏慢。")
        print(f"The machine is busy (load {load:.1f}): what uses all its cores comes out too slow.")


def _measured(names: Sequence[str]) -> tuple[list[Aim], list[str]]:
    """The aims of all subjects, and the names of those that failed; one that fails stops no other."""
    aims: list[Aim] = []
    failed = []
    for place, name in enumerate(names, start=1):
        say(f"{place}/{len(names)} {name}")
        try:
            _measure(name, aims)
        except Exception:
            traceback.print_exc()
            failed.append(name)
    return aims, failed


def _measure(name: str, aims: list[Aim]) -> None:
    """Show a subject's tables, each as soon as it is measured, and add its aims."""
    subject = importlib.import_module(f"bench.{name}")
    if differing := subject.faults():
        raise RuntimeError("各法答案不同，不测速 the ways differ, nothing is measured:\n  " + "\n  ".join(differing))
    with measuring.budget(BUDGETS[name]) as cut:
        for table in subject.tables(say):
            tables.show(table)
            aims += table.aims
    if cut:
        say(f"超过 {BUDGETS[name]} 秒，少重复 beyond {BUDGETS[name]} s, repeated less: {', '.join(dict.fromkeys(cut))}")


def say(what: str) -> None:
    """Progress, apart from the tables, which stand before it also where both go into a file."""
    sys.stdout.flush()
    print(f"[{time.monotonic() - BEGAN:4.0f} s] {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
