"""What falls due of a city's permits, against measuring the same registers, both already read (到期测速)."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

from analysis import facts, identifiers
from analysis.calendars import MonthWindow
from analysis.facts.measuring import list_due_records, measure_month
from analysis.questions.due import due
from bench import measuring
from bench.scoring import Say
from bench.tables import Aim, Table, duration, number, times

DUE, MEASURE = "到期清单和得分 due, with points", "计量 measure"
EVERY = "同上，全部未上报 as above, none reported"
PERMITS, FEW, REPEATS, SEED, SLOWEST = 200_000, 600, 3, 7, 2.0
"""How many permits; and how many times as long as measuring the list may take."""
CITY, MONTH, ON, DAYS = "320281", "2021-03", date(2021, 3, 31), 10
UNREPORTED, ALL = 0.01, 1.0
"""The share of permits that no report is dated for: as usual, and at the worst."""
PROJECT = Path(__file__).resolve().parents[2]
COPIED = ("params", "data/cities.csv", "data/divisions.csv")
TITLE = "到期与待办，台账已读 · What falls due, registers read already"


def faults(permits: int = FEW) -> list[str]:
    """Where the list is not all permits that were not reported."""
    with _home(permits) as undone:
        listed = list_due_records(CITY, ON, DAYS, MONTH).records.filter(matter="permit_report").height
    return [] if listed == undone > 0 else [f"{DUE}: {listed} / {undone}"]


def tables(say: Say) -> Iterator[Table]:
    """The table of this subject."""
    permits = measuring.sized(PERMITS, FEW)
    rows: list[tuple[str, ...]] = []
    aims = []
    for unreported, due_way in ((UNREPORTED, DUE), (ALL, EVERY)):
        say(f"到期 due, {number(permits)}, {unreported:.0%}")
        seconds = _seconds(permits, unreported, due_way)
        aims.append(Aim(permits, due_way, seconds[due_way], seconds[due_way] / seconds[MEASURE], most=SLOWEST))
        rows += [
            (f"{number(permits)}, {unreported:.0%}" if way == MEASURE else "", way, duration(each),
             times(each / seconds[MEASURE]))
            for way, each in seconds.items()
        ]  # fmt: skip
    heads = ("许可，未上报\npermits, not reported", "方法\nway", "用时\ntime", "是计量的几倍\ntimes measuring")
    yield Table(TITLE, heads, rows, "", aims)


def _seconds(permits: int, unreported: float, due_way: str) -> dict[str, float]:
    with _home(permits, unreported):
        ways = {MEASURE: partial(measure_month, [CITY], MONTH), due_way: partial(due, CITY, ON, DAYS, ["hard-2019"])}
        return measuring.medians(ways, REPEATS)


@contextmanager
def _home(permits: int, unreported: float = UNREPORTED) -> Iterator[int]:
    """A project with the permits of a year, read and measured; given is how many were not reported."""
    before = os.environ.get("CITY_CREDIT_HOME")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CITY_CREDIT_HOME"] = folder
        try:
            undone = _delivered(Path(folder), permits, unreported)
            facts.save(CITY, MONTH, measure_month([CITY], MONTH).facts)
            yield undone
        finally:
            os.environ.pop("CITY_CREDIT_HOME")
            if before is not None:
                os.environ["CITY_CREDIT_HOME"] = before


def _delivered(home: Path, permits: int, unreported: float) -> int:
    for name in COPIED:
        source, place = PROJECT / name, home / name
        place.parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, place)
    months = MonthWindow(MONTH, 12).months
    draws = np.random.default_rng(SEED)
    return sum(_month(home, month, -(-permits // len(months)), unreported, draws) for month in months)


def _month(home: Path, month: str, count: int, unreported: float, draws: np.random.Generator) -> int:
    """A month's permits as a delivery; how many of them were not reported."""
    days = pl.Series(draws.integers(1, 29, count))
    undone = pl.Series(draws.random(count) < unreported)
    frame = pl.DataFrame(
        {
            "record": [f"{month}-{place}" for place in range(count)],
            "party_name": "某公司",
            "party_code": _codes(count),
            "authority": "某局",
            "decided_on": days.cast(pl.String).str.zfill(2).map_elements(f"{month}-{{}}".format, pl.String),
            "concealed": "否",
        }
    )  # fmt: skip
    reported = pl.when(pl.lit(undone)).then(pl.lit("")).otherwise("decided_on").alias("reported_on")
    place = home / "data" / "registers" / CITY / month / "permits.csv"
    place.parent.mkdir(parents=True)
    frame.with_columns(reported).write_csv(place)
    return int(undone.sum())


def _codes(count: int) -> pl.Series:
    body = pl.Series([f"MA{number:06d}" for number in range(count)])
    stem = "91320281" + body + identifiers.inner_check_digit(body)
    return stem + identifiers.check_character(stem)
