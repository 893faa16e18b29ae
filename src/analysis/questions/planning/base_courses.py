"""What figures come to by themselves in the months ahead: what stands, what rolls off, what arises (基数走势)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from analysis import facts as figures
from analysis.calendars import MonthWindow, months_back
from analysis.facts import Fact, scopes
from analysis.facts.measured import measuring_values
from analysis.problems import InputError, Problem
from analysis.questions.planning.plan_paces import PaceLine
from analysis.questions.starting_points import StartingPoint
from analysis.scenarios import Scenario, build_cases, every_fact_frame

STANDING, ROLLING, MONTHLY = "standing", "rolling", "monthly"
STEADY, FADING = "steady", "fading"
"""Two readings of what a rolling window holds today: as much arises as rolls off; or nothing more arises by itself."""
FLOW, ANY, YEAR = "flow", "any", 12
NOISE, CENTS = 1e-9, 2


def course_kind(fact: Fact) -> str:
    """How a figure passes from month to month: it stands; its records roll off after the window; the month's own."""
    if fact.nature != FLOW or fact.counted == scopes.AVERAGE:
        return STANDING
    return {scopes.TWELVE_MONTHS: ROLLING, scopes.MONTH: MONTHLY}.get(fact.window, STANDING)


def months_ahead(month: str, last: str) -> tuple[str, ...]:
    """The months after one up to another, earliest first."""
    ends = [int(text[:4]) * YEAR + int(text[5:]) for text in (month, last)]
    return months_back(last, ends[1] - ends[0]) if ends[1] > ends[0] else ()


def later_month(month: str, count: int) -> str:
    """The month so many months later."""
    whole = int(month[:4]) * YEAR + int(month[5:]) - 1 + count
    return f"{whole // YEAR:04d}-{whole % YEAR + 1:02d}"


def window_length(month: str) -> int:
    """How many months a record counts, as `params/measures.toml` says for the month."""
    return measuring_values()["window_months"].on(MonthWindow(month, 1).last).number


@dataclass(frozen=True)
class FigureCourse:
    """What a figure comes to by itself in each month ahead, and what will by then have arisen that still counts."""

    kind: str
    figures: tuple[float | None, ...]
    arisen: tuple[float, ...]


def figure_course(
    fact: Fact, now: float | None, count: int, window: int, routine: float | None, reading: str
) -> FigureCourse:
    """The course of a figure over so many months."""
    kind = course_kind(fact)
    if now is None:
        return FigureCourse(kind, (None,) * count, (0.0,) * count)
    if kind == ROLLING:
        return _rolling(fact, now, count, window, routine, reading)
    own = routine or 0.0
    steps = range(1, count + 1)
    if kind == STANDING and not own:
        return FigureCourse(kind, (now,) * count, (0.0,) * count)
    raised = tuple(_fitting(fact, own if kind == MONTHLY else now + own * step) for step in steps)
    return FigureCourse(kind, raised, tuple(own if kind == MONTHLY else own * step for step in steps))


def _rolling(fact: Fact, now: float, count: int, window: int, routine: float | None, reading: str) -> FigureCourse:
    """Today's content taken to lie evenly over the window; what arises is said, or as much as rolls off, or nothing."""
    steady = routine is None and reading == STEADY
    each = now / window if steady else routine or 0.0
    steps = range(1, count + 1)
    arisen = tuple(each * min(step, window) for step in steps)
    left = (now * max(0, window - step) / window for step in steps)
    whole = (now if steady else _fitting(fact, old + new) for old, new in zip(left, arisen, strict=True))
    return FigureCourse(ROLLING, tuple(whole), arisen)


def _fitting(fact: Fact, amount: float) -> float:
    """An amount as the fact is counted: whole, rounded down; money to the fen."""
    return float(math.floor(amount + NOISE)) if figures.is_whole_unit(fact.unit) else round(amount, CENTS)


