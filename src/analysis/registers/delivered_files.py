"""The tables of delivered files as text, each row with its line (送来的文件).

Nothing is understood here: no column is chosen, no type guessed.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from analysis.file_checks import check_file_content, check_file_name, check_workbook_archive, decoded_text
from analysis.hidden_cells import ALL_SEEN, HiddenCells, hidden_by_sheet
from analysis.paths import display_path
from analysis.problems import InputError, Problem
from analysis.registers import workbook_process
from analysis.text_normalisation import quoted_value

LINE, GIVEN, BROKEN = "line", "given", "broken"
MOST_BYTES = 2 * 1024**3
MOST_CELLS = 40_000_000
MOST_COLUMNS = 1_000
MEMORY, SECONDS = 4 * 1024**3, 600
SEPARATORS = ",;\t|"
SAMPLE = 50
"""Lines from the top by which the separator is told."""
MOST_LINES = 200
"""Lines that one record may take up; where it goes on beyond them, a quotation mark was left open."""

Row = tuple[int, list[str], str | None]


@dataclass(frozen=True)
class DeliveredTable:
    """A table of text: its file, its sheet (empty but for workbooks), and its cells.

    `cells`: one column a place, named by its number, all String; `line` Int32 as a spreadsheet numbers it; `given`
    Int32: how many cells the row was written with, null where every row has as many; `broken` String: what is wrong
    with the row as such, null where it is sound. Headings are rows like others, except in Parquet, whose column names
    stand in `headings`. `hidden`: a hidden sheet, of which only the first rows are here. `filled`: lines and places of
    cells that belong to a merged one above and were filled from it. `unseen`: rows and columns hidden in it. `ended`:
    whether the last line has an end.
    """

    file: str
    sheet: str
    cells: pl.DataFrame
    headings: tuple[str, ...] | None = None
    hidden: bool = False
    filled: frozenset[tuple[int, str]] = frozenset()
    unseen: HiddenCells = ALL_SEEN
    ended: bool = True

    def place(self) -> str:
        return f"{self.file}, {self.sheet}" if self.sheet else self.file


def read_tables(path: Path) -> list[DeliveredTable]:
    """The tables of a delivered file, by its ending.

    Raises `InputError`: unreadable, empty, too large, a workbook that asks for too much memory, another kind of file.
    """
    check_file_name(path, READERS)
    if path.stat().st_size > MOST_BYTES:
        zh = f"超过上限 {MOST_BYTES:,} 字节；请分成几个文件。"
        raise InputError(
            [Problem(display_path(path), zh, f"Beyond the limit of {MOST_BYTES:,} bytes; split the file.")]
        )
    check_file_content(path)
    tables = READERS[path.suffix.casefold()](path)
    if all(table.hidden for table in tables):
        zh, en = "没有内容（隐藏的工作表不读）。", "There is nothing in it (hidden sheets are not read)."
        raise InputError([Problem(display_path(path), zh, en)])
    return tables


def _delimited(path: Path) -> list[DeliveredTable]:
    text = decoded_text(path)
    lines = io.StringIO(text, newline="").readlines()
    rows = list(_rows(lines, _separator(lines[:SAMPLE])))
    ended = text.endswith(("\n", "\r"))
    return [replace(_table(display_path(path), "", rows, ragged=True), ended=ended)] if rows else []


def _separator(lines: Sequence[str]) -> str:
    """The sign by which most rows fall into equally many cells."""
    return max(SEPARATORS, key=lambda sign: _agreement(lines, sign))


def _agreement(lines: Sequence[str], sign: str) -> tuple[int, int]:
    widths = Counter(len(cells) for _, cells, _ in _rows(lines, sign) if len(cells) > 1)
    return max(((count, width) for width, count in widths.items()), default=(0, 0))


class _Lines:
    """Hands lines to a reader of records, which can begin again behind the line where the last record began."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines, self.began, self.place = lines, 0, 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.place == len(self.lines):
            raise StopIteration
        if self.place - self.began == MOST_LINES:
            raise csv.Error("a record without an end")
        self.place += 1
        return self.lines[self.place - 1]


def _rows(lines: Sequence[str], sign: str) -> Iterator[Row]:
    """Each record with its number; a line whose quotation marks do not pair is kept as broken, the next ones go on."""
    records, number = _Lines(lines), 0
    reader = csv.reader(records, delimiter=sign, strict=True)
    while True:
        number, records.began = number + 1, records.place
        try:
            cells = next(reader, None)
        except csv.Error:
            records.place = records.began + 1
            reader = csv.reader(records, delimiter=sign, strict=True)
            yield number, [], "broken quotes"
            continue
        if cells is None:
            return
        if any(map(str.strip, cells)):
            yield number, cells, None


