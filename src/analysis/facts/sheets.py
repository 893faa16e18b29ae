"""Tables of text out of CSV, XLSX and Parquet files, each cell with its place (表格读取)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import polars as pl

from analysis.facts.headings import (
    DEPTH,
    FIGURES,
    LONGEST_TEXT,
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    Record,
    Sheet,
    Vocabulary,
    cell_place,
    headed_sheet,
    heading_place,
    is_note,
)
from analysis.facts.workbook_sheets import read_workbook
from analysis.file_checks import (
    check_file_content,
    check_file_name,
    decoded_text,
    file_error,
    size_error,
)
from analysis.paths import display_path
from analysis.problems import Problem, Problems
from analysis.text_normalisation import quoted_value, tidy_text

SEPARATORS = (",", ";", "\t")


def read_sheets(path: Path | str, words: Vocabulary = FIGURES) -> list[Sheet]:
    """The tables of one file, by its ending: .csv, .tsv, .xlsx or .parquet.

    All cells are text, not yet understood. A title above the headings, remarks below the records and further sheets
    without such headings are passed over; `remarks` of the first table tells of what was not read.
    Raises `InputError`: file missing, unreadable, empty, too large, of another kind, or not what its ending says.
    """
    file = Path(path)
    check_file_name(file, READERS)
    _exists(file)
    check_file_content(file)
    return _tables(READERS[file.suffix.casefold()](file, words), words)


def _tables(read: list[Sheet], words: Vocabulary) -> list[Sheet]:
    """The sheets that are tables of this kind; all of them where none is, so that their faults are told."""
    tables = [sheet for sheet in read if words.is_table(sheet.headings)]
    if not tables:
        return read
    remarks = [_no_table(sheet) for sheet in read if sheet not in tables]
    if len(tables) > 1:
        names = ", ".join(quoted_value(sheet.name) for sheet in tables)
        remarks.append(Problem(tables[0].file, f"读了 {len(tables)} 个工作表：{names}。", f"Sheets read: {names}."))
    return [tables[0].remarked(remarks), *tables[1:]]


def _no_table(sheet: Sheet) -> Problem:
    zh = "没有认出表头（城市或被评单位、月份、指标、数值），此工作表未读；其中有数据的，请补上表头。"
    en = "Its headings (city, month, fact, value) were not recognised; the sheet was not read. Add them if it has data."
    return Problem(sheet.place(), zh, en)


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


def read_csv(path: Path, words: Vocabulary) -> list[Sheet]:
    """The one table of a CSV file.

    UTF-8 with or without mark, GB18030 (GBK), UTF-16 with mark; comma, semicolon or tab.
    Rows of the wrong length are told in `faults`. Raises `InputError` for another encoding, an open quotation mark.
    """
    file, text = display_path(path), decoded_text(path)
    records = [(number, cells) for number, cells in _records(text, file, words) if any(map(str.strip, cells))]
    if not records:
        raise file_error(file, "文件是空的。", "The file is empty.")
    at = heading_place([cells for _, cells in records], words)
    number, headings = records[at]
    tidy = (number, [tidy_text(heading) for heading in headings])
    even, faults = _even(file, headings, records[at + 1 :])
    return [headed_sheet(file, "", [*records[:at], tidy, *even], words, faults)]


def _records(text: str, file: str, words: Vocabulary) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text, words), strict=True)
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


def _separator(text: str, words: Vocabulary) -> str:
    start = text.lstrip("\r\n")[:10_000]
    return max(SEPARATORS, key=lambda sign: _recognised(start, sign, words))


def _recognised(start: str, sign: str, words: Vocabulary) -> int:
    try:
        rows = list(islice(csv.reader(io.StringIO(start, newline=""), delimiter=sign), DEPTH))
    except csv.Error:
        return 0
    return max((len(words.columns(cells)) for cells in rows), default=0)


def _even(file: str, headings: Sequence[str], rows: list[Record]) -> tuple[list[Record], list[Problem]]:
    """The rows with as many cells as there are headings; a remark may have fewer or more."""
    width = len(headings)
    if width > MOST_COLUMNS:
        raise size_error(file, MOST_COLUMNS, "列", "columns")
    problems = Problems()
    for number, cells in rows:
        if len(cells) != width and not is_note(cells, headings):
            zh = f"有 {len(cells)} 格，表头有 {width} 格；数值中的逗号请加引号，残缺的行请补全。"
            en = f"{len(cells)} cells under {width} headings; quote a comma, or complete the row."
            problems.report(cell_place(file, row=number), zh, en)
    return [row for row in rows if len(row[1]) == width or is_note(row[1], headings)], problems.found


def read_parquet(path: Path, _words: Vocabulary) -> list[Sheet]:
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


READERS: Mapping[str, Callable[[Path, Vocabulary], list[Sheet]]] = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".xlsx": read_workbook,
    ".parquet": read_parquet,
}
