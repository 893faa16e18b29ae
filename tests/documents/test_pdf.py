"""The PDF: everything in it in order, on the page of the standard, with its fonts, and the same each time."""

from __future__ import annotations

import io

import pypdf
import pytest

from analysis import documents
from analysis.documents import Document, DocumentCell, DocumentColumn, DocumentTable, Heading, Paragraph, pdf
from analysis.problems import InputError
from documents import samples
from documents.reading import pdf_pages, pdf_text, squeezed

MILLIMETRE = 72 / 25.4
LONG = DocumentTable(
    "长表",
    (DocumentColumn("条款", "id"), DocumentColumn("名称", "name"), DocumentColumn("得分", "number")),
    tuple(
        (DocumentCell(str(place)), DocumentCell(f"名称{place}" * 9), DocumentCell("1.00", 1.0)) for place in range(90)
    ),
)


def test_everything_stands_in_it_in_order():
    text = pdf_text(documents.write(samples.document(), "pdf"))
    end = 0
    for said in samples.IN_ORDER:
        end = text.index(squeezed(said), end) + len(squeezed(said))
    assert all(squeezed(bar.label + bar.text) in text for bar in samples.BARS.bars), "a chart's texts are texts"


def test_pages_are_those_of_the_standard():
    """A4, upright; pages numbered with dashes, odd ones at the right and even ones at the left."""
    reader = pypdf.PdfReader(io.BytesIO(documents.write(Document("题", (LONG,)), "pdf")))
    assert len(reader.pages) > 2
    for place, page in enumerate(reader.pages, 1):
        assert (round(page.mediabox.width / MILLIMETRE), round(page.mediabox.height / MILLIMETRE)) == (210, 297)
        assert (number_at(page) > 105 * MILLIMETRE) is (place % 2 == 1)


def number_at(page) -> float:
    """Where the page's number begins, from the left."""
    found = {}

    def meet(text, shift, at, *_):
        found[text.strip()] = at[4] * shift[0] + shift[4]

    page.extract_text(visitor_text=meet)
    return next(x for text, x in found.items() if text.startswith("—"))


def test_a_long_table_repeats_its_heading_and_splits_no_row():
    pages = [squeezed(text) for text in pdf_pages(documents.write(Document("题", (LONG,)), "pdf"))]
    assert all("条款名称得分" in text for text in pages)
    for row in LONG.rows:
        assert sum(squeezed("".join(cell.text for cell in row)) in text for text in pages) == 1


def test_headings_are_the_outline_of_the_file():
    reader = pypdf.PdfReader(io.BytesIO(documents.write(samples.document(), "pdf")))

    def titles(outline):
        return [title for part in outline for title in (titles(part) if isinstance(part, list) else [part.title])]

    assert titles(reader.outline)[:3] == ["一、总体结论", "（一）分组", "二、缺项"]


def test_fonts_are_within_the_file_and_no_time_is():
    content = documents.write(samples.document(), "pdf")
    reader = pypdf.PdfReader(io.BytesIO(content))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert descriptors and all("/FontFile2" in descriptor or "/FontFile3" in descriptor for descriptor in descriptors)
    assert reader.metadata.title == "评分报告" and "/CreationDate" not in reader.metadata


def archived(document: Document) -> bool:
    reader = pypdf.PdfReader(io.BytesIO(documents.write(document, "pdf")))
    return b"pdfaid:part" in reader.trailer["/Root"]["/Metadata"].get_data()


def test_with_its_day_it_is_fit_for_archives():
    document = samples.document(day="2021-03-31")
    assert archived(document) and not archived(samples.document())
    metadata = pypdf.PdfReader(io.BytesIO(documents.write(document, "pdf"))).metadata
    assert str(metadata.creation_date)[:10] == "2021-03-31"


def test_a_sign_that_no_font_has_does_not_stop_it():
    """Archives refuse a sign that can't be shown; the document is then written as a plain PDF, its text whole."""
    strange = Document("题", (Paragraph("注\U000f0000意"),), day="2021-03-31")
    assert not archived(strange)
    assert "注" in pdf_text(documents.write(strange, "pdf"))


@pytest.mark.parametrize(
    "text", ["#panic()", "*粗* _斜_ $x$ `code`", '#read("/etc/passwd")', "= 一级", '"\\u{41}" @ref <label>']
)
def test_no_text_is_read_as_markup(text):
    printed = pdf_text(documents.write(Document("题", (Heading(text), Paragraph(text))), "pdf"))
    assert printed.count(squeezed(text)) == 2


def test_without_a_chinese_font_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr("analysis.documents.fonts.installed_families", lambda: frozenset({"Libertinus Serif"}))
    with pytest.raises(InputError, match=r"apt-get install fonts-noto-cjk"):
        documents.require_formats(["pdf"])
    with pytest.raises(InputError, match=r"中文字体"):
        documents.write(samples.document(), "pdf")


def test_a_fault_of_the_typesetter_is_told_as_one():
    with pytest.raises(InputError, match="typesetter"):
        pdf.compile_template("document.typ", {}, "pdf")
