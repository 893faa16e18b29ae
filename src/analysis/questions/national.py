"""What falls due and what can be repaired in many cities on a day: counts by city, by any engine (全国件数)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from analysis import facts as figures
from analysis.facts.measuring import (
    POLARS,
    cities_delivering_by,
    count_cities_due,
    count_cities_repairs,
    list_cities_due,
    list_cities_repairs,
    national_counts,
    register_deliveries,
)
from analysis.questions import due, repairs
from analysis.rulebooks import RulebookName
from analysis.scenarios import BASELINE, ScenarioName

EVERY = "all"
REPAIRS: dict[str, pl.DataType | type[pl.DataType]] = {"city": pl.String, **repairs.SUMMARY}
"""A row a city and kind of record, as `repairs.SUMMARY` counts them."""


@dataclass(frozen=True, eq=False)
class NationalBoard:
    """Many cities' counts on a day: `rows`, the cities that delivered nothing, by code, and until when the others did.

    `as_of`: the months of each city's newest deliveries, what was done later is not seen.
    """

    on: date
    rows: pl.DataFrame
    absent: tuple[str, ...]
    as_of: Mapping[str, tuple[str, ...]]


def national_due(cities: Sequence[str], on: date, days: int, engine: str = POLARS, master: str = "") -> NationalBoard:
    """How many matters are overdue, due within `days`, later and open in each city: `city, matter`, counts, `next`.

    `cities`: codes or names, or `all` for every one that delivered registers up to the day. `engine`, `master`:
    as `measure` takes them. Raises `InputError` for an unknown city, and where none delivered.
    """
    found = count_cities_due(city_codes(cities, on), on, days, engine, master)
    return NationalBoard(on, found.rows, found.absent, found.as_of)


def national_repairs(cities: Sequence[str], on: date, engine: str = POLARS, master: str = "") -> NationalBoard:
    """How many adverse records of each city can be repaired, wait, or are no longer shown: REPAIRS.

    As `repairs.repair_dates` sums them up for one city. Raises `InputError` as `national_due`.
    """
    found = count_cities_repairs(city_codes(cities, on), on, engine, master)
    return NationalBoard(on, _standings(found.rows, on), found.absent, found.as_of)


def national_due_lists(
    cities: Sequence[str],
    on: date,
    days: int,
    books: Sequence[RulebookName] = (),
    scenarios: ScenarioName | Sequence[ScenarioName] = (BASELINE,),
    engine: str = POLARS,
    master: str = "",
) -> Iterator[due.DueBoard]:
    """Each city's due list with what it costs, as `due.due` gives it, the rows of all cities sought in one go.

    For each city's office alone. A city without registers has none. Raises `InputError` as `national_due`.
    """
    bases = {code: due.base_month(code, on) for code in cities}
    for rows in list_cities_due(bases, on, days, engine, master):
        yield due.due_board(rows, books, scenarios)


def national_repair_lists(
    cities: Sequence[str], on: date, engine: str = POLARS, master: str = ""
) -> Iterator[repairs.RepairBoard]:
    """Each city's repair dates, as `repairs.repair_dates` gives them, in the same way."""
    for found in list_cities_repairs(cities, on, engine, master):
        yield repairs.repair_board(found)


def city_codes(cities: Sequence[str], on: date) -> tuple[str, ...]:
    """The cities by code; all that delivered registers up to the day, where asked for. Raises `InputError`."""
    month = f"{on:%Y-%m}"
    if EVERY in cities:
        return cities_delivering_by(month)
    return tuple(dict.fromkeys(figures.code_of(city, month) for city in cities))


def cities_with_registers(part: Sequence[str], every: Sequence[str], on: date) -> list[str]:
    """Those of a part of the cities that have registers by the day. Raises `InputError` where none of `every` has."""
    found = [code for code in part if register_deliveries.months_delivered(code, on)]
    if not found:
        national_counts.delivered_months(every, on)
    return found


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
