"""The comparison as CSV and as a workbook."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from analysis.views.panels import downloads
from panel_homes import LOANS


@pytest.fixture
def moved(state):
    state.set(LOANS, 1.5e10)
    state.set("codes_converted", 0)
    return state


def rows(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize(("lang", "total"), [("zh", "总分"), ("en", "Total")])
def test_the_csv_holds_totals_and_clauses_unrounded(moved, lang, total):
    lines = rows(moved.as_csv(lang))
    line = next(row for row in lines if len(row) > 2 and row[1] == total)
    assert [float(line[2]), float(line[3])] == [moved.before.total["low"], moved.outcome.total["low"]]
    assert [row[0] for row in lines[lines.index(line) + 1 :]] == ["1", "18.3"]


def test_the_workbook_says_the_same(moved):
    book = openpyxl.load_workbook(io.BytesIO(moved.as_xlsx()))
    assert book.sheetnames == ["比较", "改动"]
    cells = [[cell.value for cell in row] for row in book["比较"].iter_rows()]
    total = next(row for row in cells if row[1] == "总分")
    assert total[2:4] == [moved.before.total["low"], moved.outcome.total["low"]]
    assert {row[0].value for row in book["改动"].iter_rows(min_row=2)} == {LOANS, "codes_converted"}


def test_no_text_is_taken_for_a_formula():
    assert downloads._guarded("=1+1") == "'=1+1" and downloads._guarded(-1.5) == -1.5


def test_files_show_no_total_below_0_and_note_it(sparse):
    sparse.set("security_incidents", 0)
    lines = rows(sparse.as_csv("zh"))
    place = next(place for place, row in enumerate(lines) if len(row) > 2 and row[1] == "总分")
    assert [float(cell) for cell in lines[place][2:4]] == [0.0, 0.0] and "不低于0" in lines[place + 1][1]
    cells = [
        cell.value for row in openpyxl.load_workbook(io.BytesIO(sparse.as_xlsx()))["比较"].iter_rows() for cell in row
    ]
    assert not any(isinstance(value, float) and value <= -20 for value in cells)
