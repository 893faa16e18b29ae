"""What falls due and what can be repaired in many cities on a day: counts by city, by any engine (全国件数)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from analysis import facts as figures
from analysis.facts.measuring import (
    POLARS,
    count_cities_due,
    count_cities_repairs,
    delivering_cities,
)
from analysis.questions import repairs

EVERY = "all"
REPAIRS: dict[str, pl.DataType | type[pl.DataType]] = {"city": pl.String, **repairs.SUMMARY}
"""A row a city and kind of record, as `repairs.SUMMARY` counts them."""


@dataclass(frozen=True, eq=False)
class NationalBoard:
    """Many cities' counts on a day: `rows`, and the cities that delivered nothing, by code."""

    on: date
    rows: pl.DataFrame
    absent: tuple[str, ...]


def national_due(cities: Sequence[str], on: date, days: int, engine: str = POLARS, master: str = "") -> NationalBoard:
    """How many matters are overdue, due within `days`, later and open in each city: `city, matter`, counts, `next`.

    `cities`: codes or names, or `all` for every one that delivered registers for the day's month. `engine`, `master`:
    as `measure` takes them. Raises `InputError` for an unknown city, and where none delivered.
    """
    found = count_cities_due(_codes(cities, on), on, days, engine, master)
    return NationalBoard(on, found.rows, found.absent)


def national_repairs(cities: Sequence[str], on: date, engine: str = POLARS, master: str = "") -> NationalBoard:
    """How many adverse records of each city can be repaired, wait, or are no longer shown: REPAIRS.

    As `repairs.repair_dates` sums them up for one city. Raises `InputError` as `national_due`.
    """
    found = count_cities_repairs(_codes(cities, on), on, engine, master)
    return NationalBoard(on, _standings(found.rows, on), found.absent)


def _codes(cities: Sequence[str], on: date) -> tuple[str, ...]:
    month = f"{on:%Y-%m}"
    if EVERY in cities:
        return delivering_cities(month)
    return tuple(dict.fromkeys(figures.code_of(city, month) for city in cities))


def _standings(rows: pl.DataFrame, on: date) -> pl.DataFrame:
    alike = rows.group_by("city", "subject", "dated", "confiscated", maintain_order=True).agg(
        repairs.record_standing().alias("standing"), pl.col("records").first(),
        pl.col("first_repair").filter(pl.col("first_repair") > on).min().alias("next"),
    )  # fmt: skip
    counts = [
        pl.col("records").filter(pl.col("standing") == name).sum().alias(name) for name in list(repairs.SUMMARY)[2:-1]
    ]
    summed = alike.group_by("city", "subject", maintain_order=True).agg(
        pl.col("records").sum(), *counts, pl.col("next").min()
    )
    return summed.sort("city", "subject").select(list(REPAIRS)).cast(REPAIRS)  # type: ignore[arg-type]
