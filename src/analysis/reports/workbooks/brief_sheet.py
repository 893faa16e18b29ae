"""The first sheet: the month's brief in its own words, to be read and printed as it is (简报表)."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from contextlib import suppress

from analysis.documents import (
    Block,
    Document,
    DocumentCell,
    DocumentChart,
    DocumentTable,
    Heading,
    Paragraph,
    chart_png,
    numbering,
    view_blocks,
    xlsx,
)
from analysis.problems import InputError
from analysis.reports.workbooks.paper import SheetWriter
from analysis.reports.workbooks.workbook_plan import WorkbookLayout

WIDTHS = (37, 37, 30)
LAST = len(WIDTHS) - 1
PAGEFUL = 66  # rows that a page can still hold legibly
SIDES = ("left", *["right"] * LAST)
PICTURE = 470.0  # points: how wide the picture stands
ROW, INCH = 15.0, 72.0  # points of a row and of an inch


def write(layout: WorkbookLayout, leaf: SheetWriter, brief: Document) -> None:
    """The sheet: A4 upright, one page wide. What it says was so when it was made, whatever is changed beside it."""
    leaf.widths(WIDTHS)
    leaf.write(0, 0, brief.title, "title")
    leaf.write(1, 0, layout.say("brief fixed"), "subtitle")
    row = 2
    for block in numbering.numbered_document(brief).blocks:
        row = _block(layout, leaf, row, block)
    leaf.printed(None, LAST, row, pages=1 if row <= PAGEFUL else 0, across=False)


def _block(layout: WorkbookLayout, leaf: SheetWriter, row: int, block: Block) -> int:
    """One block of the brief; the row after it."""
    if isinstance(block, DocumentTable):
        return _table(leaf, row, block)
    if isinstance(block, DocumentChart):
        return _chart(layout, leaf, row + 1, block)
    if isinstance(block, Heading):
        leaf.write(row + 1, 0, block.text, "heading")
        return row + 2
    if isinstance(block, Paragraph):
        leaf.paragraph(row, LAST, block.text)
        return row + 1
    return row


def _table(leaf: SheetWriter, row: int, table: DocumentTable) -> int:
    """A table with its title above; the row after it."""
    leaf.write(row, 0, table.title, "text bare", bold=True)
    for column, head in enumerate(table.columns):
        leaf.write(row + 1, column, head.heading, "head")
    sides = ["right" if column.kind == "number" else "left" for column in table.columns]
    for number, cells in enumerate(table.rows, row + 2):
        _cells(leaf, number, cells, sides)
    return row + 2 + len(table.rows)


def _cells(leaf: SheetWriter, row: int, cells: Sequence[DocumentCell], sides: Sequence[str]) -> None:
    for column, (cell, side) in enumerate(zip(cells, sides, strict=False)):
        if cell.value is None:
            leaf.write(row, column, cell.text, "text", align=side)
        else:
            leaf.write(row, column, cell.value, "text", align=side, num_format=xlsx.printed_number_format(cell.text))


def _chart(layout: WorkbookLayout, leaf: SheetWriter, row: int, chart: DocumentChart) -> int:
    """The chart's figures, and below them its picture where this machine has fonts to draw it; the row after it."""
    leaf.write(row, 0, chart.title, "text bare", bold=True)
    heads = (layout.say("bar"), layout.say("points"), *(marks.name for marks in chart.bars.marks))
    for column, head in enumerate(heads):
        leaf.write(row + 1, column, head, "head")
    for number, cells in enumerate(_bars(chart), row + 2):
        _cells(leaf, number, cells, SIDES)
    after = row + 3 + len(chart.bars.bars)
    with suppress(InputError):
        _picture(layout, leaf, after, chart)
        after += math.ceil(chart_png.chart_height(chart) * PICTURE / chart_png.CHART_WIDTH / ROW)
    return after


def _bars(chart: DocumentChart) -> Iterator[list[DocumentCell]]:
    for place, bar in enumerate(chart.bars.bars):
        marks = [marks.at[place] for marks in chart.bars.marks]
        beside = [DocumentCell("") if at is None else DocumentCell(f"{at:.2f}", round(at, 2)) for at in marks]
        yield [DocumentCell(bar.label), DocumentCell(bar.text, view_blocks.printed_number(bar.text)), *beside]


def _picture(layout: WorkbookLayout, leaf: SheetWriter, row: int, chart: DocumentChart) -> None:
    drawn = chart_png.chart_png(chart, layout.lang)
    scale = PICTURE / (chart_png.CHART_WIDTH / INCH * chart_png.SHARP)
    options = {"image_data": io.BytesIO(drawn), "x_scale": scale, "y_scale": scale, "description": chart.title}
    leaf.sheet.insert_image(row, 0, "chart.png", options)
