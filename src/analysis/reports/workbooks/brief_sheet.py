"""The first sheet: the month's brief in its own words, to be read and printed as it is (简报表)."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from contextlib import suppress

from analysis.documents import (
    Document,
    DocumentCell,
    DocumentChart,
    DocumentTable,
    Heading,
    chart_png,
    view_blocks,
    xlsx,
)
from analysis.documents.layout import UPRIGHT
from analysis.documents.numbering import numbered_document
from analysis.problems import InputError
from analysis.reports.workbooks.paper import SheetWriter
from analysis.reports.workbooks.workbook_plan import WorkbookLayout

WIDTHS = (36, 42, 26)
LAST = len(WIDTHS) - 1
PICTURE = 700.0  # points: how wide the picture stands
ROW, INCH = 15.0, 72.0  # points of a row and of an inch


def write(layout: WorkbookLayout, leaf: SheetWriter, brief: Document) -> None:
    """The sheet: A4 upright, one page wide. What it says was so when it was made, whatever is changed beside it."""
    leaf.widths(WIDTHS)
    leaf.write(0, 0, brief.title, "title")
    leaf.write(1, 0, f"{brief.date}{layout.say('brief fixed')}", "subtitle")
    row = 3
    for block in numbered_document(brief).blocks:
        if isinstance(block, DocumentTable):
            row = _table(leaf, row, block)
        elif isinstance(block, DocumentChart):
            row = _chart(layout, leaf, row, block)
        elif isinstance(block, Heading):
            leaf.write(row, 0, block.text, "heading")
            row += 1
        else:
            leaf.paragraph(row, LAST, getattr(block, "text", ""))
            row += 1
    leaf.printed(None, LAST, row, across=False)


def _table(leaf: SheetWriter, row: int, table: DocumentTable) -> int:
    """A table with its title above; the row after it."""
    leaf.write(row, 0, table.title, "text bare", bold=True)
    for column, head in enumerate(table.columns):
        leaf.write(row + 1, column, head.heading, "head")
    for number, cells in enumerate(table.rows, row + 2):
        _cells(leaf, number, cells)
    return row + 3 + len(table.rows)


def _cells(leaf: SheetWriter, row: int, cells: Sequence[DocumentCell]) -> None:
    for column, cell in enumerate(cells):
        if cell.value is None:
            leaf.write(row, column, cell.text, "text")
        else:
            leaf.write(row, column, cell.value, "text", align="right", num_format=xlsx.printed_number_format(cell.text))


def _chart(layout: WorkbookLayout, leaf: SheetWriter, row: int, chart: DocumentChart) -> int:
    """The chart's figures, and below them its picture where this machine has fonts to draw it; the row after it."""
    leaf.write(row, 0, chart.title, "text bare", bold=True)
    heads = (layout.say("bar"), layout.say("points"), *(marks.name for marks in chart.bars.marks))
    for column, head in enumerate(heads):
        leaf.write(row + 1, column, head, "head")
    for number, cells in enumerate(_bars(chart), row + 2):
        _cells(leaf, number, cells)
    after = row + 3 + len(chart.bars.bars)
    with suppress(InputError):
        _picture(layout, leaf, after, chart)
        after += math.ceil(chart_png.chart_height(chart) * PICTURE / UPRIGHT / ROW)
    return after


def _bars(chart: DocumentChart) -> Iterator[list[DocumentCell]]:
    for place, bar in enumerate(chart.bars.bars):
        marks = [marks.at[place] for marks in chart.bars.marks]
        beside = [DocumentCell("") if at is None else DocumentCell(f"{at:.2f}", round(at, 2)) for at in marks]
        yield [DocumentCell(bar.label), DocumentCell(bar.text, view_blocks.printed_number(bar.text)), *beside]


def _picture(layout: WorkbookLayout, leaf: SheetWriter, row: int, chart: DocumentChart) -> None:
    drawn = chart_png.chart_png(chart, layout.lang)
    scale = PICTURE / (UPRIGHT / INCH * chart_png.SHARP)
    options = {"image_data": io.BytesIO(drawn), "x_scale": scale, "y_scale": scale, "description": chart.title}
    leaf.sheet.insert_image(row, 0, "chart.png", options)
