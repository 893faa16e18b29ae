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
    ours, loop = _ours(_series_of(cities)), _loop(_series_of(cities))
    return [f"{OURS} / {LOOP}: {' '.join(key)}" for key in sorted(ours ^ loop)] or (
        [] if len(ours) >= cities else ["nothing was found"]
    )


def tables(say: Say) -> Iterator[Table]:
    """The table of this subject."""
    cities = measuring.sized(CITIES, CHECKED)
    say(f"自查 audit, {number(cities)} × {MONTHS}")
    series = _series_of(cities)
    seconds = measuring.medians({OURS: partial(_ours, series), LOOP: partial(_loop, series)}, REPEATS)
    rows = [
        (number(series.height) if way == OURS else "", way, duration(each), times(each / seconds[OURS]))
        for way, each in seconds.items()
    ]
    yield Table(TITLE, ("数字\nfigures", "方法\nway", "用时\ntime", "是第一种的几倍\ntimes the first"), rows)


@lru_cache(maxsize=2)
def _series_of(cities: int) -> pl.DataFrame:
    facts, last = honest.months(MONTHS, SEED, cities), honest.named(MONTHS)[-1]
    here = (pl.col("fact") == "permits") & (pl.col("month") == last)
    planted = pl.when(here).then(pl.col("value") * PLANTED).otherwise(pl.col("value"))
    return figures_with_history(facts.with_columns(planted.alias("value")), dictionary())


def _ours(series: pl.DataFrame) -> Found:
    found = jump_findings(series, audit_rules())
    return set(found.select("city", pl.col("facts").list.first(), "month").rows())


def _loop(series: pl.DataFrame) -> Found:
    """The same rule, a series at a time and a month at a time."""
    frame = series.filter("amount").to_pandas()
    return {key for place, rows in frame.groupby(["city", "fact"], sort=False) for key in _jumps(place, rows)}


def _jumps(key: tuple[str, str], rows: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    values, by = rows["value"].to_numpy(), audit_rules().values
    level = np.log1p(values)
    change = np.diff(level)
    for at in range(2, len(values)):
        before = change[max(0, at - 1 - int(by["history"])) : at - 1]
        if len(before) < by["jump_changes"]:
            continue
        usual = np.median(before)
        chance = 0.0 if rows["money"].iloc[at] else np.sqrt(1 / (values[at] + 1) + 1 / (values[at - 1] + 1))
        few = 1 + by["jump_few"] / len(before)
        spread = max(np.median(np.abs(before - usual)) * by["mad_scale"] * few, by["jump_floor"], chance)
        off, off_two = change[at - 1] - usual, level[at] - level[at - 2] - 2 * usual
        far = min(abs(off), abs(off_two) / np.sqrt(2)) / spread
        turned = 12 * abs(values[at] - values[at - 1]) / max(values[max(0, at - 12) : at])
        turned = turned if rows["rolling"].iloc[at] else np.inf
        if far > by["jump_times"] and off * off_two > 0 and turned > by["jump_months"]:
            yield (*key, rows["month"].iloc[at])
