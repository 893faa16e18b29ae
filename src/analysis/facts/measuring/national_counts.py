"""What falls due and when repair can be asked, of many cities at once: counts alone, by any engine (全国件数).

Rows are sought where the registers lie; only what is open, or how many records share their days, comes back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl

from analysis.facts.measured.matters import MATTERS, DueMatter
from analysis.facts.measured.registry import Moment
from analysis.facts.measured.repair_examples import checked_repair_rules
from analysis.facts.measured.repair_periods import DATES, repair_days
from analysis.facts.measured.repair_rules import LISTS, PENALTIES
from analysis.facts.measuring.due_records import STATES, listed_rows, moment_of_day, open_rows, told_rows
from analysis.facts.measuring.month_measurement import POLARS, frames_of_paths
from analysis.facts.measuring.register_deliveries import (
    TABLES,
    delivery_months,
    months_delivered,
    refresh_deliveries,
)
from analysis.facts.measuring.repair_records import ADVERSE, DATED
from analysis.paths import display_path, root
from analysis.problems import InputError, Problem
from analysis.registers import FLOW, REGISTERS, sorted_registers

DUE_COUNTS = pl.Schema(
    {"city": pl.String(), "matter": pl.String(), **dict.fromkeys(STATES, pl.Int64()), "next": pl.Date()}
)
"""A row a city and matter that its registers tell of; of a matter they do not tell of there is none."""
REPAIR_KINDS = pl.Schema(
    {
        "city": pl.String(), "subject": pl.String(), "dated": pl.Date(), "confiscated": pl.Int64(),
        "records": pl.Int64(), **DATES,
    }
)  # fmt: skip
"""A row for all records of a city alike in what decides their days, a document and a class; `records`: how many."""
Months = Mapping[str, Mapping[str, Sequence[str]]]
"""For each city the months in which each register was delivered, earliest first."""


@dataclass(frozen=True, eq=False)
class NationalCounts:
    """What many cities' registers give on a day: `rows`, and the cities, by code, that delivered none of them.

    `as_of`: for each of the others the months of its newest deliveries: what was done later is not seen.
    """

    on: date
    rows: pl.DataFrame
    absent: tuple[str, ...]
    as_of: Mapping[str, tuple[str, ...]]


def count_cities_due(
    cities: Sequence[str], on: date, days: int, engine: str = POLARS, master: str = ""
) -> NationalCounts:
    """How many matters are overdue, due, later and open in each city on a day: DUE_COUNTS.

    `cities`: by code. Each city's newest deliveries up to the day's month; what was done later is not seen. Raises
    `InputError` where no city delivered a register, for an engine that cannot be had, and as `list_due_records`.
    """
    months, now = delivered_months(cities, on), moment_of_day(on)
    wanted = {name for matter in MATTERS for name in (matter.register, *matter.also)}
    tables = refreshed_tables(months, wanted, now)
    paths = {name: register_paths(months, name, now) for name in REGISTERS}
    with frames_of_paths(engine, master, paths) as frames:
        parts = [_due(matter, frames, tables, now, on, days) for matter in MATTERS]
    counts = pl.concat([pl.DataFrame(schema=DUE_COUNTS), *parts]).sort("city", maintain_order=True)
    return _counts(on, counts, {city: [own[name] for name in own if name in wanted] for city, own in months.items()})


def _counts(on: date, rows: pl.DataFrame, months: Mapping[str, Sequence[Sequence[str]]]) -> NationalCounts:
    """Counts with the months of each city's newest deliveries, by its registers' months."""
    as_of = {city: tuple(sorted({own[-1] for own in each if own})) for city, each in months.items()}
    absent = tuple(city for city, newest in as_of.items() if not newest)
    return NationalCounts(on, rows, absent, {city: newest for city, newest in as_of.items() if newest})


def delivered_months(cities: Sequence[str], on: date) -> dict[str, dict[str, list[str]]]:
    """For each city the months in which each register was delivered. Raises `InputError` where there are none."""
    months = {city: months_delivered(city, on) for city in cities}
    if not any(months.values()):
        place = display_path(root() / "data" / "registers")
        zh = f"所选城市在 {on:%Y-%m} 及以前都没有送来台账。"
        raise InputError([Problem(place, zh, f"None of these cities delivered a register up to {on:%Y-%m}.")])
    return months


def _months(register: str, own: Mapping[str, Sequence[str]], now: Moment) -> tuple[str, ...]:
    """The months of a city that count: of a flow those of the window, of a stock the newest."""
    if REGISTERS[register].kind == FLOW:
        return tuple(month for month in delivery_months(register, now) if month in own.get(register, ()))
    return tuple(own.get(register, ())[-1:])


def refreshed_tables(months: Months, registers: set[str], now: Moment) -> pl.DataFrame:
    """Every delivery that counts, read where it is not yet: the tables."""
    needed = {
        month
        for own in months.values()
        for name in registers
        if REGISTERS[name].kind != FLOW
        for month in _months(name, own, now)
    }
    found = [
        refresh_deliveries([city for city, own in months.items() if _has(own, month)], Moment(month, now.values))
        for month in sorted({*needed, now.month})
    ]
    every = pl.concat([pl.DataFrame(schema=TABLES), *(part.tables for part in found)])
    return every.unique(["city", "month", "register", "file", "sheet"], maintain_order=True)


def _has(own: Mapping[str, Sequence[str]], month: str) -> bool:
    return any(months and months[0] <= month for months in own.values())


def register_paths(months: Months, register: str, now: Moment) -> list[Path]:
    """The files of a register's kept rows that count, of every city."""
    kept = partial(sorted_registers.sorted_paths, register=REGISTERS[register])
    return [path for city, own in months.items() for path in kept([city], _months(register, own, now))]


