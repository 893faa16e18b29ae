"""Files read back as a reader's program would, for comparison with what was written."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import openpyxl
import pypdf
from docx.oxml.ns import qn
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
    """Each table's title and rows, the heading row first; what leads from a title elsewhere is none of it."""
    return [
        (
            "".join(table.xpath("caption//text()[not(ancestor::a[@class='more'])]")).rstrip(),
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


def docx_text(content: bytes) -> str:
    """All text in reading order, that of tables too."""
    body = docx.Document(io.BytesIO(content)).element.body
    paragraphs = (paragraph.iter(qn("w:t")) for paragraph in body.iter(qn("w:p")))
    return "\n".join("".join(node.text or "" for node in nodes) for nodes in paragraphs)


def docx_tables(content: bytes) -> list[list[list[str]]]:
    """Each table's rows; a cell over several columns stands once."""
    tables = docx.Document(io.BytesIO(content)).tables
    return [[[cell.text for cell in dict.fromkeys(row.cells)] for row in table.rows] for table in tables]


def xlsx_rows(content: bytes) -> dict[str, list[list[Any]]]:
    """Each sheet's rows as kept, formulas as their text; cells at the end that hold nothing are left out."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [_filled(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def xlsx_kinds(content: bytes) -> set[str]:
    """The kinds of cells there are: `s` text, `n` number, `f` formula."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}


def _filled(row: tuple[Any, ...]) -> list[Any]:
    cells = list(row)
    while cells and cells[-1] is None:
        cells.pop()
    return cells
