"""What-ifs of one city by hard-2019: a million scenarios in which twenty figures vary, and one move of a slider."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
import polars as pl

import made_up
from analysis import rulebooks, scorecards
from analysis.scenarios import Change, Scenario
from bench import measuring
from bench.measuring import Memory
from bench.scoring import BOOK, Say, differences
from bench.tables import Table, duration, megabytes, number

CHANGED, WIDE = "改动表 CHANGES frame", "宽表 wide facts"
COUNTS, CHECKED = (1_000, 100_000, 1_000_000), 1_000
VARIED, REPEATS, SEED = 20, 3, 17
SLIDER, CURVE = "joint_domains", 100
SUMS = ("points", "low", "high")


def faults(count: int = CHECKED) -> list[str]:
    """Where the two ways of a sweep differ."""
    changed, wide = (_run(way, given).select(SUMS) for way, given in _sweep(count).items())
    return [f"{CHANGED}, {fault}" for fault in differences(wide, changed)]


def tables(say: Say) -> Iterator[Table]:
    """The tables of this subject, each as soon as it is measured."""
    rows = [row for count in COUNTS for row in _rows(count, say)]
    headings = (
        "情景\nscenarios",
        "方法\nway",
        "用时\ntime",
        "是改动表的几分之几\nshare",
        "内存峰值\npeak memory",
        "其中输入\ninput",
    )
    yield Table(f"一城试算，{VARIED} 个数在变 · What-ifs of one city, {VARIED} figures vary", headings, rows)
    say("滑块 slider")
    yield Table("滑块动一下 · One move of a slider", ("", "做什么\nwhat", "用时\ntime"), _moves())


def _city() -> pl.DataFrame:
    """A city for which no figure is missing or zero."""
    known = made_up.cities(rulebooks.load(BOOK), 1, seed=SEED)
    return known.with_columns(pl.exclude("city", "month").clip(lower_bound=1.0))


def _varied() -> list[str]:
    """Figures that can vary freely below their present value: no wholes of others, no flags, choices or ranks."""
    book = rulebooks.load(BOOK)
    wholes = {fact.within for fact in book.dictionary.values()}
    free = [name for name in book.facts() if name not in wholes and book.dictionary[name].unit not in UNFREE]
    return free[:VARIED]


UNFREE = ("flag", "choice", "rank")


def _sweep(count: int) -> dict[str, pl.DataFrame]:
    """The same scenarios as changes of the one city and as facts of as many cities."""
    city, random = _city(), np.random.default_rng(SEED)
    names = pl.Series("scenario", [f"{100000 + place}" for place in range(count)])
    amounts = {name: pl.Series(name, random.random(count) * city[name][0]) for name in _varied()}
    changes = [_changes(names, step, amount) for step, amount in enumerate(amounts.values())]
    rest = [pl.lit(city[name][0]).alias(name) for name in city.columns if name not in {"city", *amounts}]
    wide = names.alias("city").to_frame().with_columns(*amounts.values(), *rest)
    return {CHANGED: pl.concat(changes), WIDE: wide}


def _changes(names: pl.Series, step: int, amount: pl.Series) -> pl.DataFrame:
    told = {"step": pl.lit(step), "target": pl.lit(amount.name), "how": pl.lit("set"), "amount": amount}
    return names.to_frame().with_columns(**told)


def _run(way: str, given: pl.DataFrame) -> pl.DataFrame:
    book = rulebooks.load(BOOK)
    return scorecards.total(given, book) if way == WIDE else scorecards.total(_city(), book, given)


def _rows(count: int, say: Say) -> list[tuple[str, ...]]:
    say(f"试算 what-ifs, {number(count)}")
    taken = measuring.medians({way: partial(_run, way, given) for way, given in _sweep(count).items()}, REPEATS)
    held = {way: measuring.apart(_memory, way, count) for way in taken}
    return [
        (
            number(count) if way == CHANGED else "", way, duration(taken[way]), f"{taken[way] / taken[CHANGED]:.2f}",
            megabytes(held[way].peak), megabytes(held[way].given),
        )
        for way in taken
    ]  # fmt: skip


def _memory(way: str, count: int) -> Memory:
    return measuring.remembered(lambda: _sweep(count)[way], partial(_run, way))


def _moves() -> list[tuple[str, ...]]:
    book, city = rulebooks.load(BOOK), _city()
    verbs = {"合计 total": scorecards.total, "全部条款 every clause": scorecards.score}
    warm = measuring.medians({name: partial(verb, city, book, _moved(2.0)) for name, verb in verbs.items()})
    curve = [_moved(float(step)) for step in range(CURVE)]
    bent = measuring.medians({f"{CURVE} 点的曲线 a curve of {CURVE}": partial(scorecards.total, city, book, curve)})
    cold = {f"首次 first, {name}": taken for name, taken in measuring.apart(_first).items()}
    return [("", name, duration(taken)) for name, taken in {**cold, **warm, **bent}.items()]


def _moved(amount: float) -> Scenario:
    return Scenario(f"moved to {amount:g}", (Change(SLIDER, "set", amount),))


def _first() -> dict[str, float]:
    """Seconds of what comes only once, in a process where nothing was done before."""
    loaded, book = _timed(lambda: rulebooks.load(BOOK))
    known = _city()
    scored, _ = _timed(lambda: scorecards.total(known, book, _moved(1.0)))
    return {"读规则集 loading the rulebook": loaded, "合计 total": scored}


def _timed(run: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    made = run()
    return time.perf_counter() - began, made
