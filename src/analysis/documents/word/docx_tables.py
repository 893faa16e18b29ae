"""Tables of a DOCX: heads repeat on each page, rows stay whole, columns as wide as their text needs (表格)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx.oxml import parse_xml

from analysis.documents.contents import DocumentCell, DocumentTable, Particulars
from analysis.documents.layout import UPRIGHT, keeps_together, splittable_rows, table_fit
from analysis.documents.word.docx_styles import STYLE_FORMATS, style_id
from analysis.views import view_objects

TWIPS = 20  # to a point
ALIGNMENTS = {"number": "right", "id": "center", "mark": "center"}
TONE_COLOURS = {
    "good": "00664A", "bad": "B3261E", "missing": "8A4B00", "assumed": "6B3FA0", "forecast": "9C1F6E",
    "quiet": "5A5A5A",
}  # fmt: skip
BOLD = ("bad", "strong")
LABELS = 86.0
HEAD, TEXT = style_id("Table Head"), style_id("Table Text")


@dataclass(frozen=True)
class _Cell:
    """A cell as it is written: its lines, style, alignment, width in twips, and how many columns it spans."""

    lines: tuple[DocumentCell, ...]
    style: str
    place: str
    wide: int
    span: int = 1


@dataclass(frozen=True)
class _Row:
    cells: Sequence[_Cell]
    head: bool = False
    tall: bool = False


def add_table(body: Any, table: DocumentTable) -> None:
    """A table with its title above and its notes below. `body`: the document."""
    fit = table_fit(table)
    widths = [round(wide * TWIPS) for wide in fit.widths]
    if table.title:
        style = "Table Note" if table.small else "Caption"
        body.add_paragraph(table.title, style).paragraph_format.keep_with_next = True
    heads = [
        _Cell((DocumentCell(column.heading),), HEAD, "center", wide)
        for column, wide in zip(table.columns, widths, strict=True)
    ]
    places = [ALIGNMENTS.get(column.kind, "left") for column in table.columns]
    inner = zip(table.rows, splittable_rows(table), strict=True)
    rows = [_Row(heads, head=True), *(_row(cells, places, widths, split) for cells, split in inner)]
    if not table.rows:
        rows.append(_Row([_Cell((DocumentCell(table.empty),), TEXT, "left", sum(widths), len(widths))]))
    _add(body, rows, widths, size=fit.size, ruled=True, whole=keeps_together(table), noted=bool(table.notes))
    for note in table.notes or ("",):
        body.add_paragraph(note, "Table Note")


def add_particulars(body: Any, particulars: Particulars) -> None:
    """Headings at the left, what is said under each at the right, without rules."""
    widths = [round(LABELS * TWIPS), round((UPRIGHT - LABELS) * TWIPS)]
    rows = [
        _Row([_Cell((DocumentCell(head),), HEAD, "left", widths[0]), _Cell(said, TEXT, "left", widths[1])], tall=True)
        for head, said in particulars.rows
    ]
    _add(body, rows, widths, size=STYLE_FORMATS["Table Text"].size, ruled=False, whole=False, noted=False)
    body.add_paragraph("", "Table Note")


def _row(cells: Sequence[DocumentCell], places: Sequence[str], widths: Sequence[int], split: bool) -> _Row:
    row_cells = [_Cell((cell,), TEXT, place, wide) for cell, place, wide in zip(cells, places, widths, strict=True)]
    return _Row(row_cells, tall=split)


def _add(body: Any, rows: Sequence[_Row], widths: Sequence[int], size: float, **how: bool) -> None:
    """The table at the document's end, put in as a whole: python-docx takes long over thousands of cells."""
    text = view_objects.template_environment(Path(__file__).parents[1] / "templates").get_template("table.xml").render(
        rows=rows, widths=widths, size=round(size * 2), tones=TONE_COLOURS, bold=BOLD, **how
    )  # fmt: skip
    body.element.body._insert_tbl(parse_xml(text))
