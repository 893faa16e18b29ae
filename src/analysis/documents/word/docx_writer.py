"""From a document's blocks to a DOCX, one after another (写入)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import docx
from docx.oxml import OxmlElement

from analysis.documents.contents import (
    Annex,
    Block,
    Document,
    DocumentChart,
    DocumentNote,
    DocumentTable,
    Heading,
    Highlights,
    Particulars,
    Quotation,
)
from analysis.documents.layout import page_runs
from analysis.documents.word import docx_pages
from analysis.documents.word.docx_package import docx_bytes
from analysis.documents.word.docx_pictures import add_chart
from analysis.documents.word.docx_styles import RIGHT, apply_styles, fresh_child, indent_paragraph
from analysis.documents.word.docx_tables import add_particulars, add_table

BOX = ("top", "left", "bottom", "right")


def write(document: Document) -> bytes:
    """The DOCX. No time stands in it: equal documents give equal bytes.

    Raises `InputError` where the machine has no Chinese font for the charts' PNG.
    """
    body = docx.Document()
    apply_styles(body, document.lang)
    docx_pages.start_pages(body, document.mark)
    _head(body, document)
    for annex, blocks in document.parts():
        _part(body, annex, blocks, document.lang)
        if annex is None:
            _closing(body, document)
    return docx_bytes(body, document.title)


def _head(body: Any, document: Document) -> None:
    body.add_paragraph(document.title, "Title")
    if document.subtitle:
        body.add_paragraph(document.subtitle, "Subtitle")
    if document.addressees:
        body.add_paragraph(document.addressees, "Normal")


def _part(body: Any, annex: Annex | None, blocks: Sequence[Block], lang: str) -> None:
    runs = page_runs(blocks) or [(False, [])]
    across = False
    for place, (lies, inner) in enumerate(runs):
        if lies != across:
            docx_pages.turn_pages(body, lies)
        if annex and place == 0:
            _annexed(body, annex, breaks=not lies)
        for block in inner:
            _add(body, block, lang)
        across = lies
    if across:
        docx_pages.turn_pages(body, False)


def _annexed(body: Any, annex: Annex, breaks: bool) -> None:
    label = body.add_paragraph(annex.label, "Annex Label")
    label.paragraph_format.page_break_before = breaks
    body.add_paragraph(annex.title, "Annex")


def _add(body: Any, block: Block, lang: str) -> None:
    if isinstance(block, Heading):
        body.add_paragraph(block.text, f"Heading {block.level}" if block.numbered else "Clause")
    elif isinstance(block, DocumentTable):
        add_table(body, block)
    elif isinstance(block, Particulars):
        add_particulars(body, block)
    elif isinstance(block, DocumentChart):
        add_chart(body, block, lang, 1 + len(body.inline_shapes))
    elif isinstance(block, Highlights):
        _important(body, block)
    elif isinstance(block, Quotation):
        for line in block.lines:
            _boxed(body.add_paragraph(line, "Quotation"), ("left",))
    elif not isinstance(block, Annex):
        body.add_paragraph(block.text, "Table Note" if isinstance(block, DocumentNote) else "Body Text")


def _important(body: Any, block: Highlights) -> None:
    """A box round the title and the sentences; an empty line keeps two boxes apart."""
    _boxed(body.add_paragraph(block.title, "Important Title"), BOX)
    for text in block.paragraphs:
        _boxed(body.add_paragraph(text, "Important"), BOX)
    body.add_paragraph("", "Table Note")


def _boxed(paragraph: Any, edges: Sequence[str]) -> None:
    borders = fresh_child(paragraph._p.get_or_add_pPr(), "w:pBdr")
    for edge in edges:
        line = OxmlElement(f"w:{edge}")
        given = {"val": "single", "sz": "6", "space": "4", "color": "3C3C3C"}
        for name, value in given.items():
            line.set(borders.tag.replace("pBdr", name), value)
        borders.append(line)


def _closing(body: Any, document: Document) -> None:
    """The list of annexes, then the issuer and the date at the right, four letters in."""
    colon = "：" if document.lang == "zh" else ": "
    annexes = document.annexes()
    if annexes:
        body.add_paragraph("", "Normal").paragraph_format.keep_with_next = True
    for annex in annexes:
        listed = body.add_paragraph(f"{annex.label}{colon}{annex.title}", "Normal")
        indent_paragraph(listed._p.get_or_add_pPr(), left=6, hanging=4)
        listed.paragraph_format.keep_with_next = True
    lines = [line for line in (document.issuer, document.date) if line]
    if lines:
        body.add_paragraph("", "Normal").paragraph_format.keep_with_next = True
    for place, line in enumerate(lines):
        paragraph = body.add_paragraph(line, "Normal")
        paragraph.alignment = RIGHT
        paragraph.paragraph_format.keep_with_next = place + 1 < len(lines)
        indent_paragraph(paragraph._p.get_or_add_pPr(), right=4)
