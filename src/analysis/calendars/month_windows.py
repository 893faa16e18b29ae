"""Windows of whole months (月份窗口)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl


def month_start(month: str) -> date:
    """The first day of a month.

    `month` is `YYYY-MM`, as made by the reader of months; raises `ValueError` for another text.
    """
    return date.fromisoformat(f"{month}-01")


def month_end(month: str) -> date:
    """The last day of a month. `month` is `YYYY-MM`; raises `ValueError` for another text."""
    return (month_start(month) + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def months_back(month: str, n: int) -> tuple[str, ...]:
    """The `n` months up to and including `month`, earliest first: of 2021-03, two are 2021-02 and 2021-03.

    `month` is `YYYY-MM` and so are the months given back. Raises `ValueError` for another text, or `n` below 1.

    >>> from analysis import calendars
    >>> calendars.months_back("2021-02", 3)
    ('2020-12', '2021-01', '2021-02')
    """
    if n < 1:
        raise ValueError(f"a window has at least one month, not {n}")
    start = month_start(month)
    last = start.year * 12 + start.month - 1
    return tuple(f"{count // 12:04d}-{count % 12 + 1:02d}" for count in range(last - n + 1, last + 1))


def months_after(month: str, n: int) -> tuple[str, ...]:
    """The `n` months after `month`, earliest first: of 2021-12, two are 2022-01 and 2022-02.

    >>> from analysis import calendars
    >>> calendars.months_after("2021-12", 2)
    ('2022-01', '2022-02')
    """
    start = month_start(month)
    first = start.year * 12 + start.month
    return tuple(f"{count // 12:04d}-{count % 12 + 1:02d}" for count in range(first, first + n))


@dataclass(frozen=True)
class MonthWindow:
    """The `length` months up to and including `month` (`YYYY-MM`), by default twelve."""

    month: str
    length: int = 12

    @property
    def months(self) -> tuple[str, ...]:
        """The months, earliest first."""
        return months_back(self.month, self.length)

    @property
    def first(self) -> date:
        """The first day of the window."""
        return month_start(self.months[0])

    @property
    def last(self) -> date:
        """The last day of the window, which belongs to it."""
        return month_end(self.month)

    def holds(self, day: pl.Expr) -> pl.Expr:
        """Whether a day (Date or Datetime) lies in the window, its first and last day included; null stays null."""
        return day.cast(pl.Date).is_between(self.first, self.last)
