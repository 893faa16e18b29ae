"""What leaves windows over twelve months as a document: a sheet or chapter a table (逐月滚出清单)."""

from __future__ import annotations

from analysis import rulebooks
from analysis.documents import Block, Document, Heading, view_blocks
from analysis.questions import rolloff
from analysis.views import rolloff_tables, words


def rolloff_document(board: rolloff.RollOffBoard, lang: str = "zh") -> Document:
    """The calendars with points, then figure by figure, then what is unknown, then displays that end."""
    tables, inner = rolloff_tables.rolloff_tables(board, lang), list[Block]()
    for heading, table in zip(_headings(board, lang), tables, strict=True):
        inner += [Heading(heading, numbered=False), view_blocks.table_block(table, small=True)]
    return Document(rolloff_tables.rolloff_title(board, lang), tuple(inner), lang)


def _headings(board: rolloff.RollOffBoard, lang: str) -> list[str]:
    """A short heading for each of the tables, in their order."""
    books = [rulebooks.load(book, board.month).title_in(lang) for book in dict.fromkeys(board.totals["rulebook"])]
    unknown = [words.say("rolloff part unknown", lang)] if rolloff.UNKNOWN in set(board.leavings["basis"]) else []
    displays = [words.say("rolloff part displays", lang)] if board.displays.height else []
    return [*books, words.say("rolloff part figures", lang), *unknown, *displays]
