"""Files read back as a reader's program would, for comparison with what was written."""

from __future__ import annotations

import io
import re

import pypdf
from lxml import html

Read = tuple[str, list[list[str]]]


def squeezed(text: str) -> str:
    """The text without any blank: where lines break is the page's affair."""
    return re.sub(r"[\s\u200b]+", "", text)


def html_text(page: str) -> str:
    """All text of a page, its title first."""
    tree = html.fromstring(page)
    for style in tree.xpath("//style"):
        style.drop_tree()
    return tree.text_content()


def html_tables(page: str) -> list[Read]:
    """Each table's title and rows, the heading row first."""
    return [
        (
            table.xpath("string(caption)"),
            [[cell.text_content() for cell in row.xpath("th|td")] for row in table.xpath(".//tr")],
        )
        for table in html.fromstring(page).xpath("//table")
    ]


def pdf_pages(content: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def pdf_text(content: bytes) -> str:
    """All text, without blanks."""
    return squeezed("".join(pdf_pages(content)))