@dataclass(frozen=True)
class BaseCourses:
    """Every figure's course from a city and month on, under one reading of the windows.

    `months`: the months ahead. `paces`: where they say what arises each month. `window`: how long a record counts.
    """

    here: StartingPoint
    facts: pl.DataFrame
    months: Sequence[str]
    paces: Mapping[str, PaceLine]
    reading: str

    @cached_property
    def window(self) -> int:
        return window_length(self.here.month)

    @cached_property
    def courses(self) -> Mapping[str, FigureCourse]:
        """The course of each fact there is, as the scenario leaves it today."""
        return {name: self._course(name) for name in self._today.columns if name in self.here.book.dictionary}

    def _course(self, name: str) -> FigureCourse:
        fact, line = self.here.book.dictionary[name], self.paces.get(name)
        own = self._today.filter(pl.col("city") == self.here.city)[name][0]
        routine = line.routine if line else None
        return figure_course(fact, own, len(self.months), self.window, routine, self.reading)

    @cached_property
    def _scored(self) -> pl.DataFrame:
        """The facts with what the scenario makes of them, up to today's month."""
        book = self.here.book
        frame = every_fact_frame(self.facts, book).filter(pl.col("month") <= self.here.month)
        compared = frame if book.is_relative else frame.filter(pl.col("city") == self.here.city)
        cases = build_cases(compared, book, self.here.scenario).frame
        moved = [name for name in cases.columns if name in book.dictionary]
        return compared.drop(moved, strict=False).hstack(cases.select(moved))

    @cached_property
    def _today(self) -> pl.DataFrame:
        return self._scored.filter(pl.col("month") == self.here.month)

    def projected(self, moved: Mapping[tuple[str, str], float] | None = None) -> pl.DataFrame:
        """The facts up to today, and the months ahead as they come by themselves, or with moved figures (by fact and
        month). Raises `InputError` where a part would outgrow its whole.
        """
        ahead = [self._month(place, month, moved or {}) for place, month in enumerate(self.months)]
        frame = pl.concat([self._scored, *ahead], how="diagonal_relaxed").sort("city", "month")
        figures.impossible_figures(frame, self.here.book.dictionary, fractions=True).raise_any()
        return frame

    def _month(self, place: int, month: str, moved: Mapping[tuple[str, str], float]) -> pl.DataFrame:
        """A month ahead: the city's own course, all other units as they stand today."""
        own = {name: moved.get((name, month), course.figures[place]) for name, course in self.courses.items()}
        own |= {name: self._lasting(name, how, place) for name, how in self._supplied.items()}
        mine = pl.col("city") == self.here.city
        columns = [
            pl.when(mine).then(pl.lit(figure, dtype=pl.Float64)).otherwise(pl.col(name)).alias(name)
            for name, figure in own.items()
        ]
        return self._today.with_columns(pl.lit(month).alias("month"), *columns)

    @cached_property
    def _supplied(self) -> Mapping[str, tuple[str, int]]:
        """The histories that are supplied under their own names: what is made of how many months."""
        return {
            history.name: (history.how, int(clause.values[history.months].amount or 1))
            for clause in self.here.book.clauses.values()
            for history in clause.histories.values()
            if history.name in self._today.columns
        }

    def _lasting(self, name: str, drawn: tuple[str, int], place: int) -> float | None:
        """A supplied history in a month ahead: what is in force ends when the months are over; else not known."""
        how, length = drawn
        now = self._today.filter(pl.col("city") == self.here.city)[name][0]
        if now is None or how != ANY:
            return None
        return now if place + 1 < length else 0.0

    @cached_property
    def rules(self) -> Scenario:
        """The scenario's rule values and readings: what it makes of figures is in these already."""
        scenario, known_facts = self.here.scenario, self.here.book.dictionary
        kept = tuple(change for change in scenario.changes if change.target not in known_facts)
        return replace(scenario, changes=kept, base=None)


def checked_horizon(month: str, by: str, option: str = "--by") -> tuple[str, ...]:
    """The months ahead up to one. Raises `InputError` where it is not after today's."""
    ahead = months_ahead(month, by)
    if not ahead:
        zh, en = f"应晚于数据月份 {month}。", f"It must be after the month of the figures, {month}."
        raise InputError([Problem(f"{option} {by}", zh, en)])
    return ahead
