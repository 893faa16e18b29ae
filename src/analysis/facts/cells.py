"""One spreadsheet cell as the text a reader sees in it (单元格)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def spreadsheet_cell_text(cell: Any) -> str:
    """The cell as text: numbers in plain digits, at most 15 as Excel shows them; dates as YYYY-MM-DD.

    A number shown as a percentage comes as one: 0.95 in the format 0% is 95%.
    """
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return _number(value, cell.number_format or "")
    if isinstance(value, datetime) and value.time().isoformat() == "00:00:00":
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def _number(value: float, shown_as: str) -> str:
    number = Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))
    if "%" in QUOTED.sub("", shown_as):
        return f"{_plain(number * 100)}%"
    return _plain(number)


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def formulas_without_result(stored: Sequence[Any], typed: Sequence[Any]) -> Iterator[str]:
    """The coordinates of formulas for which the workbook keeps no result."""
    for result, formula in zip(stored, typed, strict=True):
        if formula.data_type == "f" and result.value is None:
            yield formula.coordinate
