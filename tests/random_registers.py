"""Registers drawn at random by their own columns and kept as if read: nulls, ties and repeats among them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import polars as pl

from analysis.calendars import month_end
from analysis.facts.measured.registry import Moment
from analysis.facts.measuring.register_deliveries import TABLES, delivery_months
from analysis.registers import REGISTERS, Register, register_wordings, sorted_registers
from analysis.registers.schema import AMOUNT, CHOICE, CODE, COUNT, DATE, FLAG, RegisterColumn

BODIES, NAMES = 150, 40
SMALL = {"agencies", "halls", "counties", "visits"}
EDGES = (date(1900, 1, 1), date(9999, 12, 31))


def keep(cities: Sequence[str], moment: Moment, seed: int, rows: int = 300) -> pl.DataFrame:
    """Keep every register of the cities for the months that count; the TABLES frame that tells of them."""
    random, records = np.random.default_rng(seed), []
    for register in REGISTERS.values():
        for city in cities:
            for month in delivery_months(register.name, moment):
                count = 31 if register.name in SMALL else int(random.integers(0, rows))
                _keep(_drawn(register, city, month, moment, count, random), city, month, register)
                records.append(
                    (int(city), month, register.name, f"{register.name}.xlsx", "", _names(register), count, count)
                )
    return pl.DataFrame([(*row, 0, 0, 0, 0, [], True) for row in records], schema=TABLES, orient="row")


def _keep(frame: pl.DataFrame, city: str, month: str, register: Register) -> None:
    place = sorted_registers.sorted_folder(city, month)
    place.mkdir(parents=True, exist_ok=True)
    frame.write_parquet(place / f"{register.name}.parquet", compression="zstd")


def _names(register: Register) -> list[str]:
    return [column.name for column in register.columns]


def _drawn(register: Register, city: str, month: str, moment: Moment, count: int, random) -> pl.DataFrame:
    keys = {"city": [int(city)] * count, "month": [month] * count}
    keys |= {"file": ["x.xlsx"] * count, "sheet": [""] * count, "line": list(range(count))}
    if register.name == "visits":
        count = min(count, month_end(month).day)
        keys = {name: values[:count] for name, values in keys.items()}
    columns = {column.name: column for column in register.columns}
    for name, kind in register.schema().items():
        if name not in keys:
            column = columns.get(name, RegisterColumn(name, _kind(kind)))
            keys[name] = _holed(_values(register, column, month, moment, count, random), column, random)
    return pl.DataFrame(keys, schema=register.schema(), strict=True)


def _kind(kind: pl.DataType) -> str:
    return FLAG if kind == pl.Boolean() else COUNT


def _holed(values: list, column: RegisterColumn, random) -> list:
    if column.required:
        return values
    return [None if gone else value for value, gone in zip(values, random.random(len(values)) < 0.2, strict=True)]


def _values(register: Register, column: RegisterColumn, month: str, moment: Moment, count: int, random) -> list:
    if column.kind == DATE:
        return _days(register, column, month, moment, count, random)
    if column.kind == CHOICE:
        return random.choice(
            sorted(set(register_wordings()[register.name].choices[column.name].values())), count
        ).tolist()
    if column.kind == FLAG:
        return (random.random(count) < 0.5).tolist()
    if column.kind == AMOUNT:
        return (random.integers(0, 10**6, count) ** 2 * random.integers(0, 2, count)).tolist()
    if column.kind == COUNT:
        return random.integers(0, 20, count).tolist()
    most = BODIES if column.kind == CODE else NAMES
    return [f"{'码' if column.kind == CODE else '名'}{number:03d}" for number in random.integers(0, most, count)]


def _days(register: Register, column: RegisterColumn, month: str, moment: Moment, count: int, random) -> list[date]:
    first = date.fromisoformat(f"{month}-01")
    if register.name == "visits":
        return [first + timedelta(days=place) for place in range(count)]
    edges = [moment.start, moment.end, moment.start - timedelta(days=1), moment.end + timedelta(days=1), *EDGES]
    spread = [first + timedelta(days=int(ahead)) for ahead in random.integers(-500, 60, count)]
    return [
        edges[place % len(edges)] if tied else day
        for place, (day, tied) in enumerate(zip(spread, random.random(count) < 0.2, strict=True))
    ]
