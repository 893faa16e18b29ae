"""Tables of text out of CSV, XLSX and Parquet files, each cell with its place (表格读取)."""

from __future__ import annotations

from pathlib import Path

from analysis.facts import columnar, delimited, workbooks
from analysis.facts.tables import MOST_BYTES, Sheet
from analysis.file_checks import file_error, size_error
from analysis.paths import display_path
from analysis.text_normalisation import quoted_value

READERS = {
    ".csv": delimited.read_csv,
    ".tsv": delimited.read_csv,
    ".xlsx": workbooks.read_workbook,
    ".parquet": columnar.read_parquet,
}


def read_sheets(path: Path | str) -> list[Sheet]:
    """The tables of one file, by its ending: .csv, .tsv, .xlsx or .parquet.

    All cells are text, not yet understood. Raises `InputError`: file missing, unreadable, empty, too large,
    of another kind, or not what its ending says.
    """
    file = Path(path)
    reader = READERS.get(file.suffix.casefold())
    if reader is None:
        raise file_error(display_path(file), *_another_kind(file.suffix))
    _exists(file)
    return reader(file)


def _another_kind(ending: str) -> tuple[str, str]:
    known = " ".join(READERS)
    return (
        f"不读“{quoted_value(ending)}”类文件；可读 {known}。旧版 .xls 请另存为 .xlsx。",
        f"Files ending in '{quoted_value(ending)}' are not read, only {known}. Save an old .xls as .xlsx.",
    )


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
