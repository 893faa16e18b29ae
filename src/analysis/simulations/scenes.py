"""What a made-up city is told of: its months, its seed, its calendar; and how a register's story is kept (布景)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import polars as pl

from analysis import calendars
from analysis.calendars import EPOCH
from analysis.simulations.simulation_settings import Settings

FLOW, STOCK = "flow", "stock"


@dataclass(frozen=True, eq=False)
class Scene:
    """A city over some months. Everything drawn depends on the seed and on what it is drawn for."""

    city: str
    name: str
    months: tuple[str, ...]
    entities: int
    seed: int
    faults: Mapping[str, float]
    settings: Settings
    worked: pl.DataFrame

    def draw(self, *names: str) -> np.random.Generator:
        """The random numbers for one purpose."""
        return np.random.default_rng([self.seed, *"/".join((self.city, *names)).encode()])

    @property
    def first(self) -> date:
        """The first day of the first month."""
        return calendars.month_start(self.months[0])

    @property
    def last(self) -> date:
        """The last day of the last month."""
        return calendars.month_end(self.months[-1])

    @property
    def begin(self) -> date:
        """The day from which the registers of stock hold records; not before the first known year."""
        before = calendars.months_back(self.months[0], int(self.settings["history"]["months_before"]) + 1)
        return max(calendars.month_start(before[0]), self.worked["day"][0])

    @property
    def export(self) -> date:
        """The day the registers are exported; later events are not in them. Never in a year without a calendar."""
        day = self.last + timedelta(days=int(self.settings["history"]["export_day"]))
        return min(day, self.worked["day"][-1])


@dataclass(frozen=True, eq=False)
class RegisterStory:
    """All that happens to the records of one register, as it truly was.

    `begins`: the day a record comes to be. `kind`: flow or stock, as the offices deliver it. `later`: days that show
    only once they have come, each with the columns that show with it. `finish`: the rows as they stand on a day.
    """

    name: str
    rows: pl.DataFrame
    begins: str | None = None
    kind: str = STOCK
    later: Mapping[str, Sequence[str]] = field(default_factory=dict)
    finish: Callable[[pl.DataFrame, date], pl.DataFrame] = lambda rows, _: rows


def month_delivery(story: RegisterStory, month: str) -> pl.DataFrame:
    """The records as a month's delivery has them: those of the month, or all that stand at its end."""
    first, last = calendars.month_start(month), calendars.month_end(month)
    rows = story.rows
    if story.begins:
        rows = rows.filter(pl.col(story.begins).is_between(first if story.kind == FLOW else date.min, last))
    hidden = [
        pl.when(pl.col(day) <= last).then(pl.col(name)).alias(name)
        for day, along in story.later.items()
        for name in (*along, day)
    ]
    return story.finish(rows.with_columns(hidden), last)


def random_days(draw: np.random.Generator, count: int, first: date, last: date) -> pl.Series:
    """So many days between two, both included."""
    numbers = draw.integers((first - EPOCH).days, (last - EPOCH).days + 1, count)
    return pl.Series(numbers.astype(np.int32)).cast(pl.Date)


def days_after(
    days: pl.Series, waits: np.ndarray, last: date, draw: np.random.Generator, happens: float = 1.0
) -> pl.Series:
    """Each day and a wait in whole days, for the share that happens at all; null beyond the last day."""
    then = (days.cast(pl.Int32) + pl.Series(waits.astype(np.int32))).cast(pl.Date)
    done = (then <= last).fill_null(False) & pl.Series(draw.random(len(days)) < happens)
    return then.zip_with(done, pl.Series([None], dtype=pl.Date))


def random_words(draw: np.random.Generator, count: int, words: Sequence[str] | Mapping[str, float]) -> pl.Series:
    """So many words, alike or by their shares."""
    shares = np.array(list(words.values()), dtype=float) if isinstance(words, Mapping) else np.ones(len(words))
    places = draw.choice(len(words), size=count, p=shares / shares.sum())
    return pl.Series(list(words), dtype=pl.String).gather(pl.Series(places, dtype=pl.UInt32))


def numbered_records(rows: pl.DataFrame, start: str) -> pl.DataFrame:
    """The rows with a `record`: what its numbers start with and eight digits from 1 on."""
    number = pl.int_range(1, rows.height + 1).cast(pl.String).str.zfill(8)
    return rows.with_columns((pl.lit(start) + number).alias("record"))


def random_truths(draw: np.random.Generator, count: int, share: float) -> pl.Series:
    """So many truths, of which about the share holds."""
    return pl.Series(draw.random(count) < share)


def values_where(truths: pl.Series, values: pl.Series) -> pl.Series:
    """The values where the truths hold, else null."""
    return values.zip_with(truths.fill_null(False), pl.Series([None], dtype=values.dtype))


class WorkingDays:
    """Working days as an office counts them off a wall calendar: lists of days and their places."""

    def __init__(self, worked: pl.DataFrame) -> None:
        self._start = (worked["day"][0] - EPOCH).days
        self._count = worked["worked"].to_numpy().astype(np.int64)
        works = np.diff(self._count, prepend=0) > 0
        self._days = np.flatnonzero(works) + self._start

    def so_far(self, days: pl.Series) -> np.ndarray:
        """How many working days there were up to each day, it included."""
        return self._count[days.cast(pl.Int32).to_numpy() - self._start]

    def passed(self, days: pl.Series, end: date) -> pl.Series:
        """How many working days have passed after each day up to the end of another."""
        return pl.Series(self._count[(end - EPOCH).days - self._start] - self.so_far(days))

    def nth(self, days: pl.Series, waits: np.ndarray, rest: np.ndarray) -> pl.Series:
        """The day on which so many working days have passed after each; the day itself for none.

        `rest`: where a rest day follows, that one is taken; it counts no working day more. Null past the calendar.
        """
        start = days.cast(pl.Int32).to_numpy()
        place = self.so_far(days) + waits - 1
        inside = place < len(self._days) - 1
        then = np.where(waits > 0, self._days[np.where(inside, np.maximum(place, 0), 0)], start)
        off = np.minimum(then + 1 - self._start, len(self._count) - 1)
        free = rest & (self._count[off] == self._count[then - self._start])
        later = pl.Series((then + free).astype(np.int32)).cast(pl.Date)
        return values_where(pl.Series(inside), later)
