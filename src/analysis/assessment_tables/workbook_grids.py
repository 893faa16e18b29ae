"""The visible sheets of a workbook as texts, with where cells were merged (工作表)."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analysis.facts import headings, workbook_sheets
from analysis.file_checks import check_workbook_archive, file_error, size_error
from analysis.paths import display_path
from analysis.problems import InputError, Problems

Origins = dict[tuple[int, int], tuple[int, int]]
MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*\bref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']")
MOST_SHEET_ROWS, MOST_SHEET_COLUMNS = 6_000, 80


def workbook_tables(path: Path, problems: Problems) -> list[tuple[str, str, list[list[str]], Origins]]:
    """Each visible sheet: its name (twice), its rows of texts, and for each merged place the cell it belongs to.

    Stored results of formulas are taken; one without goes to `problems`. A text that begins with = stays a text.
    Raises `InputError`: no workbook, packed suspiciously, too large, or broken.
    """
    check_workbook_archive(path)
    try:
        return _sheets(path, problems)
    except InputError:
        raise
    except Exception as error:  # openpyxl raises nearly anything for a broken workbook
        zh = "不是完好的 Excel 工作簿；请在表格软件中打开并另存为 .xlsx。"
        en = f"This is no sound workbook ({type(error).__name__}); open it and save it again as .xlsx."
        raise file_error(display_path(path), zh, en) from None


def _sheets(path: Path, problems: Problems) -> list[tuple[str, str, list[list[str]], Origins]]:
    import openpyxl  # slow to load, and only workbooks need it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        stored = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        typed = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
        try:
            pairs = zip(stored.worksheets, typed.worksheets, strict=True)
            visible = [pair for pair in pairs if pair[0].sheet_state == "visible"]
            return [(pair[0].title, pair[0].title, *_sheet(*pair, display_path(path), problems)) for pair in visible]
        finally:
            stored.close()
            typed.close()


def _sheet(stored: Any, typed: Any, file: str, problems: Problems) -> tuple[list[list[str]], Origins]:
    texts: list[list[str]] = []
    for sheet in (stored, typed):
        sheet.reset_dimensions()
    for pair in zip(stored.iter_rows(), typed.iter_rows(), strict=True):
        for place in workbook_sheets.formulas_without_result(*pair):
            zh = "公式没有结果；请在表格软件中打开并保存，或把公式换成数。"
            en = "A formula without a result: open and save the workbook in Excel, or put in the number."
            problems.report(headings.cell_place(file, f"{stored.title} {place}"), zh, en)
        texts.append(_within([workbook_sheets.spreadsheet_cell_text(cell) for cell in pair[0]], len(texts), file))
    return texts, _origins(stored.parent._archive.read(stored._worksheet_path), texts)


def _within(texts: list[str], rows: int, file: str) -> list[str]:
    if rows > MOST_SHEET_ROWS and any(texts):
        raise size_error(file, MOST_SHEET_ROWS, "行", "rows")
    if any(texts[MOST_SHEET_COLUMNS:]):
        raise size_error(file, MOST_SHEET_COLUMNS, "列", "columns")
    return texts[:MOST_SHEET_COLUMNS] if any(texts) else []


def _origins(content: bytes, texts: list[list[str]]) -> Origins:
    """Every place within a merged range but its first, with that first one; rows are made as wide as ranges are."""
    origins: Origins = {}
    for top, left, bottom, right in _ranges(content):
        for row in range(top, min(bottom, len(texts) - 1) + 1):
            last = min(right, MOST_SHEET_COLUMNS - 1)
            texts[row] += [""] * (last + 1 - len(texts[row]))
            origins |= {(row, column): (top, left) for column in range(left, last + 1) if (row, column) != (top, left)}
    return origins


def _ranges(content: bytes) -> Iterator[tuple[int, int, int, int]]:
    for left, top, right, bottom in MERGED.findall(content):
        yield int(top) - 1, _column(left), int(bottom) - 1, _column(right)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.decode():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
