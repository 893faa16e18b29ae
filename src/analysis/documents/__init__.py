"""Documents: one content, written alike in every format, in the layout of an official brief (公文).

    from analysis import documents
    from analysis.documents import Document, Heading, Paragraph, view_blocks

    brief = Document("江阴市……任务通报", (
        Heading("总体情况"),
        Paragraph("……"),
        *view_blocks.blocks_of(views.totals(card)),  # any view: table, passage, chart of bars, clauses laid open
    ), subtitle="（2021年3月）", addressees="各有关部门：", issuer="……", date="2021年4月10日")
    documents.write(brief, "pdf")             # bytes; html, pdf, docx, xlsx

The writers number headings, tables, charts and annexes; texts are given as they are to be read.
"""

from analysis.documents import view_blocks
from analysis.documents.contents import (
    Annex,
    Block,
    Document,
    DocumentCell,
    DocumentChart,
    DocumentColumn,
    DocumentNote,
    DocumentTable,
    Heading,
    Highlights,
    Paragraph,
    Particulars,
    Quotation,
)
from analysis.documents.writers import WRITERS, format_names, require_formats, write

__all__ = [
    "WRITERS",
    "Annex",
    "Block",
    "Document",
    "DocumentCell",
    "DocumentChart",
    "DocumentColumn",
    "DocumentNote",
    "DocumentTable",
    "Heading",
    "Highlights",
    "Paragraph",
    "Particulars",
    "Quotation",
    "format_names",
    "require_formats",
    "view_blocks",
    "write",
]
