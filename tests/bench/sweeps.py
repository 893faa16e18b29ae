"""What-ifs of one city by hard-2019: up to ten million scenarios in which twenty figures vary, and a slider's move."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
import polars as pl

import made_up
from analysis import rulebooks, scorecards
from analysis.scenarios import Change, Scenario
from bench import measuring
from bench.measuring import timed
from bench.scoring import BOOK, Say, differences
from bench.tables import Aim, Table, duration, number, times

SETS, CHANGED, WIDE = "情景宽表 a column a figure", "改动表 CHANGES frame", "指标宽表 as so many cities"
BARE, FILED, READ = "只读输入 bare read", "宽表，从 Parquet 读起 from Parquet", "只读 Parquet bare read"
COUNTS, MOST, CHECKED = (1_000, 100_000), 10_000_000, 1_000
VARIED, REPEATS, FEW, SEED = 20, 3, 2, 17
NEAR = 3
"""How many times the reading of what varies a sweep may take."""
SLIDER, CURVE = "joint_domains", 100
SUMS = ("points", "low", "high")
MANY = f"一城试算，{VARIED} 个数在变 · What-ifs of one city, {VARIED} figures vary"
MILLIONS = f"一城一千万次试算 · Ten million what-ifs of one city, {VARIED} figures vary"
NOTES = (
    "本项目先核对每个数、再评分、写出结果；只读：把在变的数各加一遍。",
    "The project checks every figure, scores it and gives a row each; bare reading only adds the figures up.",
)


def faults(count: int = CHECKED) -> list[str]:
    """Where the ways of a sweep differ."""
    totals = {way: _run(way, given).select(SUMS) for way, given in _sweep(measuring.sized(count, 100)).items()}
    return [f"{way}, {fault}" for way in (SETS, CHANGED) for fault in differences(totals[WIDE], totals[way])]


def tables(say: Say) -> Iterator[Table]:
    """The tables of this subject, each as soon as it is measured."""
    rows = [row for count in map(measuring.sized, COUNTS) for row in _rows(count, say)]
    yield Table(MANY, ("情景\nscenarios", "方法\nway", "用时\ntime", "是第一种的几倍\ntimes the first"), rows)
    say(f"试算 what-ifs, {number(measuring.sized(MOST))}")
    yield _millions()
    say("滑块 slider")
    yield Table("滑块动一下 · One move of a slider", ("", "做什么\nwhat", "用时\ntime"), _moves())


@lru_cache(maxsize=1)
def city() -> pl.DataFrame:
    """A city for which no figure is missing or zero."""
    drawn = made_up.cities(rulebooks.load(BOOK), 1, seed=SEED)
    return drawn.with_columns(pl.exclude("city", "month").clip(lower_bound=1.0))


def varied() -> list[str]:
    """Figures that can vary freely below their present value: no wholes of others, no flags, choices or ranks."""
    book = rulebooks.load(BOOK)
    wholes = {fact.within for fact in book.dictionary.values()}
    free = [name for name in book.facts() if name not in wholes and book.dictionary[name].unit not in UNFREE]
    return free[:VARIED]


UNFREE = ("flag", "choice", "rank")


def sets(count: int) -> pl.DataFrame:
    """The scenarios as a wide frame: a name, and a column a figure that varies, in whole numbers."""
    here, random = city(), np.random.default_rng(SEED)
    names = (pl.int_range(count, eager=True) + 10 * MOST).cast(pl.String).alias("scenario")
    return pl.DataFrame([names, *(pl.Series(name, _drawn(here[name][0], count, random)) for name in varied())])


def _drawn(most: float, count: int, random: np.random.Generator) -> np.ndarray:
    return np.floor(random.random(count) * (most + 1))


def _sweep(count: int) -> dict[str, pl.DataFrame]:
    """The same scenarios as a wide frame of sets, as changes of the one city, and as facts of as many cities."""
    here, grid = city(), sets(count)
    changes = [_changes(grid["scenario"], step, grid[name]) for step, name in enumerate(varied())]
    rest = [pl.lit(here[name][0]).alias(name) for name in here.columns if name not in {"city", *varied()}]
    return {SETS: grid, CHANGED: pl.concat(changes), WIDE: grid.rename({"scenario": "city"}).with_columns(*rest)}


def _changes(names: pl.Series, step: int, amount: pl.Series) -> pl.DataFrame:
    rest = {"step": pl.lit(step), "target": pl.lit(amount.name), "how": pl.lit("set"), "amount": amount}
    return names.to_frame().with_columns(**rest)


def _run(way: str, given: pl.DataFrame | pl.LazyFrame) -> pl.DataFrame:
    book = rulebooks.load(BOOK)
    return scorecards.total(given, book) if way == WIDE else scorecards.total(city(), book, given)


def _rows(count: int, say: Say) -> list[tuple[str, ...]]:
    say(f"试算 what-ifs, {number(count)}")
    seconds = measuring.medians({way: partial(_run, way, given) for way, given in _sweep(count).items()}, REPEATS)
    return [
        (number(count) if way == SETS else "", way, duration(each), times(each / seconds[SETS]))
        for way, each in seconds.items()
    ]


def _millions() -> Table:
    """Ten million scenarios, in memory and from a file, each beside the bare reading of what varies."""
    count = measuring.sized(MOST)
    grid = sets(count)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scenarios.parquet"
        grid.write_parquet(path)
        scan = pl.scan_parquet(path)
        ways = {
            SETS: partial(_run, SETS, grid), BARE: partial(_summed, grid.lazy()),
            FILED: partial(_run, SETS, scan), READ: partial(_summed, scan),
        }  # fmt: skip
        seconds = measuring.medians(ways, FEW)
    beside = {SETS: BARE, BARE: BARE, FILED: READ, READ: READ}
    ratios = {way: seconds[way] / seconds[bare] for way, bare in beside.items()}
    rows = [
        (number(count) if way == SETS else "", way, duration(each), times(ratios[way])) for way, each in seconds.items()
    ]
    aims = [Aim(count, f"次试算 what-ifs，从文件 from a file: {BARE}", seconds[FILED], ratios[FILED], most=NEAR)]
    headings = ("情景\nscenarios", "方法\nway", "用时\ntime", "是只读的几倍\ntimes bare read")
    return Table(MILLIONS, headings, rows, NOTES, aims)


def _summed(given: pl.LazyFrame) -> pl.DataFrame:
    return given.select(pl.col(varied()).sum()).collect(engine="streaming")


def _moves() -> list[tuple[str, ...]]:
    book, here = rulebooks.load(BOOK), city()
    verbs = {"合计 total": scorecards.total, "全部条款 every clause": scorecards.score}
    warm = measuring.medians({name: partial(verb, here, book, _moved(2.0)) for name, verb in verbs.items()})
    curve = [_moved(float(step)) for step in range(CURVE)]
    bent = measuring.medians({f"{CURVE} 点的曲线 a curve of {CURVE}": partial(scorecards.total, here, book, curve)})
    cold = {f"首次 first, {name}": seconds for name, seconds in measuring.apart(_first).items()}
    return [("", name, duration(seconds)) for name, seconds in {**cold, **warm, **bent}.items()]


def _moved(amount: float) -> Scenario:
    return Scenario(f"moved to {amount:g}", (Change(SLIDER, "set", amount),))


def _first() -> dict[str, float]:
    """Seconds of what comes only once, in a process where nothing was done before."""
    loaded, book = timed(lambda: rulebooks.load(BOOK))
    here = city()
    scored, _ = timed(lambda: scorecards.total(here, book, _moved(1.0)))
    return {"读规则集 loading the rulebook": loaded, "合计 total": scored}
