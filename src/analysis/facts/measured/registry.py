"""How a fact is measured: which records of a register count, and what is made of them (计量).

A measure is one function: for a moment it gives the condition that a record must meet. The condition is an
expression of narwhals, so that the same one runs on polars and on a cluster; the records it meets are the trace.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import narwhals as nw

from analysis import calendars
from analysis.calendars import MonthWindow, WorkingCalendar
from analysis.facts.dictionary import dictionary
from analysis.facts.measured.rule_values import DatedValue, MeasuringValue, measuring_values
from analysis.facts.scopes import AMOUNT, AVERAGE, MONTH_END, RECORD, TWELVE_MONTHS

COUNT, SUM, MEAN, BODIES = "count", "sum", "mean", "bodies"
WAYS = {RECORD: COUNT, AMOUNT: SUM, AVERAGE: MEAN}
"""What is made of records by what the dictionary says is counted; of anything else, each counts once."""

DOUBTED = ": doubted"

Select = Callable[["Moment"], nw.Expr]
Frames = Mapping[str, nw.LazyFrame[Any]]
Prepare = Callable[[Frames, "Moment"], nw.LazyFrame[Any]]


@dataclass(frozen=True)
class Moment:
    """The end of a month, seen from which a fact is measured: what comes later has not happened yet.

    `values`: the rule values of `params/measures.toml`, such as deadlines. `calendar`: the working days. `span`: the
    window that the fact at hand covers, as the dictionary states it.
    """

    month: str
    values: Mapping[str, MeasuringValue] = field(default_factory=dict, hash=False)
    calendar: WorkingCalendar | None = field(default=None, hash=False, compare=False)
    span: str = TWELVE_MONTHS

    def window(self, span: str) -> MonthWindow:
        """The months that count: the month alone, or as many as `window_months` says."""
        return MonthWindow(self.month, self.number("window_months") if span == TWELVE_MONTHS else 1)

    def over(self, span: str) -> Moment:
        """The same moment, looking back over a window."""
        return replace(self, span=span)

    @property
    def end(self) -> date:
        return MonthWindow(self.month, 1).last

    @property
    def start(self) -> date:
        """The first day of the window; the first of all days where all up to the month's end counts."""
        return date.min if self.span == MONTH_END else self.window(self.span).first

    def number(self, name: str) -> int:
        """A rule value, a whole number, as it is in force at the month's end."""
        return self.values[name].on(self.end).number

    def choice(self, name: str) -> str:
        """What is chosen at the month's end."""
        return str(self.values[name].on(self.end).amount)

    def judge(self, name: str, day: str, rule: Callable[[DatedValue], nw.Expr]) -> nw.Expr:
        """What a rule says of each record of the window, by the rule value in force on the record's own `day`."""
        return self.values[name].judge(self.start, self.end, day, rule)

    def holds(self, column: str) -> nw.Expr:
        """Whether the day in a column lies in the window."""
        day = nw.col(column)
        return day <= self.end if self.span == MONTH_END else (day >= self.start) & (day <= self.end)


@dataclass(frozen=True)
class Measure:
    """How one fact is measured.

    `registers`: where its records stand (the sum over them). `of`: the column added up, averaged, or of which each
    value counts once; none where it is that of the register's `declare_columns`, or records count. `also`: further
    registers it looks into. `columns`: columns it needs that a delivery may lack. `clocks`: the rule value that says
    from which further columns its days are counted. `divisor`: from the kept unit to the
    fact's (fen to yuan). `due`: how many records there must be for the figure to be known at all.
    `doubted`, `doubt`: records that do not count but are told of beside the figure, and the words for so many.
    `window`, `counted`: only where no dictionary states them.
    """

    fact: str
    registers: tuple[str, ...]
    select: Select
    of: str = ""
    also: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    clocks: str = ""
    divisor: float = 1.0
    due: Callable[[Moment], int] | None = None
    doubted: Select | None = None
    doubt: str = ""
    window: str = ""
    counted: str = ""

    @property
    def span(self) -> str:
        """The window whose records count, as the dictionary states it."""
        return self.window or dictionary()[self.fact].window

    @property
    def how(self) -> str:
        """What is made of the records that count: their number, a sum, a mean, or how many different bodies."""
        return WAYS.get(self._counted, BODIES)

    @property
    def column(self) -> str:
        """The column added up, averaged, or of which each value counts once; empty where records count."""
        return self.of or COLUMNS.get((self.registers[0], self._counted), "")

    def met(self, moment: Moment) -> nw.Expr:
        """The condition that a record must meet, over the fact's own window."""
        return self.select(moment.over(self.span))

    def needed_columns(self, moment: Moment) -> tuple[str, ...]:
        """The columns it needs that a delivery may lack, by the rule values in force over its window."""
        here = moment.over(self.span)
        periods = here.values[self.clocks].between(here.start, here.end) if self.clocks else ()
        return tuple(dict.fromkeys((*self.columns, *(period.clock for period in periods))))

    def of_doubted(self) -> Measure | None:
        """The measure of the records told of beside the figure; none where there are none to tell of."""
        named = {"fact": doubted_name(self.fact), "window": self.span, "counted": RECORD, "doubted": None}
        return replace(self, select=self.doubted, **named) if self.doubted else None  # type: ignore[arg-type]

    @property
    def _counted(self) -> str:
        return self.counted or dictionary()[self.fact].counted or RECORD

    @property
    def meaning(self) -> str:
        return (self.select.__doc__ or "").strip()


MEASURES: dict[str, Measure] = {}
PREPARED: dict[str, Prepare] = {}
COLUMNS: dict[tuple[str, str], str] = {}


def declare_measure(*registers: str, **settings: Any) -> Callable[[Select], Select]:
    """Declare the function below as the measure of the fact that bears its name."""

    def declare(select: Select) -> Select:
        if select.__name__ in MEASURES:
            raise ValueError(f"two measures of {select.__name__}")
        MEASURES[select.__name__] = Measure(select.__name__, registers, select, **settings)
        return select

    return declare


def doubted_name(fact: str) -> str:
    """Under what the records are counted that are told of beside a fact's figure."""
    return fact + DOUBTED


def declare_columns(register: str, **columns: str) -> None:
    """Declare which column of a register tells what may be counted once: `body="name"`, `code="code"`."""
    COLUMNS.update({(register, counted): column for counted, column in columns.items()})


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