def _table(file: str, sheet: str, rows: list[Row], ragged: bool = False) -> DeliveredTable:
    width = max(len(cells) for _, cells, _ in rows)
    if width > MOST_COLUMNS:
        zh = f"超过上限 {MOST_COLUMNS} 列；请核对分隔符。"
        raise InputError([Problem(file, zh, f"Beyond the limit of {MOST_COLUMNS} columns; check the separator.")])
    columns = [[cells[place] if place < len(cells) else None for _, cells, _ in rows] for place in range(width)]
    frame = pl.DataFrame({str(place): pl.Series(cells, dtype=pl.String) for place, cells in enumerate(columns)})
    numbered = frame.with_columns(
        pl.Series(LINE, [number for number, _, _ in rows], dtype=pl.Int32),
        pl.Series(GIVEN, [len(cells) if ragged else None for _, cells, _ in rows], dtype=pl.Int32),
        pl.Series(BROKEN, [broken for _, _, broken in rows], dtype=pl.String),
    )
    return DeliveredTable(file, sheet, numbered)


def _workbook(path: Path) -> list[DeliveredTable]:
    if path.suffix.casefold() == ".xlsx":
        check_workbook_archive(path)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "rows.jsonl"
        limits = map(str, (MEMORY, SECONDS, MOST_CELLS))
        command = [sys.executable, "-I", workbook_process.__file__, str(path), str(output), *limits]
        ended = subprocess.run(command, capture_output=True, check=False)
        if ended.returncode:
            raise InputError([_unopened(path, ended.returncode)])
        return _opened(path, output)


def _unopened(path: Path, code: int) -> Problem:
    zh = "打不开：已损坏、已加密，或要占用过多内存；请在表格软件中打开，只留数据，另存后再试。"
    en = (
        "It can't be opened: broken, encrypted, or asking for too much memory; open it in a spreadsheet, "
        f"keep only the data, save it anew (code {code})."
    )
    return Problem(display_path(path), zh, en)


def _opened(path: Path, output: Path) -> list[DeliveredTable]:
    with output.open(encoding="utf-8") as lines:
        sheets = json.loads(next(lines))
        rows: dict[int, list[Row]] = {}
        filled: dict[int, set[tuple[int, str]]] = {}
        for text in lines:
            place, line, cells, below = json.loads(text)
            rows.setdefault(place, []).append((line, cells, None))
            filled.setdefault(place, set()).update((line, str(column)) for column in below)
    file, unseen = display_path(path), hidden_by_sheet(path)
    read = {place: _table(file, quoted_value(sheets[place][0]), cells) for place, cells in rows.items()}
    own = [(table, sheets[place][1], filled[place], unseen.get(place, ALL_SEEN)) for place, table in read.items()]
    return [replace(table, hidden=not seen, filled=frozenset(below), unseen=cells) for table, seen, below, cells in own]


def _parquet(path: Path) -> list[DeliveredTable]:
    try:
        frame = pl.read_parquet(path, glob=False)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        zh = "不是完好的 Parquet 文件；请重新导出。"
        raise InputError([Problem(display_path(path), zh, "This is no sound Parquet file; export it again.")]) from None
    nested = [name for name in frame.columns if frame[name].dtype.is_nested() or frame[name].dtype == pl.Binary]
    if nested:
        zh, en = f"列 {nested} 不是文字、数或日期。", f"The columns {nested} hold neither text, numbers nor dates."
        raise InputError([Problem(display_path(path), zh, en)])
    texts = [_text(frame[name]).alias(str(place)) for place, name in enumerate(frame.columns)]
    lines = pl.int_range(1, frame.height + 1, dtype=pl.Int32, eager=True).alias(LINE)
    sound = [pl.Series(GIVEN, [None] * frame.height, pl.Int32), pl.Series(BROKEN, [None] * frame.height, pl.String)]
    table = DeliveredTable(display_path(path), "", pl.DataFrame([*texts, lines, *sound]), tuple(frame.columns))
    return [table] if frame.columns else []


def _text(column: pl.Series) -> pl.Series:
    """A typed column as text; whole floats without their point."""
    if column.dtype == pl.Boolean:
        return column.cast(pl.Int8).cast(pl.String)
    if column.dtype.is_float():
        whole = (column % 1 == 0) & (column.abs() < 1e15)
        plain = column.cast(pl.Int64, strict=False).cast(pl.String)
        return pl.select(pl.when(whole).then(plain).otherwise(column.cast(pl.String))).to_series()
    return column.cast(pl.String)


READERS: dict[str, Callable[[Path], list[DeliveredTable]]] = {
    ".csv": _delimited,
    ".tsv": _delimited,
    ".xlsx": _workbook,
    ".xls": _workbook,
    ".parquet": _parquet,
}
