"""Hidden rows and columns of a workbook, told by its XML; that it is open elsewhere, told by the file beside it."""

from __future__ import annotations

import openpyxl
import pytest

from analysis import hidden_cells


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b'<row r="2" hidden="1"/><row r="3"/><row r="7" spans="1:3" hidden="true">', [2, 7]),
        (b"<x:row hidden='1'><x:row><x:row hidden='1'>", [1, 3]),
        (b'<row r="2" hidden="0"/><rows hidden="1"/>', []),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 1000])
def test_hidden_rows_are_told_by_their_own_number_or_their_place(content, rows, size):
    """Whatever the pieces that the content comes in."""
    pieces = [content[start : start + size] for start in range(0, len(content), size)]
    assert sorted(hidden_cells.hidden_cells(pieces).rows) == rows


def test_hidden_columns_are_told_by_their_range():
    found = hidden_cells.hidden_cells([b'<col min="2" max="3" hidden="1"/><col min="5" max="5"/>'])
    assert found == hidden_cells.HiddenCells(frozenset(), frozenset({1, 2}))


def test_each_sheet_has_its_own_in_the_workbooks_order(tmp_path):
    book = openpyxl.Workbook()
    for name in ("二", "三"):
        book.create_sheet(name).append(["x", "y"])
    book["三"].row_dimensions[4].hidden = book["Sheet"].column_dimensions["B"].hidden = True
    book.move_sheet("三", -2)
    book.save(tmp_path / "x.xlsx")
    found = hidden_cells.hidden_by_sheet(tmp_path / "x.xlsx")
    assert [(sorted(found[place].rows), sorted(found[place].columns)) for place in range(3)] == [
        ([4], []), ([], [1]), ([], []),
    ]  # fmt: skip


def test_what_is_no_such_workbook_hides_nothing(tmp_path):
    (tmp_path / "x.xls").write_bytes(b"no archive")
    assert hidden_cells.hidden_by_sheet(tmp_path / "x.xls") == {}


@pytest.mark.parametrize("name", ["~$x.xlsx", ".~x.xlsx", ".~lock.x.xlsx#"])
def test_a_workbook_that_is_open_elsewhere_is_remarked(tmp_path, name):
    path = tmp_path / "x.xlsx"
    assert list(hidden_cells.open_elsewhere_remarks(path)) == []
    path.with_name(name).write_bytes(b"x")
    (remark,) = hidden_cells.open_elsewhere_remarks(path)
    assert "未保存的改动没有读到" in remark.zh


def test_only_the_first_of_many_rows_are_listed():
    (remark,) = hidden_cells.hidden_remarks("x", range(1, 20), [])
    assert "第 1, 2, 3, 4, 5, 6, 7, 8, 9, 10… 行" in remark.zh
