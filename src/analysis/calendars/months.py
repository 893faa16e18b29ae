"""Months and days as people write them, months counted back and forth (月份)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import polars as pl

from analysis.problems import InputError, Problem
from analysis.text_normalisation import folded, quoted_value

EARLIEST, LATEST = 1990, 2100
MONTH = re.compile(r"\d{4}-\d{2}")
MONTH_WAYS = (
    re.compile(r"(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?(?:t?00:00(?::00)?)?"),
    re.compile(r"(\d{4})(\d{2})"),
    re.compile(r"(\d{4})年(\d{1,2})月(?:份|(\d{1,2})日)?"),
)
MONTH_FORMS_ZH = "月份写成 2021-03 的样子（也可 2021/3、202103、2021年3月）"
MONTH_FORMS_EN = "write a month as 2021-03 (also 2021/3, 202103, 2021年3月)"
DAY_WAYS = (
    re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日"),
)


@lru_cache(maxsize=4096)
def month_or_none(text: str) -> str | None:
    """The month as `YYYY-MM`, or None where the text is no month; a whole date counts as its month."""
    narrow = folded(text)
    for way in MONTH_WAYS:
        if (hit := way.fullmatch(narrow)) and _real(*hit.groups()):
            return f"{hit[1]}-{int(hit[2]):02d}"
    return None


def _real(year: str, month: str, day: str | None = None) -> bool:
    """Whether there is such a month, and in it such a day: 30 February is a slip of the pen, in month or day."""
    try:
        return EARLIEST <= date(int(year), int(month), int(day or 1)).year <= LATEST
    except ValueError:
        return False


def parse_month(text: str) -> str:
    """The month as `YYYY-MM`. Raises `InputError` where the text is no month.

    >>> from analysis import calendars
    >>> calendars.parse_month("2021年3月"), calendars.parse_month("202103"), calendars.month_or_none("March")
    ('2021-03', '2021-03', None)
    """
    month = month_or_none(str(text))
    if month is None:
        zh, en = (
            f"“{quoted_value(text)}”不是月份；{MONTH_FORMS_ZH}。",
            f"'{quoted_value(text)}' is not a month; {MONTH_FORMS_EN}.",
        )
        raise InputError([Problem("month 月份", zh, en)])
    return month


def parse_day(text: str, where: str) -> str:
    """The day as `YYYY-MM-DD`. Raises `InputError` where the text is no day of the calendar.

    >>> from analysis import calendars
    >>> calendars.parse_day("2021/4/25", "as-of")
    '2021-04-25'
    """
    narrow = folded(str(text))
    for way in DAY_WAYS:
        if hit := way.fullmatch(narrow):
            try:
                return date(*map(int, hit.groups())).isoformat()
            except ValueError:
                break
    zh = f"“{quoted_value(text)}”不是日期；写成 2021-04-25 的样子（也可 2021/4/25、20210425、2021年4月25日）。"
    raise InputError([Problem(where, zh, f"'{quoted_value(text)}' is not a day; write it as 2021-04-25.")])


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
    """The `n` months after `month`, earliest first: of 2021-11, two are 2021-12 and 2022-01.

    Raises `ValueError` for a text that is no month.

    >>> from analysis import calendars
    >>> calendars.months_after("2021-11", 2)
    ('2021-12', '2022-01')
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
