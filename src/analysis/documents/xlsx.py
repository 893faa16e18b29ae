"""A document as a workbook: a sheet for each chapter and annex, figures as numbers, no text ever a formula (工作簿).

What is printed is what a cell shows; a cell's number is the printed one, so that every format agrees.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

import xlsxwriter

from analysis.documents.contents import (
    Block,
    Document,
    DocumentCell,
    DocumentTable,
    Heading,
    Highlights,
    Particulars,
    Quotation,
)
from analysis.views import frame_workbooks, text_layout

EARLIEST_DATE = datetime(1980, 1, 1)  # noqa: DTZ001 - a workbook knows no time zone
SHEET_FONT = "宋体"
CELL_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "heading": {"bold": True, "font_size": 12},
    "caption": {"bold": True, "text_wrap": True},
    "head": {"bold": True, "border": 1, "bg_color": "#EEEEEE", "text_wrap": True, "align": "center"},
    "cell": {"border": 1, "text_wrap": True},
    "text": {"text_wrap": True},
    "note": {"text_wrap": True, "font_size": 9, "font_color": "#5A5A5A"},
}
SHEET_TONES = {
    "good": "#00664A",
    "bad": "#B3261E",
    "missing": "#8A4B00",
    "assumed": "#6B3FA0",
    "forecast": "#9C1F6E",
    "quiet": "#5A5A5A",
}
FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
LONGEST_NAME, LONGEST_CELL = 31, 32_000
SIZE, A4 = 10, 9
NARROWEST, WIDEST, LEAST_WIDE, TALLEST = 8, 60, 90, 400


def write(document: Document) -> bytes:
    """The workbook; equal documents give equal bytes."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, frame_workbooks.SETTINGS) as book:
        book.set_properties({"title": document.title[:255], "created": EARLIEST_DATE})
        add_document_sheets(book, document)
    return written.getvalue()


def add_document_sheets(book: xlsxwriter.Workbook, document: Document) -> None:
    """Add a document's sheets to a workbook that may hold others; the first has the title on top."""
    looks = _Looks(book)
    for place, (title, blocks) in enumerate(document_chapters(document)):
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


def document_chapters(document: Document) -> list[tuple[str, list[Block]]]:
    """The chapters and annexes by their titles; what stands before the first chapter comes first."""
    chapters: list[tuple[str, list[Block]]] = [(document.title, [])]
    for annex, blocks in document.parts():
        if annex:
            chapters.append((f"{annex.label} {annex.title}", []))
        for block in blocks:
            if not annex and isinstance(block, Heading) and block.level == 1:
                chapters.append((block.text, []))
            else:
                chapters[-1][1].append(block)
    return chapters


def _name(title: str, book: xlsxwriter.Workbook) -> str:
    """A name that a sheet may have, of its title, told apart from those there are."""
    plain = FORBIDDEN.sub(" ", title).strip()[:LONGEST_NAME] or "Sheet"
    taken = {sheet.get_name().lower() for sheet in book.worksheets()}
    numbers = (f"{plain[: LONGEST_NAME - 4]} {number}" for number in range(2, len(taken) + 3))
    return next(name for name in (plain, *numbers) if name.lower() not in taken)


