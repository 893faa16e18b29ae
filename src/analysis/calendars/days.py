"""Days as people write them, made `YYYY-MM-DD` (日期)."""

from __future__ import annotations

import re
from datetime import date

from analysis.problems import InputError, Problem
from analysis.text_normalisation import folded, quoted_value

WAYS = (
    re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日"),
)


def parse_day(text: str, where: str) -> str:
    """The day as `YYYY-MM-DD`. Raises `InputError` where the text is no day of the calendar."""
    narrow = folded(text)
    for way in WAYS:
        if hit := way.fullmatch(narrow):
            try:
                return date(*map(int, hit.groups())).isoformat()
            except ValueError:
                break
    zh = f"“{quoted_value(text)}”不是日期；写成 2021-04-25 的样子（也可 2021/4/25、20210425、2021年4月25日）。"
    raise InputError([Problem(where, zh, f"'{quoted_value(text)}' is not a day; write it as 2021-04-25.")])
