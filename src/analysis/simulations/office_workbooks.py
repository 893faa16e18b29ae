"""Workbooks as offices lay them out: titles above, merged headings, days and numbers as such (工作簿)."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import polars as pl

from analysis.registers import AMOUNT, COUNT, DATE
from analysis.simulations.delivery_styles import FileStyle
from analysis.simulations.file_cells import DeliveryFile
from analysis.simulations.simulation_settings import register_words

MADE_ON = datetime(2021, 1, 1)  # noqa: DTZ001 - a workbook knows no time zones
DAY_TEXT = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-([01]\d|2[0-8])")
PLAIN_NUMBER = re.compile(r"(?:0|[1-9]\d{0,14})(?:\.\d+)?")
NUMBERS = (AMOUNT, COUNT)
PARTY = ("party_name", "party_kind", "party_code", "person", "person_number", "phone", "identity")
PARTY_HEADING, HINT = "主体信息", "请于规定日期前报送"
TITLE_ROWS = 3


def office_workbook(file: DeliveryFile, cells: pl.DataFrame) -> bytes:
    """A workbook's bytes: the table, an empty sheet, and a hidden one with the words of drop-downs."""
    import xlsxwriter  # slow to load, and only workbooks need it

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": MADE_ON, "title": f"{file.scene.name}（虚构）"})
        sheet = book.add_worksheet(register_words()[file.register.name]["zh"])
        top = _titled(sheet, file, cells.width) if file.style.titled else 0
        top = _headed(sheet, top, file.style)
        _filled(sheet, top, file, cells, book.add_format({"num_format": "yyyy-mm-dd"}))
        _add_other_sheets(book)
    return buffer.getvalue()


def _titled(sheet: Any, file: DeliveryFile, width: int) -> int:
    title = f"{file.scene.name}{register_words()[file.register.name]['zh']}登记表（{file.month}，虚构数据）"
    sheet.merge_range(0, 0, 0, width - 1, title)
    sheet.write_string(1, 0, HINT)
    return TITLE_ROWS


def _headed(sheet: Any, top: int, style: FileStyle) -> int:
    """The headings; in two rows those of a party stand under one merged cell, the others are merged downwards."""
    runs = _neighbouring_runs([place for place, name in enumerate(style.columns.values()) if name in PARTY])
    if not (style.merged and runs):
        sheet.write_row(top, 0, list(style.columns))
        return top + 1
    for first, last in runs:
        sheet.merge_range(top, first, top, last, PARTY_HEADING)
    under = {place for first, last in runs for place in range(first, last + 1)}
    for place, heading in enumerate(style.columns):
        if place in under:
            sheet.write_string(top + 1, place, heading)
        else:
            sheet.merge_range(top, place, top + 1, place, heading)
    return top + 2


def _neighbouring_runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbours as pairs of first and last; lone places are none."""
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return [(run[0], run[-1]) for run in runs if len(run) > 1]


def _filled(sheet: Any, top: int, file: DeliveryFile, cells: pl.DataFrame, day: Any) -> None:
    """The rows; in about half of the workbooks days are days, in the others text."""
    typed = file.draw.random() < 0.5
    for place, (heading, name) in enumerate(file.style.columns.items()):
        kind = file.kind(name)
        for line, text in enumerate(cells[heading].to_list(), start=top):
            if text:
                _cell(sheet, (line, place), text, kind if typed or kind in NUMBERS else "", day)


def _cell(sheet: Any, where: tuple[int, int], text: str, kind: str, day: Any) -> None:
    if kind == DATE and (hit := DAY_TEXT.fullmatch(text)):
        sheet.write_datetime(*where, date(*map(int, hit.groups())), day)
    elif kind in NUMBERS and PLAIN_NUMBER.fullmatch(text):
        sheet.write_number(*where, float(text))
    else:
        sheet.write_string(*where, text)


def _add_other_sheets(book: Any) -> None:
    book.add_worksheet("Sheet2")
    hidden = book.add_worksheet("下拉选项")
    hidden.write_column(0, 0, ["是", "否"])
    hidden.hide()
