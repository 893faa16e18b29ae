"""Tables of a DOCX do not break badly."""

from __future__ import annotations

import io

import docx
from docx.oxml.ns import qn

from analysis import documents
from analysis.documents import Document, DocumentCell, DocumentColumn, DocumentTable
from documents import samples


def tables(document: Document):
    return docx.Document(io.BytesIO(documents.write(document, "docx"))).tables


def test_the_head_repeats_and_rows_are_not_split():
    first, *rest = tables(samples.document())[0].rows
    assert first._tr.trPr.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in rest)
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in (first, *rest))


def test_a_row_longer_than_a_page_may_be_split():
    table = DocumentTable("表", (DocumentColumn("甲"),), ((DocumentCell("长" * 3000),),))
    assert tables(Document("题", (table,)))[0].rows[1]._tr.trPr.find(qn("w:cantSplit")) is None


def test_widths_fill_the_text_block():
    """156 mm are 8,844 twentieths of a point."""
    grid = tables(samples.document())[0]._tbl.tblGrid
    assert abs(sum(int(column.get(qn("w:w"))) for column in grid) - 156 / 25.4 * 72 * 20) < 5


def test_numbers_stand_at_the_right_and_tones_are_seen():
    cells = tables(samples.document())[0].rows[2].cells
    assert cells[2].paragraphs[0].alignment is not None and str(cells[2].paragraphs[0].alignment).startswith("RIGHT")
    assert str(cells[2].paragraphs[0].runs[0].font.color.rgb) == "8A4B00"
