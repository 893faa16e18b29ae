"""The pages of a DOCX after GB/T 9704: size, margins, page numbers; pages across for wide tables (页面)."""

from __future__ import annotations

from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from analysis.documents.word.docx_styles import LEFT, RIGHT, indent_paragraph

WIDE, HIGH = 210, 297
# Top, right, bottom, left; across, the page is turned a quarter with its margins.
MARGINS = {False: (37, 26, 35, 28), True: (28, 35, 26, 37)}
FOOT = {False: 24, True: 14}


def start_pages(document: Any, mark: str = "") -> None:
    """The first pages, upright, with page numbers, and a mark beside, that the later ones take over."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    _lay(section, across=False)
    for footer, place in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style, paragraph.alignment = "Page Number", place
        indent_paragraph(paragraph._p.get_or_add_pPr(), left=1, right=1, size=14)
        _number(paragraph, mark)


def turn_pages(document: Any, across: bool) -> None:
    """From here the pages lie across, or upright again."""
    _lay(document.add_section(WD_SECTION.NEW_PAGE), across)


def _lay(section: Any, across: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(HIGH), Mm(WIDE)) if across else (Mm(WIDE), Mm(HIGH))
    top, right, bottom, left = (Mm(margin) for margin in MARGINS[across])
    section.top_margin, section.right_margin = top, right
    section.bottom_margin, section.left_margin = bottom, left
    section.header_distance, section.footer_distance = Mm(15), Mm(FOOT[across])


def _number(paragraph: Any, mark: str) -> None:
    """— 1 — and the mark."""
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
    paragraph.add_run(f" — {mark}".rstrip())
