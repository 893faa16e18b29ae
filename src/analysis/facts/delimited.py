"""CSV files as people save them: any usual encoding, separator and line end (CSV 读取)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from analysis.facts import columns
from analysis.facts.tables import MOST_COLUMNS, MOST_ROWS, Sheet, cell_place
from analysis.file_checks import decoded_text, file_error, size_error
from analysis.paths import display_path
from analysis.problems import Problem, Problems
from analysis.text_normalisation import tidy_text

SEPARATORS = (",", ";", "\t")

Record = tuple[int, list[str]]


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
    return sum(columns.heading_column(heading) is not None for heading in first)


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
