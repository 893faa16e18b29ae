"""XLSX workbooks, looked over before they are opened (Excel 读取)."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis.facts import columns
from analysis.facts.cells import formulas_without_result, spreadsheet_cell_text
from analysis.facts.tables import MOST_COLUMNS, MOST_ROWS, Sheet
from analysis.file_checks import check_workbook_archive, file_error, size_error
from analysis.paths import display_path
from analysis.problems import InputError, Problems

MOST_CELLS = 5_000_000
OWN_SHEETS = ("说明", "清单")


def read_workbook(path: Path) -> list[Sheet]:
    """The tables of a workbook: each visible sheet that is not empty, except the template's own.

    Stored results of formulas are taken; one without is told in `faults`. Hidden rows are read like others.
    Raises `InputError`: no workbook, packed suspiciously, too large, protected by a password.
    """
    file = display_path(path)
    check_workbook_archive(path)
    try:
        return _sheets(path, file)
    except InputError:
        raise
    except Exception as error:  # openpyxl raises nearly anything for a broken workbook
        zh = "不是完好的 Excel 工作簿；请在表格软件中打开并另存为 .xlsx。"
        en = f"This is no sound workbook ({type(error).__name__}); open it and save it again as .xlsx."
        raise file_error(file, zh, en) from None


def _sheets(path: Path, file: str) -> list[Sheet]:
    import openpyxl  # slow to load, and only workbooks need it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        stored = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        typed = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
        try:
            pairs = zip(stored.worksheets, typed.worksheets, strict=True)
            visible = [pair for pair in pairs if pair[0].sheet_state == "visible"]
            read_sheets = [_sheet(*pair, file) for pair in visible]
        finally:
            stored.close()
            typed.close()
    tables = [sheet for sheet in read_sheets if sheet is not None and not _own(sheet)]
    if not tables:
        raise file_error(file, "没有可读的内容（隐藏的工作表不读）。", "Nothing to read (hidden sheets are not read).")
    return tables


def _own(sheet: Sheet) -> bool:
    return sheet.name in OWN_SHEETS and sum(map(bool, map(columns.heading_column, sheet.headings))) < len(
        columns.REQUIRED
    )


def _sheet(stored: Any, typed: Any, file: str) -> Sheet | None:
    problems = Problems()
    rows = [(number, texts) for number, texts in _rows(stored, typed, file, problems) if any(texts)]
    if not rows:
        return None
    width = max(len(texts) for _, texts in rows)
    (_, headings), *rest = [(number, texts + [""] * (width - len(texts))) for number, texts in rows]
    return Sheet(file, stored.title, headings, rest, problems.found)


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
