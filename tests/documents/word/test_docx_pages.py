"""Pages of a DOCX: those of the standard, across where a table needs it."""

from __future__ import annotations

import io

import docx

from analysis import documents
from analysis.documents import Document, DocumentCell, DocumentColumn, DocumentTable, Heading, Paragraph
from documents import samples

WIDE = DocumentTable(
    "宽表", tuple(DocumentColumn(f"栏{place}") for place in range(8)), ((DocumentCell("长文" * 40),) * 8,) * 20
)


def opened(document: Document):
    return docx.Document(io.BytesIO(documents.write(document, "docx")))


def test_the_page_is_that_of_the_standard():
    (section,) = opened(samples.document()).sections
    sizes = section.page_width, section.page_height, section.top_margin, section.left_margin
    assert [round(size.mm) for size in sizes] == [210, 297, 37, 28]
    assert round(section.page_width.mm - section.left_margin.mm - section.right_margin.mm) == 156
    assert round(section.page_height.mm - section.top_margin.mm - section.bottom_margin.mm) == 225


def test_page_numbers_stand_outside_with_dashes():
    document = opened(samples.document())
    assert document.settings.odd_and_even_pages_header_footer
    odd, even = document.sections[0].footer.paragraphs[0], document.sections[0].even_page_footer.paragraphs[0]
    assert "PAGE" in odd._p.xml and odd.text.startswith("—") and odd.text.endswith("—")
    assert str(odd.alignment).startswith("RIGHT") and str(even.alignment).startswith("LEFT")


def test_a_wide_table_lies_across_with_its_heading_and_the_text_goes_on_upright():
    document = opened(Document("题", (Paragraph("前"), Heading("宽"), WIDE, Paragraph("后"))))
    across = [section.page_width > section.page_height for section in document.sections]
    assert across == [False, True, False]
