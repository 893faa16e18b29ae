"""Frames as a workbook: a sheet each, texts never taken for formulas, equal frames giving equal bytes (工作簿)."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import polars as pl
import xlsxwriter

SETTINGS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}  # fmt: skip
WORKBOOK_DATE = datetime(2020, 1, 1, tzinfo=UTC)
"""The time every workbook bears, so that equal content gives equal bytes."""
WIDTH = 14


def frames_workbook(sheets: Mapping[str, pl.DataFrame]) -> bytes:
    """A workbook with a sheet for each frame: headings, then its rows; numbers unrounded, what is null left empty."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, SETTINGS) as book:
        book.set_properties({"created": WORKBOOK_DATE})
        bold = book.add_format({"bold": True})
        for name, frame in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, max(0, frame.width - 1), WIDTH)
            sheet.write_row(0, 0, frame.columns, bold)
            for place, row in enumerate(frame.iter_rows(), 1):
                sheet.write_row(place, 0, [_cell(value) for value in row])
    return buffer.getvalue()


def _cell(value: Any) -> Any:
    return "; ".join(map(str, value)) if isinstance(value, list) else value
