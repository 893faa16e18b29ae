"""Tables of text out of CSV, XLSX and Parquet files, each cell with its place (表格读取)."""

from __future__ import annotations

from pathlib import Path

from analysis.facts import columnar, delimited, workbooks
from analysis.facts.tables import MOST_BYTES, Sheet
from analysis.files import refuse, too_large
from analysis.places import shown
from analysis.wording import quoted

READERS = {
    ".csv": delimited.read,
    ".tsv": delimited.read,
    ".xlsx": workbooks.read,
    ".parquet": columnar.read,
}


def read(path: Path | str) -> list[Sheet]:
    """The tables of one file, by its ending: .csv, .tsv, .xlsx or .parquet.

    All cells are text, not yet understood. Raises `InputError`: file missing, unreadable, empty, too large,
    of another kind, or not what its ending says.
    """
    file = Path(path)
    reader = READERS.get(file.suffix.casefold())
    if reader is None:
        raise refuse(shown(file), *_another_kind(file.suffix))
    _exists(file)
    return reader(file)


def _another_kind(ending: str) -> tuple[str, str]:
    known = " ".join(READERS)
    return (
        f"不读“{quoted(ending)}”类文件；可读 {known}。旧版 .xls 请另存为 .xlsx。",
        f"Files ending in '{quoted(ending)}' are not read, only {known}. Save an old .xls as .xlsx.",
    )


def _exists(file: Path) -> None:
    try:
        size = file.stat().st_size
    except OSError as error:
        zh, en = "找不到此文件。", f"This file is missing ({error.strerror})."
        raise refuse(shown(file), zh, en) from None
    if not file.is_file():
        raise refuse(shown(file), "这不是文件。", "This is not a file.")
    if size == 0:
        raise refuse(shown(file), "文件是空的。", "The file is empty.")
    if size > MOST_BYTES:
        raise too_large(shown(file), MOST_BYTES, "字节", "bytes")
