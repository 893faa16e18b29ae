"""The tables of a file as grids of text, merged cells filled (考核表的格子)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.assessment_tables.word_grids import word_tables
from analysis.assessment_tables.workbook_grids import workbook_tables
from analysis.facts import headings
from analysis.file_checks import check_file_content, check_file_name, decoded_text, file_error, size_error
from analysis.paths import display_path
from analysis.problems import Problems
from analysis.text_normalisation import CONTROL, quoted_value, tidy_text

MOST_BYTES, MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 20 * 1024 * 1024, 5_000, 60, 32_767
SEPARATORS = (",", "\t", ";")
LOOKED_AT = 10_000
PACKED = ".docx"


@dataclass(frozen=True)
class GridCell:
    """A cell's text; whether it only continues the cell above (`merged`) or the cell to its left (`spread`)."""

    text: str
    merged: bool = False
    spread: bool = False


GridRow = tuple[int, tuple[GridCell, ...]]


@dataclass(frozen=True)
class TextGrid:
    """One table: its file, its sheet or place in the document, and its numbered rows, all of one width.

    `caption`: the sheet's name, or the paragraph above the table.
    """

    file: str
    name: str
    rows: tuple[GridRow, ...]
    caption: str = ""

    def place(self, row: int | None = None, column: str = "") -> str:
        """Where a fault stands, as a reader looks for it: file, sheet or table, row, column."""
        return headings.cell_place(self.file, self.name, row, column)


def read_grids(path: Path | str, problems: Problems) -> list[TextGrid]:
    """The tables of a .docx, .xlsx or .csv file, in their order; empty rows are left out.

    What is doubtful in single cells goes to `problems`. Raises `InputError`: file missing, empty, too large, packed
    suspiciously, of another kind, or not what its ending says.
    """
    file = Path(path)
    check_file_name(file, READERS)
    _check_size(file)
    ending = file.suffix.casefold()
    if ending != PACKED:
        check_file_content(file)
    tables = READERS[ending](file, problems)
    grids = [_grid(display_path(file), *table, problems) for table in tables]
    filled = [grid for grid in grids if grid.rows]
    if not filled:
        zh, en = "没有表格可读（隐藏的工作表不读）。", "There is no table to be read (hidden sheets are not)."
        raise file_error(display_path(file), zh, en)
    return filled


def _check_size(file: Path) -> None:
    try:
        size = file.stat().st_size
    except (OSError, ValueError):
        raise file_error(display_path(file), "找不到此文件。", "This file is missing.") from None
    if not file.is_file() or size == 0:
        raise file_error(display_path(file), "这不是文件，或是空的。", "This is not a file, or it is empty.")
    if size > MOST_BYTES:
        raise size_error(display_path(file), MOST_BYTES, "字节", "bytes")


Table = tuple[str, str, list[list[GridCell]]]


def _grid(file: str, name: str, caption: str, rows: Iterable[Iterable[GridCell]], problems: Problems) -> TextGrid:
    listed = [(number, [_tidy(cell) for cell in cells]) for number, cells in enumerate(rows, 1)]
    kept = [(number, cells) for number, cells in listed if any(cell.text for cell in cells)]
    width = max((len(cells) for _, cells in kept), default=0)
    where = headings.cell_place(file, name)
    if len(kept) > MOST_ROWS:
        raise size_error(where, MOST_ROWS, "行", "rows")
    if width > MOST_COLUMNS:
        raise size_error(where, MOST_COLUMNS, "列", "columns")
    even = tuple((number, (*cells, *[GridCell("")] * (width - len(cells)))) for number, cells in kept)
    grid = TextGrid(file, name, even, caption)
    _check_lengths(grid, problems)
    return grid


def _tidy(cell: GridCell) -> GridCell:
    return replace(cell, text=CONTROL.sub("", tidy_text(cell.text)))


def _check_lengths(grid: TextGrid, problems: Problems) -> None:
    for number, cells in grid.rows:
        for place, cell in enumerate(cells, 1):
            if len(cell.text) > LONGEST_CELL:
                zh = (
                    f"这一格有 {len(cell.text)} 字（“{quoted_value(cell.text)}”），超过 {LONGEST_CELL} 字；请拆成几行。"
                )
                en = f"This cell has {len(cell.text)} characters, over {LONGEST_CELL}; part it into several rows."
                problems.report(grid.place(number, f"第{place}列 column {place}"), zh, en)


def _csv_tables(path: Path, _problems: Problems) -> list[Table]:
    text = decoded_text(path)
    start = text[:LOOKED_AT]
    separator = max(SEPARATORS, key=start.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        zh, en = "引号不成对，或一格过长。", "A quotation mark is open, or a cell is too long."
        raise file_error(display_path(path), zh, en) from None
    return [("", "", [[GridCell(cell) for cell in row] for row in rows])]


def _cells(merged: Mapping[tuple[int, int], tuple[int, int]], texts: list[list[str]]) -> list[list[GridCell]]:
    """The texts as cells; `merged` leads from each place within a merged range to its first cell."""
    return [
        [_cell(texts, row, column, merged.get((row, column))) for column in range(len(texts[row]))]
        for row in range(len(texts))
    ]


def _cell(texts: list[list[str]], row: int, column: int, origin: tuple[int, int] | None) -> GridCell:
    if origin is None:
        return GridCell(texts[row][column])
    above, left = origin
    return GridCell(texts[above][left], merged=above < row, spread=left < column)


Origins = dict[tuple[int, int], tuple[int, int]]
Packed = Callable[[Path, Problems], Iterable[tuple[str, str, list[list[str]], Origins]]]


def _packed_tables(read: Packed) -> Callable[[Path, Problems], list[Table]]:
    def tables(path: Path, problems: Problems) -> list[Table]:
        return [(name, caption, _cells(merged, texts)) for name, caption, texts, merged in read(path, problems)]

    return tables


READERS: Mapping[str, Callable[[Path, Problems], list[Table]]] = {
    ".xlsx": _packed_tables(workbook_tables),
    ".docx": _packed_tables(word_tables),
    ".csv": _csv_tables,
}
