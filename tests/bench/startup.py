"""Whole processes from their start to their end: short commands and one city's report, beside importing polars."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench import measuring
from bench.reporting import MONTH, home
from bench.scoring import BOOK, Say
from bench.tables import Aim, Table, duration, times

SCORECARD = str(Path(sys.executable).with_name("scorecard"))
FACTS = str(Path(__file__).resolve().parents[1] / "jiangyin.csv")
FLOOR = "import polars"
COMMANDS = {
    FLOOR: (sys.executable, "-c", "import polars"),
    "--help": (SCORECARD, "--help"),
    "score --format json": (SCORECARD, "score", FACTS, "--rulebook", BOOK, "--format", "json"),
    "validate": (SCORECARD, "validate", FACTS),
}
REPORT = "report"
AIMS = {"--help": 2, "score --format json": 3.5, "validate": 3.5, REPORT: 40}
"""How many times the import of polars, 0.18 s on a quiet machine, each may take: a report, begun cold, 7 s."""
REPEATS, PATIENCE = 5, 300
TITLE = "启动 · From start to end"
HEADINGS = ("", "命令\ncommand", "用时\ntime", "是 import polars 的几倍\ntimes import polars")
NOTES = (
    "整个进程，从启动到结束；报告只做一次，全部笔记本，从冷启动起。",
    "Whole processes from start to end; the report is made once, all its notebooks, from a cold start.",
)


def faults() -> list[str]:
    """None: nothing is compared, and a command that ends badly stops the subject."""
    return []


def tables(say: Say) -> Iterator[Table]:
    """The table of this subject."""
    say(TITLE)
    seconds = measuring.medians({name: partial(_run, command) for name, command in COMMANDS.items()}, REPEATS)
    if measuring.share() == 1:
        say(f"{TITLE}, {REPORT}")
        seconds[REPORT] = _report()
    ratios = {name: each / seconds[FLOOR] for name, each in seconds.items()}
    rows = [("", name, duration(each), times(ratios[name])) for name, each in seconds.items()]
    aims = [
        Aim(1, f"次启动 start: scorecard {name}", seconds[name], ratios[name], most=most)
        for name, most in AIMS.items()
        if name in seconds
    ]
    yield Table(TITLE, HEADINGS, rows, NOTES, aims)


def _run(command: tuple[str, ...]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=PATIENCE, env=os.environ)


def _report() -> float:
    """Seconds of one made-up city's report."""
    with home(1) as (city,), tempfile.TemporaryDirectory() as folder:
        command = (SCORECARD, "report", "--city", city, "--month", MONTH, "--output", folder, "--no-keep")
        return measuring.timed(partial(_run, command))[0]