class _Looks:
    """The workbook's formats, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book, self._formats = book, dict[tuple[str, str, str], Any]()

    def of(self, name: str, tone: str = "", number: str = "") -> Any:
        key = (name, tone, number)
        if key not in self._formats:
            look = {"font_name": SHEET_FONT, "font_size": SIZE, "valign": "vcenter", **CELL_LOOKS[name]}
            look |= (
                {"font_color": SHEET_TONES[tone]} if tone in SHEET_TONES else {"bold": True} if tone == "strong" else {}
            )
            look |= {"num_format": number, "align": "right"} if number else {}
            self._formats[key] = self._book.add_format(look)
        return self._formats[key]


@dataclass(frozen=True)
class _Line:
    """A row to be written: its cells with their looks, or one text over the whole width."""

    cells: tuple[tuple[DocumentCell, str], ...]
    wide: bool = False


class _Sheet:
    """A sheet, gathered from top to bottom and then written: widths and heights follow the texts."""

    def __init__(self, sheet: Any, looks: _Looks) -> None:
        self._sheet, self._looks, self._lines = sheet, looks, list[_Line]()

    def add(self, block: Block) -> None:
        if isinstance(block, DocumentTable):
            self._table(block)
        elif isinstance(block, Particulars):
            for head, said in block.rows:
                self._row([DocumentCell(head), DocumentCell("\n".join(cell.text for cell in said))], "cell")
        else:
            for text, look in _texts(block):
                self.text(text, look)

    def text(self, text: str, look: str) -> None:
        self._lines.append(_Line(((DocumentCell(text), look),), wide=True))

    def close(self) -> None:
        """Write what was gathered."""
        widths = self._widths()
        for place, wide in enumerate(widths):
            self._sheet.set_column(place, place, wide)
        for row, line in enumerate(self._lines):
            self._sheet.set_row(row, _height(line, widths))
            if line.wide and line.cells[0][0].text:
                self._spread(row, *line.cells[0], len(widths))
            for place, (cell, look) in enumerate(() if line.wide else line.cells):
                self._put(row, place, cell, look)
        self._sheet.set_landscape()
        self._sheet.set_paper(A4)
        self._sheet.fit_to_pages(1, 0)

    def _table(self, table: DocumentTable) -> None:
        self.text(table.title, "caption")
        self._row([DocumentCell(column.heading) for column in table.columns], "head")
        for row in table.rows:
            self._row(row, "cell")
        for text in (*([] if table.rows else [table.empty]), *table.notes, ""):
            self.text(text, "note")

    def _row(self, cells: Sequence[DocumentCell], look: str) -> None:
        self._lines.append(_Line(tuple((cell, look) for cell in cells)))

    def _widths(self) -> Sequence[float]:
        """Each column as wide as its texts ask, within bounds; together never less than a text may need."""
        rows = [line.cells for line in self._lines if not line.wide]
        columns = zip_longest(*([_asked(cell.text) for cell, _ in cells] for cells in rows), fillvalue=0)
        widths = [min(WIDEST, max(NARROWEST, *column) + 2) for column in columns]
        return widths if sum(widths) >= LEAST_WIDE else [*widths[:-1], LEAST_WIDE - sum(widths[:-1])]

    def _spread(self, row: int, cell: DocumentCell, look: str, columns: int) -> None:
        """One text over all columns. Merged cells keep a text as it is only when it is put in after merging."""
        style = self._looks.of(look)
        if columns > 1:
            self._sheet.merge_range(row, 0, row, columns - 1, "", style)
        self._sheet.write_string(row, 0, cell.text[:LONGEST_CELL], style)

    def _put(self, row: int, place: int, cell: DocumentCell, look: str) -> None:
        if cell.value is not None:
            self._sheet.write_number(
                row, place, cell.value, self._looks.of(look, cell.tone, printed_number_format(cell.text))
            )
            return
        write = self._sheet.write_string if cell.text else self._sheet.write_blank
        write(row, place, cell.text[:LONGEST_CELL], self._looks.of(look, cell.tone))


def _asked(text: str) -> int:
    return max(map(text_layout.text_width, text.split("\n")))


def _height(line: _Line, widths: Sequence[float]) -> float:
    """Points for the lines of a row's longest text."""
    rooms = [sum(widths)] if line.wide else widths
    size = CELL_LOOKS[line.cells[0][1]].get("font_size", SIZE)
    lines = [
        sum(max(1, math.ceil(text_layout.text_width(part) * size / SIZE / room)) for part in cell.text.split("\n"))
        for (cell, _), room in zip(line.cells, rooms, strict=False)
    ]
    return min(TALLEST, max(lines) * size * 1.35 + 4)


def printed_number_format(text: str) -> str:
    """The format that shows a number as it is printed: `1,234.50` as `#,##0.00`, `70.00%` as `0.00%`, `+1` signed."""
    whole, _, decimals = text.rstrip("%").partition(".")
    shown = "#,##0" if "," in whole else "0"
    form = f"{shown}{'.' if decimals else ''}{'0' * len(decimals)}{'%' if text.endswith('%') else ''}"
    return f"+{form};-{form};+{form}" if text.startswith("+") else form


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
