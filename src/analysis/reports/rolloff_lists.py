"""What leaves windows over twelve months as a document: a sheet or chapter a table (逐月滚出清单)."""

from __future__ import annotations

from analysis.documents import Block, Document, Heading, view_blocks
from analysis.questions import rolloff
from analysis.views import rolloff_tables


def rolloff_document(board: rolloff.RollOffBoard, lang: str = "zh") -> Document:
    """The calendars with points, then figure by figure, then what is unknown, then displays that end."""
    headed = (
        (Heading(table.title, numbered=False), view_blocks.table_block(table, small=True))
        for table in rolloff_tables.rolloff_tables(board, lang)
    )
    inner: list[Block] = [block for pair in headed for block in pair]
    return Document(rolloff_tables.rolloff_title(board, lang), tuple(inner), lang)
