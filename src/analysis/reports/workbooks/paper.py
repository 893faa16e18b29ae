"""Sheets, cells and styles of a workbook; texts stay texts, formulas carry the engine's value (表页与单元格)."""

from __future__ import annotations

import io
import math
import unicodedata
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from analysis.facts import WORKBOOK_CREATED, WORKBOOK_FONT, WORKBOOK_OPTIONS
from analysis.formulas import spreadsheet_formulas
from analysis.problems import InputError, Problem
from analysis.reports.workbooks.names import CellNames

HEAD_ROW = 3
"""Where the headings of a sheet stand, below its title and remarks; counted from 0."""
LONGEST_TEXT, LONGEST_QUOTE = 32_000, 250
MISSING = "#N/A"

TINTS = {
    "input": "#FFF2CC", "assumed": "#FCE4D6", "formula": "#F2F2F2", "head": "#1F4E78", "group": "#DDEBF7",
    "missing": "#F8CBAD", "changed": "#BDD7EE",
}  # fmt: skip
STYLES: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "subtitle": {"font_color": "#595959"},
    "heading": {"bold": True, "font_size": 12, "font_color": "#1F4E78"},
    "head": {"bold": True, "bg_color": TINTS["head"], "font_color": "#FFFFFF", "align": "center", "valign": "vcenter"},
    "text": {"valign": "vcenter"},
    "paragraph": {"valign": "vcenter", "text_wrap": True},
    "quiet": {"valign": "vcenter", "font_color": "#7F7F7F", "font_size": 9},
    "name": {"valign": "vcenter", "font_color": "#7F7F7F", "font_size": 8, "font_name": "Consolas", "text_wrap": False},
    "group": {"bold": True, "bg_color": TINTS["group"], "valign": "vcenter"},
    "group 2": {"bold": True, "bg_color": "#EAF3FA", "valign": "vcenter"},
    "group 3": {"bg_color": "#F5F9FC", "valign": "vcenter"},
    "input": {"bg_color": TINTS["input"], "valign": "vcenter", "align": "right", "locked": False},
    "assumed": {"bg_color": TINTS["assumed"], "valign": "vcenter", "align": "right", "locked": False},
    "formula": {"bg_color": TINTS["formula"], "valign": "vcenter", "align": "right"},
    "said": {"bg_color": TINTS["formula"], "valign": "vcenter"},
    "mark": {"bg_color": TINTS["formula"], "valign": "vcenter", "align": "center"},
    "kept": {"valign": "vcenter", "align": "right", "font_color": "#7F7F7F"},
    "big": {"bg_color": TINTS["formula"], "bold": True, "font_size": 14, "align": "right", "valign": "vcenter"},
}
LINE, ROOM, HIGHEST = 14, 3, 400
"""The height of a line of text, what is added to a row, and the most that a row may have."""
SMALLER = 1.12
"""By how much more small letters fit in a column."""
BARE = ("title", "subtitle", "heading", "paragraph", "quiet bare", "text bare")


class Paper:
    """A workbook being written, with its defined names; `bytes` closes it."""

    def __init__(self, lang: str, title: str) -> None:
        self.lang, self.names, self._whole = lang, CellNames(), io.BytesIO()
        # The writer adds to the settings it is given: a copy each time, or a second workbook differs from the first.
        self.book = xlsxwriter.Workbook(
            self._whole, {**WORKBOOK_OPTIONS, "default_format_properties": dict(WORKBOOK_FONT)}
        )
        self.book.set_properties({"title": title, "created": WORKBOOK_CREATED})
        self.book.set_calc_mode("auto")
        self._styles: dict[tuple[Any, ...], Any] = {}

    def leaf(self, title: str) -> SheetWriter:
        """A new sheet, after those there are."""
        return SheetWriter(self, self.book.add_worksheet(title), title)

    def style(self, name: str, **more: Any) -> Any:
        """A cell's style by its name; bordered and wrapped, except where it stands bare."""
        key = (name, *sorted(more.items()))
        if key not in self._styles:
            border = {} if name in BARE else {"border": 1, "border_color": "#BFBFBF", "text_wrap": True}
            self._styles[key] = self.book.add_format(
                {**WORKBOOK_FONT, **border, **STYLES[name.removesuffix(" bare")], **more}
            )
        return self._styles[key]

    def bytes(self) -> bytes:
        """The finished workbook."""
        self.book.close()
        return self._whole.getvalue()


