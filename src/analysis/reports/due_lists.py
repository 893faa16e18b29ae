"""What falls due as a document: an overview, then each unit's own list (到期事项清单)."""

from __future__ import annotations

from analysis.documents import Block, Document, Heading, view_blocks
from analysis.questions import due
from analysis.views import due_tables, due_unit_tables, view_objects

PAPER_ROWS = 200
"""The most rows of one unit's list on paper or a page; a workbook has all."""


def due_document(board: due.DueBoard, lang: str = "zh", name: str = "xlsx") -> Document:
    """The matters as a whole, then a list for each who must act; in a workbook (`xlsx`) a sheet each, with all rows."""
    most = None if name == "xlsx" else PAPER_ROWS
    inner = _blocks(due_tables.due_matters_table(board, lang), due_unit_tables.owners_table(board, lang))
    for owner, records in due_unit_tables.records_by_owner(board, lang).items():
        matters = due_unit_tables.unit_matters_table(board, records, lang)
        each = due_unit_tables.unit_records_table(board, records, lang, most)
        inner += [Heading(owner, numbered=False), *_blocks(matters, each)]
    return Document(due_tables.due_title(board, lang), tuple(inner), lang)


def _blocks(*tables: view_objects.Table) -> list[Block]:
    return [view_blocks.table_block(table, small=True) for table in tables]
