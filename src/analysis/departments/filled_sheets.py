"""Workbooks that a clerk fills in: sheets written, read back row by row, each cell with its place (填报表)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.facts import LIST_MARK
from analysis.file_checks import check_workbook_archive, file_error
from analysis.paths import display_path
from analysis.problems import Problems
from analysis.text_normalisation import has_personal_number, tidy_text

MOST_ROWS, HEAD_WITHIN = 2_000, 10
Headings = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class FilledRow:
    """One row of a filled sheet: its cells by heading, and where each stands."""

    where: str
    number: int
    columns: Mapping[str, int]
    cells: Mapping[str, str]

    def place(self, heading: str) -> str:
        """The cell under a heading, as spreadsheets name it."""
        return f"{self.where}, {chr(ord('A') + self.columns[heading])}{self.number}"


def filled_rows(path: Path, headings: Headings, problems: Problems) -> dict[str, list[FilledRow]]:
    """The rows of the sheets that are wanted, by sheet, with what seems to be a person's number reported.

    Raises `InputError`: no sound workbook, sheets or columns that are not there; all at once.
    """
    found, structure = _opened(path), Problems()
    for name in [name for name in headings if name not in found]:
        structure.report(display_path(path), f"缺少工作表“{name}”。", f"The sheet '{name}' is missing.")
    there = {name: wanted for name, wanted in headings.items() if name in found}
    sheets = {name: list(_rows(path, name, wanted, found[name], structure)) for name, wanted in there.items()}
    structure.raise_any()
    for row in [row for rows in sheets.values() for row in rows]:
        _refuse_persons(row, problems)
    return sheets


def _opened(path: Path) -> dict[str, list[list[str]]]:
    if path.suffix.casefold() != ".xlsx" or not path.is_file():
        zh = "应为填好的 .xlsx 工作簿，且文件存在。先用 --template 写一张表。"
        en = "A filled .xlsx workbook is wanted that is there; --template writes one."
        raise file_error(display_path(path), zh, en)
    check_workbook_archive(path)
    try:
        return _texts(path)
    except Exception as error:  # openpyxl raises nearly anything for a broken workbook
        zh = "不是完好的 Excel 工作簿；请在表格软件中打开并另存为 .xlsx。"
        en = f"This is no sound workbook ({type(error).__name__}); open it and save it again as .xlsx."
        raise file_error(display_path(path), zh, en) from None


def _texts(path: Path) -> dict[str, list[list[str]]]:
    import openpyxl  # slow to load, and only workbooks need it

    book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    try:
        return {
            sheet.title: [list(map(_text, row)) for row in sheet.iter_rows(max_row=MOST_ROWS, values_only=True)]
            for sheet in book.worksheets
        }
    finally:
        book.close()


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else tidy_text(str(value))


def _rows(
    path: Path, name: str, wanted: tuple[str, ...], rows: list[list[str]], problems: Problems
) -> Iterator[FilledRow]:
    """The rows under the headings, which may have a title above them; blank rows are passed over."""
    where = f"{display_path(path)}, {name}"
    head = next((place for place, row in enumerate(rows[:HEAD_WITHIN]) if set(wanted) <= set(row)), None)
    if head is None:
        zh = f"找不到表头，应有这些列：{LIST_MARK.join(wanted)}。"
        problems.report(where, zh, f"The headings are missing: {', '.join(wanted)}.")
        return
    columns = {heading: rows[head].index(heading) for heading in wanted}
    for number, row in enumerate(rows[head + 1 :], head + 2):
        cells = {heading: row[at] if at < len(row) else "" for heading, at in columns.items()}
        if any(cells.values()):
            yield FilledRow(where, number, columns, cells)


def _refuse_persons(row: FilledRow, problems: Problems) -> None:
    for heading in [heading for heading, text in row.cells.items() if has_personal_number(text)]:
        zh = "似乎含身份证号或手机号；这张表只写单位，请删去。"
        problems.report(row.place(heading), zh, "It seems to hold an identity or mobile number; leave it out.")


def write_sheet(
    book: Any, name: str, headings: Sequence[str], rows: Sequence[Sequence[str]], filled: set[str],
    widths: Mapping[str, int],
) -> None:  # fmt: skip
    """A sheet of texts under headings; the columns to fill in are yellow."""
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
    plain = book.add_format({"num_format": "@", "border": 1, "text_wrap": True, "valign": "top"})
    open_cell = book.add_format({"num_format": "@", "border": 1, "bg_color": "#FFF9E5", "text_wrap": True})
    for place, heading in enumerate(headings):
        sheet.set_column(place, place, widths.get(heading, 18))
        sheet.write_string(0, place, heading, head)
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row):
            sheet.write_string(number, place, text, open_cell if headings[place] in filled else plain)
    sheet.freeze_panes(1, 0)


def write_guide(book: Any, name: str, texts: Sequence[str]) -> None:
    """A sheet to read, a line a row."""
    guide = book.add_worksheet(name)
    guide.set_column(0, 0, 110)
    for place, text in enumerate(texts):
        guide.write_string(place, 0, text)
