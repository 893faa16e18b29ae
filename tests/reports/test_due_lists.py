"""What falls due as a document: an overview, then a list for each who must act."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

import small_registers
from analysis import documents
from analysis.questions import due
from analysis.reports import due_lists
from small_registers import code, delivered


@pytest.fixture
def board(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    home = small_registers.build(tmp_path)
    plain = {"party_code": code(1), "decided_on": "2021-03-26", "reported_on": ""}
    rows = [plain | {"record": f"R{place}", "authority": "市住建局" if place else "市文旅局"} for place in range(250)]
    delivered(home, "permits", *rows)
    return due.due("江阴", date(2021, 4, 6), 10, ["hard-2019"])


def test_a_workbook_has_a_sheet_for_each_with_all_rows(board):
    book = openpyxl.load_workbook(io.BytesIO(documents.write(due_lists.due_document(board), "xlsx")))
    assert any("市住建局" in name for name in book.sheetnames) and any("市文旅局" in name for name in book.sheetnames)
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {f"R{place}" for place in range(250)} <= set(cells)


def test_a_page_shows_the_first_rows_and_says_so(board):
    page = documents.write(due_lists.due_document(board, "zh", "html"), "html").decode()
    assert "逐条事项：249 件，先列 200 件" in page and "http://" not in page and "https://" not in page


def test_the_first_page_says_who_has_most_to_do_and_each_part_what(board):
    page = documents.write(due_lists.due_document(board, "zh", "html"), "html").decode()
    assert page.index("按责任单位") < page.index("本单位事项") and page.count("在截止日前报送公示") == 2
