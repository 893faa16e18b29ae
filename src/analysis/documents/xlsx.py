"""A document as a workbook: a sheet for each chapter and annex, figures as numbers, no text ever a formula (工作簿).

What is printed is what a cell shows; a cell's number is the printed one, so that every format agrees.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import xlsxwriter

from analysis.documents.contents import (
    Block,
    Cell,
    Column,
    Document,
    Heading,
    Highlights,
    Particulars,
    Quotation,
    Table,
)
from analysis.views.lettering import width

FIRST_DAY = datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook knows no time zone
FONT = "宋体"
LOOKS = {
    "title": {"bold": True, "font_size": 16},
    "heading": {"bold": True, "font_size": 12},
    "caption": {"bold": True},
    "head": {"bold": True, "border": 1, "bg_color": "#EEEEEE", "text_wrap": True, "align": "center"},
    "cell": {"border": 1, "text_wrap": True},
    "text": {},
    "note": {"font_size": 9, "font_color": "#5A5A5A"},
}
TONES = {"good": "#00664A", "bad": "#B3261E", "missing": "#8A4B00", "assumed": "#6B3FA0", "quiet": "#5A5A5A"}
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME, LONGEST_CELL = 31, 32_000
NARROWEST, WIDEST = 8, 60
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write(document: Document) -> bytes:
    """The workbook; equal documents give equal bytes."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, OPTIONS) as book:
        book.set_properties({"title": document.title[:255], "created": FIRST_DAY})
        add_sheets(book, document)
    return written.getvalue()


def add_sheets(book: xlsxwriter.Workbook, document: Document) -> None:
    """Add a document's sheets to a workbook that may hold others; the first has the title on top."""
    looks = _Looks(book)
    for place, (title, blocks) in enumerate(chapters(document)):
        sheet = _Sheet(book.add_worksheet(_name(title, book)), looks)
        if place == 0:
            for text in filter(None, [document.title, document.subtitle, document.addressees]):
                sheet.text(text, "title" if text == document.title else "text")
        else:
            sheet.text(title, "title")
        for block in blocks:
            sheet.add(block)
        if place == 0:
            for text in filter(None, [document.issuer, document.date]):
                sheet.text(text, "text")
        sheet.close()


def chapters(document: Document) -> list[tuple[str, list[Block]]]:
    """The chapters and annexes by their titles; what stands before the first chapter comes first."""
    made: list[tuple[str, list[Block]]] = [(document.title, [])]
    for annex, blocks in document.parts():
        if annex:
            made.append((f"{annex.label} {annex.title}", []))
        for block in blocks:
            if not annex and isinstance(block, Heading) and block.level == 1:
                made.append((block.text, []))
            else:
                made[-1][1].append(block)
    return made


def _name(title: str, book: xlsxwriter.Workbook) -> str:
    """A name that a sheet may have, of its title, told apart from those there are."""
    plain = FORBIDDEN.sub(" ", title).strip()[:LONGEST_NAME] or "Sheet"
    taken = {sheet.get_name().lower() for sheet in book.worksheets()}
    numbers = (f"{plain[: LONGEST_NAME - 4]} {number}" for number in range(2, len(taken) + 3))
    return next(name for name in (plain, *numbers) if name.lower() not in taken)


class _Looks:
    """The workbook's formats, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book, self._made = book, dict[tuple[str, str, str], Any]()

    def of(self, name: str, tone: str = "", number: str = "") -> Any:
        key = (name, tone, number)
        if key not in self._made:
            look = {"font_name": FONT, "font_size": 10, "valign": "vcenter", **LOOKS[name]}
            look |= {"font_color": TONES[tone]} if tone in TONES else {"bold": True} if tone == "strong" else {}
            look |= {"num_format": number, "align": "right"} if number else {}
            self._made[key] = self._book.add_format(look)
        return self._made[key]


class _Sheet:
    """A sheet written from top to bottom."""

    def __init__(self, sheet: Any, looks: _Looks) -> None:
        self._sheet, self._looks, self._row = sheet, looks, 0
        self._widths: dict[int, int] = {}

    def add(self, block: Block) -> None:
        if isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Particulars):
            for head, said in block.rows:
                self._line([Cell(head), Cell("\n".join(cell.text for cell in said))])
        else:
            for text, look in _texts(block):
                self.text(text, look)

    def text(self, text: str, look: str) -> None:
        self._sheet.write_string(self._row, 0, text[:LONGEST_CELL], self._looks.of(look))
        self._row += 1

    def close(self) -> None:
        for place, wide in self._widths.items():
            self._sheet.set_column(place, place, min(WIDEST, max(NARROWEST, wide + 2)))
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)

    def _table(self, table: Table) -> None:
        self.text(table.title, "caption")
        for place, column in enumerate(table.columns):
            self._put(place, Cell(column.heading), column, "head")
        self._row += 1
        for row in table.rows:
            for place, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
                self._put(place, cell, column, "cell")
            self._row += 1
        for text in (*([] if table.rows else [table.empty]), *table.notes):
            self.text(text, "note")
        self._row += 1

    def _line(self, cells: list[Cell]) -> None:
        for place, cell in enumerate(cells):
            self._put(place, cell, Column(""), "cell")
        self._row += 1

    def _put(self, place: int, cell: Cell, column: Column, look: str) -> None:
        if look == "cell":
            self._widths[place] = max(self._widths.get(place, 0), min(WIDEST, width(cell.text)))
        if cell.value is not None:
            style = self._looks.of(look, cell.tone, number_format(cell.text))
            self._sheet.write_number(self._row, place, cell.value, style)
        else:
            write = self._sheet.write_string if cell.text else self._sheet.write_blank
            write(self._row, place, cell.text[:LONGEST_CELL], self._looks.of(look, cell.tone))


def number_format(text: str) -> str:
    """The format that shows a number as it is printed: `1,234.50` as `#,##0.00`, `70.00%` as `0.00%`."""
    whole, _, decimals = text.rstrip("%").partition(".")
    shown = "#,##0" if "," in whole else "0"
    return f"{shown}{'.' if decimals else ''}{'0' * len(decimals)}{'%' if text.endswith('%') else ''}"


def _texts(block: Block) -> Iterator[tuple[str, str]]:
    if isinstance(block, Heading):
        yield block.text, "heading"
    elif isinstance(block, Highlights):
        yield block.title, "heading"
        yield from ((text, "text") for text in block.paragraphs)
    elif isinstance(block, Quotation):
        yield from ((line, "text") for line in block.lines)
    elif hasattr(block, "text"):
        yield block.text, "text"
