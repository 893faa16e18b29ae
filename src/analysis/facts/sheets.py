"""Tables of text out of CSV, XLSX and Parquet files, each cell with its place (表格读取)."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from analysis.facts.headings import (
    LONGEST_TEXT,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    REQUIRED,
    Sheet,
    cell_place,
    heading_column,
)
from analysis.file_checks import (
    check_file_content,
    check_file_name,
    check_workbook_archive,
    decoded_text,
    file_error,
    size_error,
)
from analysis.paths import display_path
from analysis.problems import InputError, Problem, Problems
from analysis.text_normalisation import tidy_text

SEPARATORS = (",", ";", "\t")

Record = tuple[int, list[str]]
MOST_CELLS = 5_000_000
OWN_SHEETS = ("说明", "清单")
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def read_sheets(path: Path | str) -> list[Sheet]:
    """The tables of one file, by its ending: .csv, .tsv, .xlsx or .parquet.

    All cells are text, not yet understood. Raises `InputError`: file missing, unreadable, empty, too large,
    of another kind, or not what its ending says.
    """
    file = Path(path)
    check_file_name(file, READERS)
    _exists(file)
    check_file_content(file)
    return READERS[file.suffix.casefold()](file)


def _exists(file: Path) -> None:
    try:
        size = file.stat().st_size
    except OSError as error:
        zh, en = "找不到此文件。", f"This file is missing ({error.strerror})."
        raise file_error(display_path(file), zh, en) from None
    if not file.is_file():
        raise file_error(display_path(file), "这不是文件。", "This is not a file.")
    if size == 0:
        raise file_error(display_path(file), "文件是空的。", "The file is empty.")
    if size > MOST_BYTES:
        raise size_error(display_path(file), MOST_BYTES, "字节", "bytes")


def read_csv(path: Path) -> list[Sheet]:
    """The one table of a CSV file; the first row that is not empty holds the headings.

    UTF-8 with or without mark, GB18030 (GBK), UTF-16 with mark; comma, semicolon or tab.
    Rows of the wrong length are told in `faults`. Raises `InputError` for another encoding, an open quotation mark.
    """
    file, text = display_path(path), decoded_text(path)
    records = [(number, cells) for number, cells in _records(text, file) if any(map(str.strip, cells))]
    if not records:
        raise file_error(file, "文件是空的。", "The file is empty.")
    (_, headings), *rows = records
    even, faults = _even(file, len(headings), rows)
    return [Sheet(file, "", [tidy_text(heading) for heading in headings], even, faults)]


def _records(text: str, file: str) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error:
            zh, en = (
                "引号不成对，或一格过长；请检查此行。",
                "A quotation mark is open or a cell too long; check it.",
            )
            raise file_error(cell_place(file, row=number), zh, en) from None
        if cells is None:
            return
        if number > MOST_ROWS:
            raise size_error(file, MOST_ROWS, "行", "rows")
        yield number, cells


def _separator(text: str) -> str:
    start = text.lstrip("\r\n")[:10_000]
    return max(SEPARATORS, key=lambda sign: _known_headings(start, sign))


def _known_headings(start: str, sign: str) -> int:
    try:
        first = next(csv.reader(io.StringIO(start, newline=""), delimiter=sign), [])
    except csv.Error:
        return 0
    return sum(heading_column(heading) is not None for heading in first)


def _even(file: str, width: int, rows: list[Record]) -> tuple[list[Record], list[Problem]]:
    if width > MOST_COLUMNS:
        raise size_error(file, MOST_COLUMNS, "列", "columns")
    problems = Problems()
    for number, cells in rows:
        if len(cells) != width:
            zh = f"有 {len(cells)} 格，表头有 {width} 格；数值中的逗号请加引号，残缺的行请补全。"
            en = f"{len(cells)} cells under {width} headings; quote a comma, or complete the row."
            problems.report(cell_place(file, row=number), zh, en)
    return [record for record in rows if len(record[1]) == width], problems.found


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
    return sheet.name in OWN_SHEETS and sum(map(bool, map(heading_column, sheet.headings))) < len(REQUIRED)


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


def read_parquet(path: Path) -> list[Sheet]:
    """The one table of a Parquet file as text; row numbers count from 1 at the first record.

    Raises `InputError` where it is no Parquet, too large, or holds nested or binary columns.
    """
    file = display_path(path)
    try:
        frame = _bounded(pl.scan_parquet(path, glob=False), file)
        texts = [_texts(frame[name], file) for name in frame.columns]
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        zh, en = "不是完好的 Parquet 文件；请重新导出。", "This is no sound Parquet file; export it again."
        raise file_error(file, zh, en) from None
    rows = [(number, cells) for number, cells in enumerate(zip(*texts, strict=True), 1) if any(cells)]
    return [Sheet(file, "", frame.columns, rows)]


def _bounded(scan: pl.LazyFrame, file: str) -> pl.DataFrame:
    if len(scan.collect_schema()) > MOST_COLUMNS:
        raise size_error(file, MOST_COLUMNS, "列", "columns")
    if scan.select(pl.len()).collect().item() > MOST_ROWS:
        raise size_error(file, MOST_ROWS, "行", "rows")
    return scan.collect()


def _texts(column: pl.Series, file: str) -> list[str]:
    if column.dtype.is_nested() or column.dtype == pl.Binary:
        zh, en = "此列不是文字、数或日期。", "This column holds neither text nor numbers nor dates."
        raise file_error(f"{file}, {column.name}", zh, en)
    if column.dtype.is_float() or column.dtype == pl.Boolean:
        return ["" if value is None else _written(value) for value in column.to_list()]
    text = column.cast(pl.String)
    longest = text.str.len_chars().max()
    if isinstance(longest, int) and longest > LONGEST_TEXT:
        raise size_error(f"{file}, {column.name}", LONGEST_TEXT, "字", "characters in a cell")
    return text.fill_null("").to_list()


def _written(value: float) -> str:
    return format(value, ".0f") if float(value).is_integer() else repr(value)


READERS = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".xlsx": read_workbook,
    ".parquet": read_parquet,
}
