"""The due lists and repair dates of many cities, record by record, their rows sought by any engine (多城清单).

Rows are sought once for all cities, where the registers lie; each city's own list is then drawn up from its rows as for
that city alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import narwhals as nw
import polars as pl

from analysis.facts.measured.matters import MATTERS
from analysis.facts.measured.repair_rules import LISTS, PENALTIES
from analysis.facts.measuring.due_records import DueRecords, due_records_of, moment_of_day, open_rows
from analysis.facts.measuring.month_measurement import POLARS, frames_of_paths
from analysis.facts.measuring.national_counts import (
    delivered_months,
    read_adverse,
    refreshed_tables,
    register_paths,
)
from analysis.facts.measuring.repair_records import ADVERSE, RepairRecords, list_repair_records
from analysis.registers import REGISTERS, sorted_registers


def list_cities_due(
    bases: Mapping[str, str], on: date, days: int, engine: str = POLARS, master: str = ""
) -> Iterator[DueRecords]:
    """Each city's due list, as `list_due_records` gives it; a city without registers has none.

    `bases`: of each city, by code, the month whose figures the effects are counted from. Raises `InputError` where no
    city delivered a register, and for an engine that cannot be had.
    """
    months, now = delivered_months(list(bases), on), moment_of_day(on)
    refreshed_tables(months, {name for matter in MATTERS for name in (matter.register, *matter.also)}, now)
    paths = {name: register_paths(months, name, now) for name in REGISTERS}
    with frames_of_paths(engine, master, paths) as frames:
        rows = {matter.name: open_rows(matter, frames, now, on) for matter in MATTERS}
    for city, base in bases.items():
        if months[city]:
            yield due_records_of(city, on, days, base, {name: _own(every, city) for name, every in rows.items()})


def _own(rows: pl.DataFrame, city: str) -> pl.DataFrame:
    """One city's rows, numbered by themselves."""
    own = rows.filter(pl.col("city") == int(city)).drop("row")
    return own.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))


def list_cities_repairs(
    cities: Sequence[str], on: date, engine: str = POLARS, master: str = ""
) -> Iterator[RepairRecords]:
    """Each city's repair dates, as `list_repair_records` gives them; a city without penalties and lists has none.

    Raises `InputError` as `list_cities_due`, and for documents at fault.
    """
    months, now = delivered_months(cities, on), moment_of_day(on)
    own = {city: {name: found.get(name, []) for name in (PENALTIES, LISTS)} for city, found in months.items()}
    read_adverse(own, now)
    rows = _adverse_rows(own, engine, master)
    for city in (city for city, found in own.items() if any(found.values())):
        yield list_repair_records(city, on, {name: _placed(every, city) for name, every in rows.items()})


def _adverse_rows(own: Mapping[str, Mapping[str, Sequence[str]]], engine: str, master: str) -> dict[str, pl.DataFrame]:
    """Every penalty of all months and the newest lists' adverse entries, of all cities, from the engine."""
    wanted = {PENALTIES: slice(None), LISTS: slice(-1, None)}
    paths = {
        name: [path for city, found in own.items()
               for path in sorted_registers.sorted_paths([city], found[name][span], REGISTERS[name])]
        for name, span in wanted.items()
    }  # fmt: skip
    with frames_of_paths(engine, master, paths) as frames:
        kept = {PENALTIES: frames[PENALTIES], LISTS: frames[LISTS].filter(nw.col("kind").is_in(ADVERSE))}
        return {name: _collected(frame, REGISTERS[name].schema()) for name, frame in kept.items()}


def _collected(frame: nw.LazyFrame[Any], schema: Mapping[str, Any]) -> pl.DataFrame:
    native = frame.to_native()
    found = native.collect() if isinstance(native, pl.LazyFrame) else frame.collect("polars").to_native()
    return found.select(pl.col(name).cast(kind) for name, kind in schema.items())


def _placed(rows: pl.DataFrame, city: str) -> pl.DataFrame:
    return rows.filter(pl.col("city") == int(city))
