"""A league of towns of its own, its histories known random walks, and rulebooks that judge one figure of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

import nations
import small_units
import towns
from analysis import calendars

MONTH, FACT = "2021-03", "publicity_events"
TOWNS = [f"3202811{number:02d}" for number in range(7, 15)]
OWN = TOWNS[0]
LEVEL, STEP = 5000.0, 0.03
"""Where the walks begin, and how far they go in a month, as a share."""
BOOK = """\
title = "Publicity alone"
title_zh = "只看宣传"
edition = "1"
about = "For tests."
about_zh = "供测试。"
source = { title = "None", zh = "无" }

[[group]]
id = "work"
title = "Work"
title_zh = "工作"
"""
ALONE = towns.COMPARED.replace('field = { of = "league", fewest = "enough" }\n', "").replace(
    '"most * publicity_events / highest(publicity_events)"', '"min(most, publicity_events * each)"'
).replace('is = 10, unit = "point"', 'is = 1000000, unit = "point"').replace(
    'enough = { is = 2, unit = "entity", zh = "可比", source = "clause" }',
    'each = { is = 1, unit = "point/event", zh = "每次", source = "clause" }',
)  # fmt: skip
COMPARED = towns.COMPARED
BOOKS = {"absolute": ALONE, "relative": COMPARED}


def build(home: Path, count: int = len(TOWNS)) -> Path:
    """A project with a list of so many towns and both rulebooks."""
    nations.empty_project(home)
    small_units.build(home, *(f"{code},镇{code[-2:]},,,镇,,,,,," for code in TOWNS[:count]))
    for name, clause in BOOKS.items():
        folder = home / "params" / "rulebooks" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "rulebook.toml").write_text(BOOK, "utf-8")
        (folder / "1_publicity.toml").write_text(clause, "utf-8")
    return home


def walks(seed: int, months: int = 48, count: int = len(TOWNS), step: float = STEP, gap: float = 0.02) -> np.ndarray:
    """Towns × months: independent walks by shares, each a little lower at its last month than the one before."""
    drawn = np.random.default_rng(seed).normal(0, step, (count, months))
    path = np.exp(np.cumsum(drawn, axis=1))
    return np.rint(path / path[:, -1:] * LEVEL * (1 - gap * np.arange(count))[:, None])


def facts_of(values: np.ndarray, units: list[str] | None = None) -> pl.DataFrame:
    """FACTS of such histories; NaN is a month without a figure."""
    months = calendars.months_back(MONTH, values.shape[1])
    rows = [
        {"city": unit, "month": month, "fact": FACT, "value": None if np.isnan(value) else float(value)}
        for unit, row in zip(units or TOWNS, values, strict=False)
        for month, value in zip(months, row, strict=True)
    ]
    return pl.DataFrame(rows).drop_nulls()
