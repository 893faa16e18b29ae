"""Months and days as people write them, made `YYYY-MM` and `YYYY-MM-DD` (月份与日期)."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

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
