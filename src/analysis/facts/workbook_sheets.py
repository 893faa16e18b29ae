"""The visible sheets of a workbook as tables of text: what was read of it, and what was not (工作簿读取)."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from analysis.facts.headings import MOST_COLUMNS, MOST_ROWS, Sheet, Vocabulary, cell_place, headed_sheet
from analysis.file_checks import check_workbook_archive, file_error, size_error
from analysis.hidden_cells import hidden_cells, hidden_remarks, open_elsewhere_remarks
from analysis.paths import display_path
from analysis.problems import InputError, Problem, Problems

MOST_CELLS = 5_000_000
OWN_SHEETS = ("说明", "清单")
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def read_workbook(path: Path, words: Vocabulary) -> list[Sheet]:
    """The tables of a workbook: each visible sheet that is not empty, except the template's own.

    Stored results of formulas are taken; one without is told in `faults`. Hidden rows and columns are read like
    others, hidden sheets are not: `remarks` says so. Raises `InputError`: no workbook, packed suspiciously, too large.
    """
    file = display_path(path)
    check_workbook_archive(path)
    try:
        return _sheets(path, file, words)
    except InputError:
        raise
    except Exception as error:  # openpyxl raises nearly anything for a broken workbook
        zh = "不是完好的 Excel 工作簿；请在表格软件中打开并另存为 .xlsx。"
        en = f"This is no sound workbook ({type(error).__name__}); open it and save it again as .xlsx."
        raise file_error(file, zh, en) from None


def _sheets(path: Path, file: str, words: Vocabulary) -> list[Sheet]:
    import openpyxl  # slow to load, and only workbooks need it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        stored = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        typed = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
        try:
            pairs = list(zip(stored.worksheets, typed.worksheets, strict=True))
            visible = [pair for pair in pairs if pair[0].sheet_state == "visible"]
            read = [_sheet(*pair, file, words) for pair in visible]
        finally:
            stored.close()
            typed.close()
    tables = [sheet for sheet in read if sheet is not None and not _own(sheet, words)]
    if not tables:
        raise file_error(file, "没有可读的内容（隐藏的工作表不读）。", "Nothing to read (hidden sheets are not read).")
    unread = [sheet.title for sheet, _ in pairs if sheet.sheet_state != "visible"]
    return [tables[0].remarked(_of_file(path, file, unread)), *tables[1:]]


def _of_file(path: Path, file: str, unread: Sequence[str]) -> Iterator[Problem]:
    for title in unread:
        zh = "隐藏的工作表，未读；要读请取消隐藏。"
        yield Problem(cell_place(file, title), zh, "A hidden sheet; not read. Unhide it to have it read.")
    yield from open_elsewhere_remarks(path)


def _own(sheet: Sheet, words: Vocabulary) -> bool:
    return sheet.name in OWN_SHEETS and not words.is_table(sheet.headings)


def _sheet(stored: Any, typed: Any, file: str, words: Vocabulary) -> Sheet | None:
    problems = Problems()
    rows = [(number, texts) for number, texts in _rows(stored, typed, file, problems) if any(texts)]
    if not rows:
        return None
    width = max(len(texts) for _, texts in rows)
    even = [(number, texts + [""] * (width - len(texts))) for number, texts in rows]
    sheet = headed_sheet(file, stored.title, even, words, problems.found)
    return sheet.remarked(_hidden(sheet, stored.parent._archive.read(stored._worksheet_path)))


def _hidden(sheet: Sheet, content: bytes) -> Iterator[Problem]:
    """What a reader of the workbook does not see, though it counts."""
    numbers, hidden = {number for number, _ in sheet.rows}, hidden_cells([content])
    columns = [name for place, name in enumerate(sheet.headings) if name and place in hidden.columns]
    return hidden_remarks(sheet.place(), sorted(hidden.rows & numbers), columns)


def _rows(stored: Any, typed: Any, file: str, problems: Problems) -> Iterator[tuple[int, list[str]]]:
    cells = 0
    for sheet in (stored, typed):
        sheet.reset_dimensions()
    for number, pair in enumerate(zip(stored.iter_rows(), typed.iter_rows(), strict=True), 1):
        cells += len(pair[0]) + 1
        if cells > MOST_CELLS:
            raise size_error(f"{file}, {stored.title}", MOST_CELLS, "个单元格", "cells")
        for place in formulas_without_result(*pair):
            zh, en = (
                "公式没有结果；请在表格软件中打开并保存。",
                "A formula without a result; open and save it in Excel.",
            )
            problems.report(f"{file}, {stored.title}, {place}", zh, en)
        yield (
            number,
            _within_bounds([spreadsheet_cell_text(cell) for cell in pair[0]], number, f"{file}, {stored.title}"),
        )


def _within_bounds(texts: list[str], number: int, where: str) -> list[str]:
    if number > MOST_ROWS and any(texts):
        raise size_error(where, MOST_ROWS, "行", "rows")
    if any(texts[MOST_COLUMNS:]):
        raise size_error(where, MOST_COLUMNS, "列", "columns")
    return texts[:MOST_COLUMNS]


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