def _due(
    matter: DueMatter, frames: Mapping[str, Any], tables: pl.DataFrame, now: Moment, on: date, days: int
) -> pl.DataFrame:
    """One matter's counts in every city that can tell of it, also where there are none."""
    rows = told_rows(matter, open_rows(matter, frames, now, on), tables)
    listed = listed_rows(matter, rows, now, on, days).join(rows.select("row", "city"), on="row", how="left")
    soonest = pl.col("deadline").filter(pl.col("deadline") >= on).min().alias("next")
    counts = [(pl.col("state") == state).sum().cast(pl.Int64).alias(state) for state in STATES]
    counted = listed.group_by("city").agg(*counts, soonest)
    found = _telling(matter, tables).join(counted, on="city", how="left", maintain_order="left")
    filled = found.with_columns(pl.col(STATES).fill_null(0), pl.lit(matter.name).alias("matter"))
    return filled.with_columns(pl.col("city").cast(pl.String)).select(list(DUE_COUNTS)).cast(dict(DUE_COUNTS))  # type: ignore[arg-type]


def _telling(matter: DueMatter, tables: pl.DataFrame) -> pl.DataFrame:
    """The cities whose registers tell of a matter: its own with every column, and those it looks into."""
    has_all = pl.all_horizontal(pl.lit(True), *(pl.col("columns").list.contains(name) for name in matter.needs))
    cities = tables.filter(pl.col("register") == matter.register, has_all).select("city").unique()
    for name in matter.also:
        cities = cities.join(tables.filter(pl.col("register") == name).select("city").unique(), on="city", how="semi")
    return cities.sort("city")


def count_cities_repairs(cities: Sequence[str], on: date, engine: str = POLARS, master: str = "") -> NationalCounts:
    """How many adverse records of each city have which days of repair and display: REPAIR_KINDS.

    `cities`: by code. Penalties of all months up to the day's, entries of the newest list. Raises `InputError` where no
    city delivered a register, for an engine that cannot be had, and for documents at fault.
    """
    rules, months, now = checked_repair_rules(), delivered_months(cities, on), moment_of_day(on)
    own = {city: {name: found.get(name, []) for name in (PENALTIES, LISTS)} for city, found in months.items()}
    read_adverse(own, now)
    wanted = {PENALTIES: lambda found: found[PENALTIES], LISTS: lambda found: found[LISTS][-1:]}
    paths = {
        name: [path for city, found in own.items()
               for path in sorted_registers.sorted_paths([city], which(found), REGISTERS[name])]
        for name, which in wanted.items()
    }  # fmt: skip
    with frames_of_paths(engine, master, paths) as frames:
        alike = pl.concat([_alike(name, frames[name], on) for name in paths])
    kinds = alike.select("subject", "dated", "confiscated").unique(maintain_order=True)
    days = repair_days(kinds, on, rules)
    rows = alike.join(days, on=["subject", "dated", "confiscated"], how="left", nulls_equal=True, maintain_order="left")
    listed = rows.with_columns(pl.col("city").cast(pl.String)).select(list(REPAIR_KINDS)).cast(dict(REPAIR_KINDS))  # type: ignore[arg-type]
    return _counts(on, listed, {city: list(found.values()) for city, found in own.items()})


def read_adverse(own: Months, now: Moment) -> None:
    """Read the penalties of every month and the newest lists, where they are not yet read."""
    months = {month for found in own.values() for month in (*found[PENALTIES], *found[LISTS][-1:])}
    for month in sorted(months):
        cities = [city for city, found in own.items() if month in (*found[PENALTIES], *found[LISTS][-1:])]
        refresh_deliveries(cities, Moment(month, now.values))


def _alike(name: str, frame: nw.LazyFrame[Any], on: date) -> pl.DataFrame:
    """How many records of each city are alike in what decides their days; those that left by the day are none."""
    rows = _penalties(frame) if name == PENALTIES else _entries(frame, on)
    grouped = rows.filter(nw.col("dated") <= on).group_by("city", "subject", "dated", "confiscated")
    counted = grouped.agg(nw.len().alias("records"))
    native = counted.to_native()
    found = native.collect() if isinstance(native, pl.LazyFrame) else counted.collect("polars").to_native()
    typed = {"city": pl.Int32, "confiscated": pl.Int64, "records": pl.Int64, "subject": pl.String}
    return found.cast(typed).sort("city", "subject", "dated", "confiscated")  # type: ignore[arg-type]


def _penalties(frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Penalties; of a sum confiscated it is only asked whether there is one."""
    some = nw.when(nw.col("confiscated") > 0).then(nw.lit(1)).otherwise(nw.lit(0)).alias("confiscated")
    return frame.select("city", nw.lit(PENALTIES).alias("subject"), nw.col(DATED[PENALTIES]).alias("dated"), some)


def _entries(frame: nw.LazyFrame[Any], on: date) -> nw.LazyFrame[Any]:
    """Adverse entries that have not left by the day."""
    left = nw.when(nw.col("exited_on") <= on).then(nw.lit(True)).otherwise(nw.lit(False))
    kept = frame.filter(nw.col("kind").is_in(ADVERSE), ~left)
    subject = nw.concat_str(nw.lit(f"{LISTS}."), nw.col("kind")).alias("subject")
    return kept.select("city", subject, nw.col(DATED[LISTS]).alias("dated"), nw.lit(0).alias("confiscated"))
