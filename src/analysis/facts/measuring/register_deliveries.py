"""What was delivered for a month and the windows that end in it, read and sorted (已送台账)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from analysis.calendars import month_or_none
from analysis.facts.cities import city_candidates
from analysis.facts.measured.registry import MEASURES, Moment
from analysis.facts.scopes import MONTH, TWELVE_MONTHS
from analysis.hidden_cells import open_elsewhere_remarks
from analysis.paths import root
from analysis.problems import Problem
from analysis.registers import FLOW, REGISTERS, files_by_register, register_wordings, sorted_registers

REMARK = pl.Struct({"column": pl.String(), "said": pl.String()})
TABLES = pl.Schema(
    {
        "city": pl.Int32(), "month": pl.String(), "register": pl.String(), "file": pl.String(), "sheet": pl.String(),
        "columns": pl.List(pl.String), "read": pl.Int64(), "used": pl.Int64(), "set_aside": pl.Int64(),
        "natural": pl.Int64(), "disputed": pl.Int64(), "passed": pl.Int64(), "remarks": pl.List(REMARK),
        "whole": pl.Boolean(),
    }
)  # fmt: skip
"""The tables delivered, a row each. `whole`: every file of the register could be read that month, and held a record or
said that there was none. `remarks`: what stands beside the figures, each a column, or none, and what is said."""

Each = Callable[[str, str, int, int], None]


@dataclass(frozen=True)
class Deliveries:
    """The tables found (the TABLES frame), files that could not be read, and what else a reader should know."""

    tables: pl.DataFrame
    unread: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def delivery_months(register: str, moment: Moment, span: str = "") -> tuple[str, ...]:
    """The months whose deliveries count: the month itself; for records of a flow, those of the span.

    Without a span, the longest that any measure of the register uses.
    """
    if REGISTERS[register].kind != FLOW:
        return (moment.month,)
    spans = {span} if span else {measure.span for measure in MEASURES.values() if register in measure.registers}
    return moment.window(TWELVE_MONTHS if TWELVE_MONTHS in spans else MONTH).months


def delivering_cities(month: str) -> tuple[str, ...]:
    """The cities that delivered registers for a month, by code."""
    return _cities_of(path for path in _register_folders() if path.name == month)


def cities_delivering_by(month: str) -> tuple[str, ...]:
    """The cities with a folder of registers of a month or of one before it, by code."""
    return _cities_of(path for path in _register_folders() if is_month_folder(path) and path.name <= month)


def is_month_folder(path: Path) -> bool:
    """Whether a folder bears a month as its name, and not a copy set aside such as `2021-03旧`."""
    return path.is_dir() and month_or_none(path.name) == path.name


def _register_folders() -> Iterable[Path]:
    return (path for path in (root() / "data" / "registers").glob("*/*") if path.is_dir())


def _cities_of(folders: Iterable[Path]) -> tuple[str, ...]:
    named = sorted({path.parent.name for path in folders})
    return tuple(name for name in named if name.isdigit() and any(row["code"] == name for row in city_candidates(name)))


def months_delivered(city: str, until: date) -> dict[str, list[str]]:
    """The months up to a day's own in which each register of a city, by code, was delivered, earliest first."""
    months = dict[str, list[str]]()
    folders = sorted(path.name for path in (root() / "data" / "registers" / city).glob("*") if is_month_folder(path))
    for month in (name for name in folders if name <= f"{until:%Y-%m}"):
        for register in files_by_register(city, month, register_wordings())[0]:
            months.setdefault(register, []).append(month)
    return months


def refresh_deliveries(cities: Sequence[str], moment: Moment, each: Each = lambda *_: None) -> Deliveries:
    """Read what was delivered and is not yet read. `each` is told city, month, place and count before each is read."""
    words, rows, unread, notes = register_wordings(), [], [], []
    wanted = {name: delivery_months(name, moment) for name in REGISTERS}
    every = [(city, month) for city in cities for month in sorted({month for own in wanted.values() for month in own})]
    for place, (city, month) in enumerate(every, start=1):
        each(city, month, place, len(every))
        found, strange = files_by_register(city, month, words)
        unread += strange
        for name in REGISTERS.keys() - found.keys():
            sorted_registers.forget_register(city, month, REGISTERS[name])
        for name in (name for name in found if month in wanted[name]):
            record = sorted_registers.refresh_register(city, month, REGISTERS[name], words[name], found[name])
            rows += _rows(int(city), month, name, record)
            unread += [Problem(*said) for said in record["unread"]]
            notes += [Problem(*said) for said in record["notes"]]
            notes += [note for path in found[name] for note in open_elsewhere_remarks(path)]
    return Deliveries(pl.DataFrame(rows, schema=TABLES), tuple(unread), tuple(dict.fromkeys(notes)))


def _rows(city: int, month: str, register: str, record: dict[str, Any]) -> list[dict[str, Any]]:
    place = {"city": city, "month": month, "register": register, "whole": not record["unread"]}
    every = (
        (table, [{"column": column, "said": zh} for column, zh, _ in table["remarks"]]) for table in record["tables"]
    )
    return [{key: table.get(key) for key in TABLES} | place | {"remarks": remarks} for table, remarks in every]
