"""Jumps against history over many cities and months, beside a plain loop over their series (自查测速)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial

import numpy as np
import pandas as pd
import polars as pl

import honest
from analysis.facts import dictionary
from analysis.questions.audit import audit_rules
from analysis.questions.audit.figure_history import figures_with_history
from analysis.questions.audit.jumps import jump_findings
from bench import measuring
from bench.scoring import Say
from bench.tables import Table, duration, number, times

OURS, LOOP = "本项目 this project", "逐列循环，pandas 与 numpy a loop over series"
MONTHS, CITIES, CHECKED, REPEATS, SEED = 24, 100, 3, 3, 5
PLANTED = 4
"""How many times its figure one figure of every city is, so that both ways have something to find."""
TITLE = "突变对照历史 · Jumps against history"

Found = set[tuple[str, str, str]]


def faults(cities: int = CHECKED) -> list[str]:
    """The figures that one way names and the other does not."""
    ours, loop = _ours(_known(cities)), _loop(_known(cities))
    return [f"{OURS} / {LOOP}: {' '.join(key)}" for key in sorted(ours ^ loop)] or (
        [] if len(ours) >= cities else ["nothing was found"]
    )


def tables(say: Say) -> Iterator[Table]:
    """The table of this subject."""
    say(f"自查 audit, {number(CITIES)} × {MONTHS}")
    known = _known(CITIES)
    taken = measuring.medians({OURS: partial(_ours, known), LOOP: partial(_loop, known)}, REPEATS)
    rows = [
        (number(known.height) if way == OURS else "", way, duration(each), times(each / taken[OURS]))
        for way, each in taken.items()
    ]
    yield Table(TITLE, ("数字\nfigures", "方法\nway", "用时\ntime", "是第一种的几倍\ntimes the first"), rows)


@lru_cache(maxsize=2)
def _known(cities: int) -> pl.DataFrame:
    facts, last = honest.months(MONTHS, SEED, cities), honest.named(MONTHS)[-1]
    here = (pl.col("fact") == "permits") & (pl.col("month") == last)
    planted = pl.when(here).then(pl.col("value") * PLANTED).otherwise(pl.col("value"))
    return figures_with_history(facts.with_columns(planted.alias("value")), dictionary())


def _ours(known: pl.DataFrame) -> Found:
    found = jump_findings(known, audit_rules())
    return set(found.select("city", pl.col("facts").list.first(), "month").rows())


def _loop(known: pl.DataFrame) -> Found:
    """The same rule, a series at a time and a month at a time."""
    frame = known.filter("amount").to_pandas()
    return {key for one, held in frame.groupby(["city", "fact"], sort=False) for key in _series(one, held)}


def _series(key: tuple[str, str], held: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    values, by = held["value"].to_numpy(), audit_rules().values
    level = np.log1p(values)
    change = np.diff(level)
    for at in range(2, len(values)):
        before = change[max(0, at - 1 - int(by["history"])) : at - 1]
        if len(before) < by["jump_changes"]:
            continue
        usual = np.median(before)
        chance = 0.0 if held["money"].iloc[at] else np.sqrt(1 / (values[at] + 1) + 1 / (values[at - 1] + 1))
        spread = max(np.median(np.abs(before - usual)) * by["mad_scale"], by["jump_floor"], chance)
        off, off_two = change[at - 1] - usual, level[at] - level[at - 2] - 2 * usual
        far = min(abs(off), abs(off_two) / np.sqrt(2)) / spread
        if far > by["jump_times"] and off * off_two > 0:
            yield (*key, held["month"].iloc[at])