class SheetWriter:
    """One sheet being written; cells are given by row and column, counted from 0."""

    def __init__(self, paper: Paper, sheet: Any, title: str) -> None:
        self.paper, self.sheet, self.title = paper, sheet, title
        self._widths: dict[int, float] = {}
        self._lines: dict[int, int] = {}

    def widths(self, widths: Sequence[float]) -> None:
        """The columns' widths, from the first on."""
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
            self._widths[column] = width

    def _fit(self, row: int, column: int, value: Any, style: str, more: Any) -> None:
        """Make the row high enough for a text that is wrapped in its column."""
        if isinstance(value, str) and style not in (*BARE, "name") and more.get("text_wrap", True):
            width = self._widths.get(column, 9) * (SMALLER if style == "quiet" else 1)
            lines = sum(max(1, math.ceil(width_in_digits(part) / width)) for part in value.split("\n"))
            self._lines[row] = max(self._lines.get(row, 1), lines)

    def write(self, row: int, column: int, value: Any, style: str, **more: Any) -> None:
        """A text, number or nothing, never taken for a formula or a link."""
        shape = self.paper.style(style, **more)
        self._fit(row, column, value, style, more)
        if value is None or value == "":
            self.sheet.write_blank(row, column, None, shape)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, value[:LONGEST_TEXT], shape)
        else:
            self.sheet.write_number(row, column, value, shape)

    def formula(self, row: int, column: int, text: str, value: Any, style: str = "formula", **more: Any) -> str:
        """A formula with the value it has now; None is a missing one. Returns the cell, as `$C$5`.

        Raises `InputError` where it is longer than a spreadsheet takes.
        """
        cell = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
        if len(text) > spreadsheet_formulas.LONGEST_SPREADSHEET_FORMULA:
            size, most = f"{len(text):,}", f"{spreadsheet_formulas.LONGEST_SPREADSHEET_FORMULA:,}"
            zh = f"公式有 {size} 个字符，电子表格最多 {most} 个；请把条款的公式拆成几步（let）。"
            en = f"A formula of {size} characters; spreadsheets take {most}. Part the clause's formula."
            raise InputError([Problem(f"workbook, {self.title}, {cell}", zh, en)])
        self._fit(row, column, value, style, more)
        self.sheet.write_formula(
            row, column, f"={text}", self.paper.style(style, **more), MISSING if value is None else value
        )
        return cell

    def paragraph(self, row: int, last: int, said: str) -> None:
        """A text across the columns up to `last`, the row as high as it needs."""
        shape = self.paper.style("paragraph")
        self.sheet.merge_range(row, 0, row, last, "", shape)
        self.sheet.write_string(row, 0, said[:LONGEST_TEXT], shape)
        whole = sum(self._widths.get(column, 9) for column in range(last + 1))
        self._lines[row] = math.ceil(width_in_digits(said) / (whole - 4))

    def named(self, name: str, row: int, column: int, last: int | None = None) -> str:
        """Call a cell, or the cells down to `last`, by a defined name. Returns the name."""
        first = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
        end = "" if last is None else f":{xl_rowcol_to_cell(last, column, row_abs=True, col_abs=True)}"
        quoted_title = self.title.replace("'", "''")
        self.paper.book.define_name(name, f"='{quoted_title}'!{first}{end}")
        return name

    def heads(self, row: int, titles: Sequence[str], widths: Sequence[float]) -> None:
        """A row of headings, with the widths of their columns."""
        self.widths(widths)
        for column, title in enumerate(titles):
            self.write(row, column, title, "head")

    def tinted(self, first: int, column: int, last: int, last_column: int) -> None:
        """Cells that hold an error are missing: tinted, the error's sign hidden."""
        missing = self.paper.book.add_format({"bg_color": TINTS["missing"], "font_color": TINTS["missing"]})
        rule = {"type": "formula", "criteria": f"=ISERROR({xl_rowcol_to_cell(first, column)})", "format": missing}
        self.sheet.conditional_format(first, column, last, last_column, rule)

    def printed(self, heads: int | None, last_column: int, last_row: int, pages: int = 0, across: bool = True) -> None:
        """A4, across or upright, as wide as the page, headings on each page, page numbers below; rows high enough."""
        for row, lines in self._lines.items():
            self.sheet.set_row(row, min(ROOM + LINE * lines, HIGHEST))
        self.sheet.set_paper(9)
        if across:
            self.sheet.set_landscape()
        self.sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        self.sheet.fit_to_pages(1, pages)
        self.sheet.print_area(0, 0, last_row, last_column)
        self.sheet.set_footer("&L&A&R&P / &N")
        if heads is not None:
            self.sheet.repeat_rows(heads)
        self.sheet.hide_gridlines(2)


def width_in_digits(said: str) -> int:
    """How wide a text is, in the width of a digit: Chinese signs take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in said)


def cell_address(row: int, column: int) -> str:
    """A cell's address, as `$C$5`."""
    return xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)


def text_literal(said: str) -> str:
    """A text inside a formula: in quotes, its own quotes doubled, short enough for a spreadsheet."""
    return '"' + said[:LONGEST_QUOTE].replace('"', '""') + '"'


def place_of(cell: str, words: Sequence[str]) -> str:
    """Which of the words a cell holds, counted from 1, as a formula; missing where it holds another."""
    formula = spreadsheet_formulas.SPREADSHEET_MISSING
    for number, word in reversed(list(enumerate(words, 1))):
        formula = f"IF({cell}={text_literal(word)},{number},{formula})"
    return formula
