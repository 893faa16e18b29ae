"""Fonts and sizes are those of the standard."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml.ns import qn

from analysis import documents
from documents import samples


@pytest.fixture(scope="module")
def styles():
    return docx.Document(io.BytesIO(documents.write(samples.document(), "docx"))).styles


@pytest.mark.parametrize(
    ("name", "font", "size"),
    [
        ("Title", "方正小标宋简体", 22), ("Normal", "仿宋_GB2312", 16), ("Body Text", "仿宋_GB2312", 16),
        ("Heading 1", "黑体", 16), ("Heading 2", "楷体_GB2312", 16), ("Heading 3", "仿宋_GB2312", 16),
        ("Page Number", "宋体", 14),
    ],
)  # fmt: skip
def test_each_part_has_the_font_and_size_of_the_standard(styles, name, font, size):
    assert styles[name].element.rPr.rFonts.get(qn("w:eastAsia")) == font
    assert styles[name].font.size.pt == size


def test_22_lines_fill_the_page():
    """22 lines on 225 mm are 28.99 points each; Word counts in twentieths of a point."""
    body = docx.Document(io.BytesIO(documents.write(samples.document(), "docx"))).styles["Body Text"]
    assert abs(body.paragraph_format.line_spacing.pt - 225 / 25.4 * 72 / 22) < 0.05


def test_paragraphs_begin_two_letters_in(styles):
    indent = styles["Body Text"].element.pPr.find(qn("w:ind"))
    assert indent.get(qn("w:firstLineChars")) == "200" and indent.get(qn("w:firstLine")) == "640"


def test_nothing_is_taken_from_the_themes_fonts_or_colours(styles):
    for name in ("Title", "Heading 1", "Heading 2", "Caption"):
        element = styles[name].element
        assert not [key for key in element.rPr.rFonts.attrib if "Theme" in key]
        assert element.rPr.find(qn("w:color")).get(qn("w:val")) == "000000"
