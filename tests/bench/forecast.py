"""Forecasts of many figures on made-up histories: how often their intervals hold, how long they take (预测测速)."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterator
from functools import lru_cache, partial

import numpy as np
import polars as pl

from analysis import calendars
from analysis.facts import dictionary
from analysis.questions.forecast import coverage, forecast
from analysis.questions.forecasting import FigureForecasts, forecast_figures, forecast_rules
from analysis.questions.forecasting.smoothing import smoothed
from analysis.simulations import Nation, cities_in_month, figure_settings, simulated_figures
from bench import measuring
from bench.scoring import Say
from bench.tables import Aim, Table, duration, number, times

OURS, LOOP = "本项目 this project", "逐列拟合，statsmodels fitted one by one"
CITIES, FACTS, FEW, FITTED, REPEATS, YEAR = 300, 60, 6, 12, 1, 12
MONTH, LAST, HISTORY, AHEAD = "2020-09", "2021-03", 42, 6
SECONDS = 60.0
"""How long 300 cities × 60 figures may take."""
TOTALLED, BOOK = 8, "hard-2019"
LOW, HIGH = 0.87, 0.93
TITLE = "指标预测 · Forecasts of figures"
HEADINGS = ("序列\nseries", "方法\nway", "用时\ntime", "是第一种的几倍\ntimes the first")
KEPT = ("几个月以后\nahead", "", "次数\ntrials", "落在区间内\nheld", "回测预先所说\nsaid beforehand")


def faults() -> list[str]:
    """The series whose forecast is not that of statsmodels at the same coefficients."""
    values = np.log1p(_values(FEW, FEW))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a figure that never moves has no likelihood
        off = [place for place, row in enumerate(values) if not np.allclose(_ours(row), _theirs(row), rtol=1e-8)]
    return [f"{OURS} / {LOOP}: {place}" for place in off] or ([] if len(values) else ["nothing was forecast"])


def tables(say: Say) -> Iterator[Table]:
    """The tables of this subject: speed, then how often the intervals held."""
    cities = measuring.sized(CITIES, FEW)
    say(f"预测 forecasts, {number(cities)} × {FACTS}")
    facts = _histories(cities, FACTS)
    seconds = measuring.medians({OURS: partial(_forecast, facts, FACTS)}, REPEATS)[OURS]
    found = _forecast(facts, FACTS)
    size, each = found.keys.height, _seconds_each(_values(FEW, FEW)[:FITTED])
    rows = [
        (number(size), OURS, duration(seconds), times(1)),
        ("", LOOP, f"{duration(each * size)}（≈）", times(each * size / seconds)),
    ]
    aim = Aim(size, f"{number(cities)} × {FACTS}: {SECONDS:.0f} s", seconds, seconds, most=SECONDS, text=duration)
    yield Table(
        TITLE, HEADINGS, rows, (f"后者按 {FITTED} 列推算，每列每月拟合一次 scaled from {FITTED} series",), [aim]
    )
    yield _coverage(found, facts, seconds)
    say("总分回测 back-test of totals")
    yield _totals_coverage(measuring.sized(TOTALLED, 2))


def _coverage(found: FigureForecasts, facts: pl.DataFrame, seconds: float) -> Table:
    """How often the figure that came lay in its interval, and what the back-test had said."""
    rows = held(found, facts)
    said = coverage(found).select("ahead", pl.col("share").alias("said"))
    still = found.backtest.select(pl.col("still_covered").sum() / pl.col("still").sum()).item()
    each = rows.group_by("ahead").agg(pl.len(), pl.col("in").mean()).join(said, on="ahead").sort("ahead")
    lines = [(str(ahead), "", number(count), f"{share:.1%}", f"{before:.1%}") for ahead, count, share, before in
             each.iter_rows()]  # fmt: skip
    share = rows["in"].mean() or 0.0
    aims = [
        Aim(rows.height, "90% 区间命中 held by 90% intervals", seconds, share, least=LOW, text="{:.1%}".format),
        Aim(rows.height, "90% 区间命中 held by 90% intervals", seconds, share, most=HIGH, text="{:.1%}".format),
    ]
    note = (
        f"有变动的指标；合计 {share:.1%} figures that move；一直未变的另计 those that stood still, apart: {still:.1%}"
    )
    return Table("预测区间 · Intervals of forecasts", KEPT, lines, (note,), aims)


def _totals_coverage(cities: int) -> Table:
    """How often intervals of totals and groups, made of errors known by then, held what came."""
    there = cities_in_month(LAST)["code"].gather_every(40).head(cities).to_list()
    every = simulated_figures(Nation(cities_in_month(LAST), calendars.months_back(LAST, HISTORY), 1, figure_settings()))
    begun = time.perf_counter()
    parts = [forecast(every, [BOOK], city, LAST).totals_held for city in there]
    seconds = (time.perf_counter() - begun) / cities
    counts = pl.concat(parts).with_columns((pl.col("node") == "total").alias("whole")).group_by("whole", "ahead").agg(
        pl.col("trials", "covered").sum()
    ).sort("whole", "ahead", descending=[True, False])  # fmt: skip
    lines = [
        (str(ahead), "总分 total" if whole else "各组 groups", number(trials), f"{covered / max(trials, 1):.1%}", "")
        for whole, ahead, trials, covered in counts.iter_rows()
    ]
    share = counts["covered"].sum() / max(counts["trials"].sum(), 1)
    note = f"{cities} 城，每城 {duration(seconds)}；合计 {share:.1%} cities, each so long, all together"
    aims = [aim for whole, of in ((True, "总分 totals"), (False, "各组 groups"))
            for aim in _held_aims(of, counts.filter(pl.col("whole") == whole), seconds)]  # fmt: skip
    return Table("总分区间 · Intervals of totals", KEPT, lines, (note,), aims)


def _held_aims(of: str, counts: pl.DataFrame, seconds: float) -> list[Aim]:
    """That intervals, tried on the past by what was known then, hold neither too little nor too much."""
    trials, covered = counts["trials"].sum(), counts["covered"].sum()
    case, share = f"90% 区间命中，{of} held by 90% intervals", covered / max(trials, 1)
    ends = ({"least": LOW}, {"most": HIGH})
    return [Aim(int(trials), case, seconds, share, text="{:.1%}".format, **end) for end in ends]


def held(found: FigureForecasts, facts: pl.DataFrame) -> pl.DataFrame:
    """The forecasts beside what came, none of which was seen, with whether it lay in the interval."""
    actual = facts.select("city", "month", "fact", pl.col("value").alias("actual")).drop_nulls()
    moving = found.figures.filter(pl.col("state") == "forecast", pl.col("low") < pl.col("high"))
    return moving.join(actual, on=["city", "month", "fact"]).with_columns(
        pl.col("actual").is_between("low", "high").alias("in")
    )


def _forecast(facts: pl.DataFrame, count: int) -> FigureForecasts:
    return forecast_figures(facts, MONTH, AHEAD, forecast_rules(), {name: dictionary()[name] for name in _names(count)})


@lru_cache(maxsize=4)
def _histories(cities: int, count: int) -> pl.DataFrame:
    there = cities_in_month(LAST)
    every = simulated_figures(Nation(there, calendars.months_back(LAST, HISTORY), 1, figure_settings()))
    return every.filter(pl.col("city").is_in(there["code"].head(cities).implode()), pl.col("fact").is_in(_names(count)))


def _names(count: int) -> list[str]:
    return [name for name, fact in dictionary().items() if not fact.derived and fact.unit != "flag"][:count]


def _values(cities: int, count: int) -> np.ndarray:
    known = _histories(cities, count).filter(pl.col("month") <= MONTH).sort("city", "fact", "month")
    wide = known.pivot(on="month", index=["city", "fact"], values="value").drop("city", "fact").drop_nulls()
    return wide.to_numpy()


def _ours(values: np.ndarray) -> np.ndarray:
    return smoothed(values[None, :], [(0.6, 0.3, 0.9)], 1).ahead(AHEAD)[0, -1]


def _theirs(values: np.ndarray) -> np.ndarray:
    return _model(values, initialization_method="known", initial_level=values[0], initial_trend=0.0).smooth(
        [0.6, 0.18, 0.9]
    ).forecast(AHEAD)  # fmt: skip


def _model(values: np.ndarray, **given: object) -> object:
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel  # slow to load, and only this needs it

    return ETSModel(values, error="add", trend="add", damped_trend=True, **given)


def _seconds_each(values: np.ndarray) -> float:
    """How long statsmodels takes for a series, fitted anew from each month of a year's back-test."""
    begun = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for row in np.log1p(values):
            _model(row).fit(disp=False).forecast(AHEAD)  # type: ignore[attr-defined]
    return (time.perf_counter() - begun) / max(len(values), 1) * YEAR
