"""Sobol indices from a million evaluations: the project's scoring against SALib's own sampling and analysis."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis import rulebooks
from analysis.questions import spreads, uncertainty
from analysis.questions.solver import TOTAL, measure_column
from analysis.questions.spreads import Spread
from analysis.questions.starting_points import StartingPoint, numbered_grid, starting_point
from bench import measuring
from bench.measuring import timed
from bench.scoring import BOOK, Say, differences
from bench.sweeps import city, varied
from bench.tables import Aim, Table, duration, number, times

SAMPLING, ANALYSIS = "SALib 抽样 sampling", "SALib 分析一个量 analysis of one measure"
SCORING = "本项目：取值并评分 project: draws and scores"
BASE, CHECKED, UNCERTAIN, SEED, REPEATS = 65_536, 64, 14, 7, 3
"""65,536 × (14 + 2) is a little more than a million evaluations."""
HEADINGS = ("评分次数\nevaluations", "步骤\nstep", "用时\ntime", "是评分的几倍\ntimes scoring")
NOTES = (f"评分：{REPEATS} 次的中位数；SALib 的两步各一次。 Scoring: median of {REPEATS}; SALib's steps once each.",)
TITLE = "Sobol 指数 · Sobol indices"


def faults(base: int = CHECKED) -> list[str]:
    """Where the three steps measured here come to other indices than the question asked as a user asks it."""
    facts, spread = city(), _spreads()
    place = (facts["city"][0], facts["month"][0])
    asked = uncertainty.propagate(facts, rulebooks.load(BOOK), *place, spread, base=base, seed=SEED).indices
    sample = _sampled(spread, base)
    found = _analysed(spread, measure_column(_scored(_here(), spread, sample), TOTAL))
    theirs = pl.DataFrame({"target": [item.target for item in spread], "first": found["S1"], "total": found["ST"]})
    ours = asked.filter(pl.col("measure") == TOTAL).select("target", "first", "total")
    mine, other = (frame.sort("target").drop("target") for frame in (ours, theirs))
    return [f"Sobol, {fault}" for fault in differences(mine, other)]


def _here() -> StartingPoint:
    facts = city()
    return starting_point(facts, rulebooks.load(BOOK), facts["city"][0], facts["month"][0])


def _spreads() -> tuple[Spread, ...]:
    facts = city()
    return tuple(Spread(name, 0.0, facts[name][0]) for name in varied()[:UNCERTAIN])


def _problem(spread: tuple[Spread, ...]) -> dict[str, Any]:
    return {"num_vars": len(spread), "names": [item.target for item in spread], "bounds": [[0.0, 1.0]] * len(spread)}


def _sampled(spread: tuple[Spread, ...], base: int) -> NDArray[np.float64]:
    from SALib.sample import sobol

    return sobol.sample(_problem(spread), base, calc_second_order=False, seed=SEED)


def _scored(here: StartingPoint, spread: tuple[Spread, ...], sample: NDArray[np.float64]) -> pl.DataFrame:
    return here.score(numbered_grid(spreads.sampled_figures(spread, sample, here)), sure=False)


def _analysed(spread: tuple[Spread, ...], values: NDArray[np.float64]) -> dict[str, Any]:
    from SALib.analyze import sobol

    return sobol.analyze(_problem(spread), values, calc_second_order=False, seed=SEED)


def tables(say: Say) -> Iterator[Table]:
    """The tables of this subject, each as soon as it is measured."""
    spread, here = _spreads(), _here()
    base = 1 << (measuring.sized(BASE, CHECKED) - 1).bit_length()
    say(f"Sobol, {number(base * (UNCERTAIN + 2))}")
    sampling, sample = timed(partial(_sampled, spread, base))
    scoring = measuring.medians({SCORING: partial(_scored, here, spread, sample)}, REPEATS)
    values = measure_column(_scored(here, spread, sample), TOTAL)
    seconds = scoring | {SAMPLING: sampling, ANALYSIS: timed(partial(_analysed, spread, values))[0]}
    rows = [
        (number(len(sample)) if way == SCORING else "", way, duration(each), times(each / seconds[SCORING]))
        for way, each in seconds.items()
    ]
    theirs, what = (
        (seconds[SAMPLING] + seconds[ANALYSIS]) / seconds[SCORING],
        "次评分 evaluations: SALib 抽样加分析 both",
    )
    aim = Aim(len(sample), what, seconds[SCORING], theirs, least=1)
    yield Table(TITLE, HEADINGS, rows, NOTES, [aim])
