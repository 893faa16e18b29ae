"""What leaves as a document: a sheet a table, no body's code anywhere."""

from __future__ import annotations

import io

import openpyxl

from analysis import documents
from analysis.questions import rolloff
from analysis.reports import rolloff_lists
from questions.test_rolloff import BASE, home, lent  # noqa: F401  (a fixture)
from questions.test_rolloff_points import FIGURES, write
from small_registers import code


def test_a_workbook_has_the_calendar_and_the_figures_and_no_code(home):  # noqa: F811
    lent(home)
    write(home, {BASE: FIGURES})
    board = rolloff.roll_off("江阴", BASE, 12, ["hard-2019"])
    book = openpyxl.load_workbook(io.BytesIO(documents.write(rolloff_lists.rolloff_document(board), "xlsx")))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {"2021-04", "3元", "台账记录的日期"} <= cells
    assert not any(code(number) in text for number in range(1, 5) for text in cells)
