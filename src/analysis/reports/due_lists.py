"""What falls due as a document: an overview, then each unit's own list (到期事项清单)."""

from __future__ import annotations

from analysis.documents import Block, Document, Heading, view_blocks
from analysis.questions import due
from analysis.views import due_tables

PAPER_ROWS = 200
"""The most rows of one unit's list on paper or a page; a workbook has all."""


def due_document(board: due.DueBoard, lang: str = "zh", name: str = "xlsx") -> Document:
    """The matters as a whole, then a list for each who must act; in a workbook (`xlsx`) a sheet each, with all rows."""
    most = None if name == "xlsx" else PAPER_ROWS
    inner: list[Block] = [view_blocks.table_block(due_tables.due_matters_table(board, lang), small=True)]
    for owner, records in due_tables.records_by_owner(board, lang).items():
        table = due_tables.due_records_table(board, lang, records, owner, most)
        inner += [Heading(owner, numbered=False), view_blocks.table_block(table, small=True)]
    return Document(due_tables.due_title(board, lang), tuple(inner), lang)
