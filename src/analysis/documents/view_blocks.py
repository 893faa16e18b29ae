"""Views as blocks of a document: the same tables, texts and charts that the notebooks show (视图转内容)."""

from __future__ import annotations

import re
from typing import Any

from analysis.documents.contents import (
    DEEPEST_HEADING,
    Block,
    DocumentCell,
    DocumentChart,
    DocumentColumn,
    DocumentTable,
    Heading,
    Highlights,
    Particulars,
    Quotation,
)
from analysis.views import chart_contents, clause_workings, view_objects

PRINTED_NUMBER = re.compile(r"[+-]?\d[\d,]*(\.\d+)?%?")


def table_block(view: view_objects.Table, small: bool = False) -> DocumentTable:
    """A view's table; a cell of a column of numbers that prints as one carries that number."""
    heads = tuple(DocumentColumn(column.title, column.kind) for column in view.columns)
    rows = tuple(
        tuple(table_cell(text, column.kind) for text, column in zip(row, view.columns, strict=True))
        for row in view.rows
    )
    return DocumentTable(view.title, heads, rows, view.notes, view.empty, small)


def table_cell(text: str, kind: str = "") -> DocumentCell:
    """A view's cell with its tone, and its number where its column holds numbers."""
    return DocumentCell(str(text), printed_number(text) if kind == "number" else None, getattr(text, "tone", ""))


def printed_number(text: str) -> float | None:
    """The number a text prints: 1,234.50, 70.00% (as a share); None for any other text."""
    if not PRINTED_NUMBER.fullmatch(text):
        return None
    number = float(text.rstrip("%").replace(",", ""))
    return number / 100 if text.endswith("%") else number


def blocks_of(view: Any, level: int = DEEPEST_HEADING) -> tuple[Block, ...]:
    """A view as blocks: table, passage, chart of bars, clauses laid open (headings of this level), or several.

    A chart without bars gives none: the table beside it holds its figures.
    """
    if isinstance(view, view_objects.ViewSequence):
        return tuple(block for part in view.parts for block in blocks_of(part, level))
    if isinstance(view, view_objects.Passage):
        return (Highlights(view.title, view.paragraphs),)
    if isinstance(view, clause_workings.ClauseWorkings):
        return tuple(block for working in view.blocks for block in _working(working, level))
    return _chart(view) if isinstance(view, chart_contents.Chart) else (table_block(view),)


def _chart(chart: chart_contents.Chart) -> tuple[Block, ...]:
    title = chart.title.replace("\n", " ")
    return (DocumentChart(title, chart.bars),) if chart.bars is not None and chart.bars.bars else ()


def _working(working: clause_workings.ClauseWorking, level: int) -> tuple[Block, ...]:
    title = Heading(f"{working.id} {working.title}\u3000{working.result}", level, numbered=False)
    rows = tuple((head, tuple(table_cell(line) for line in lines)) for head, lines in working.lines)
    figures = [table_block(working.figures, small=True)] if working.figures.rows else []
    return (title, Quotation(working.text), Particulars(rows), *figures)
