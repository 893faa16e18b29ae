"""How a fact is measured: which records of a register count, and what is made of them (计量).

A measure is one function: for a moment it gives the condition that a record must meet. The condition is an
expression of narwhals, so that the same one runs on polars and on a cluster; the records it meets are the trace.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import narwhals as nw

from analysis import calendars
from analysis.calendars import MonthWindow, WorkingCalendar
from analysis.paths import display_path, root
from analysis.problems import InputError, Problem
from analysis.toml_tables import parsed_toml

COUNT, SUM, MEAN, BODIES = "count", "sum", "mean", "bodies"
MONTH, YEAR = "month", "year"

Select = Callable[["Moment"], nw.Expr]
Frames = Mapping[str, nw.LazyFrame[Any]]
Prepare = Callable[[Frames, "Moment"], nw.LazyFrame[Any]]


@dataclass(frozen=True)
class Moment:
    """The end of a month, seen from which a fact is measured: what comes later has not happened yet.

    `values`: the rule values of `params/measures.toml`, such as deadlines. `calendar`: the working days.
    """

    month: str
    values: Mapping[str, float] = field(default_factory=dict, hash=False)
    calendar: WorkingCalendar | None = field(default=None, hash=False, compare=False)

    def window(self, span: str) -> MonthWindow:
        """The months that count: the month alone, or as many as `window_months` says."""
        return MonthWindow(self.month, 1 if span == MONTH else int(self.values["window_months"]))

    @property
    def end(self) -> date:
        return self.window(MONTH).last

    @property
    def start(self) -> date:
        """The first day of the long window."""
        return self.window(YEAR).first


@dataclass(frozen=True)
class Measure:
    """How one fact is measured.

    `registers`: where its records stand (the sum over them). `how`: the number of records, the sum or mean of column
    `of`, or the number of different bodies in column `of`. `span`: the month, or the long window. `also`: further
    registers it looks into. `columns`: columns it needs that a delivery may lack. `divisor`: from the kept unit to the
    fact's (fen to yuan). `due`: how many records there must be for the figure to be known at all.
    """

    fact: str
    registers: tuple[str, ...]
    select: Select
    how: str = COUNT
    of: str = ""
    span: str = YEAR
    also: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    divisor: float = 1.0
    due: Callable[[Moment], int] | None = None

    @property
    def meaning(self) -> str:
        return (self.select.__doc__ or "").strip()


MEASURES: dict[str, Measure] = {}
PREPARED: dict[str, Prepare] = {}


def declare_measure(*registers: str, **settings: Any) -> Callable[[Select], Select]:
    """Declare the function below as the measure of the fact that bears its name."""

    def declare(select: Select) -> Select:
        if select.__name__ in MEASURES:
            raise ValueError(f"two measures of {select.__name__}")
        MEASURES[select.__name__] = Measure(select.__name__, registers, select, **settings)
        return select

    return declare


def declare_preparation(register: str) -> Callable[[Prepare], Prepare]:
    """Declare the function below as what adds columns from other registers to this one before it is measured."""

    def declare(prepare: Prepare) -> Prepare:
        PREPARED[register] = prepare
        return prepare

    return declare


def register_with_lookups(register: str, frames: Frames, moment: Moment) -> nw.LazyFrame[Any]:
    """A register's frame with the columns that its measures use."""
    prepare = PREPARED.get(register)
    return prepare(frames, moment) if prepare else frames[register]


def load_moment(month: str) -> Moment:
    """The end of a month with the values and the calendar in force.

    Raises `InputError` where a table is at fault, or the calendar does not know a year of the window.
    """
    moment = Moment(month, measuring_values(), calendars.load())
    moment.calendar.require(range(moment.start.year, moment.end.year + 1))  # type: ignore[union-attr]
    return moment


def measuring_values() -> Mapping[str, float]:
    """The rule values that measuring needs, from `params/measures.toml`: each with unit and source there."""
    path = root() / "params" / "measures.toml"
    return _read(path, path.stat().st_mtime_ns if path.is_file() else 0)


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> Mapping[str, float]:
    try:
        tables = parsed_toml(path)
        return {name: float(value["is"]) for name, value in tables.items() if value["unit"] and value["source"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        zh, en = "每个值须有 is、unit、source。", f"Each value needs is, unit and source ({error})."
        raise InputError([Problem(display_path(path), zh, en)]) from None
