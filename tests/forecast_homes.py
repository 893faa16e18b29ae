"""A project with a made-up city's history, for tests of forecasts."""

from __future__ import annotations

from pathlib import Path

import polars as pl

import nations
from analysis import calendars
from analysis.simulations import Nation, cities_in_month, figure_settings, simulated_figures

CITY, MONTH = "320281", "2021-03"
RISKY = "130283"
"""A city of the simulation whose test 8 is met in 2021-03 and may well fail in the month after."""


def city_history(city: str = CITY, months: int = 36, **general: object) -> pl.DataFrame:
    """FACTS of a made-up city, as simulated alone: the same figures as in a nation, but for its rank."""
    settings = figure_settings()
    there = cities_in_month(MONTH).filter(pl.col("code") == city)
    changed = {**settings, "general": {**settings["general"], **general}}
    return simulated_figures(Nation(there, calendars.months_back(MONTH, months), 1, changed))


def project(home: Path, city: str = CITY, months: int = 36) -> Path:
    """A project of its own in which the city's months stand as files."""
    nations.empty_project(home)
    for (code, month), part in city_history(city, months).partition_by("city", "month", as_dict=True).items():
        folder = home / "data" / "facts" / code
        folder.mkdir(parents=True, exist_ok=True)
        part.write_parquet(folder / f"{month}.parquet")
    return home
