"""The visible sheets of a workbook, merged cells filled, formulas as their results."""

from __future__ import annotations

import openpyxl
import pytest

from analysis.assessment_tables.text_grids import read_grids
from analysis.problems import InputError, Problems


def read(workbook, tmp_path):
    path, problems = tmp_path / "表.xlsx", Problems()
    workbook.save(path)
    return read_grids(path, problems), problems.found


def test_merged_cells_are_filled_and_marked_and_numbers_are_plain(tmp_path):
    workbook = openpyxl.Workbook()
    for row in [("细则", None, None), ("甲", "一", 2), (None, "二", 0.5)]:
        workbook.active.append(row)
    workbook.active.merge_cells("A1:C1")
    workbook.active.merge_cells("A2:A3")
    [grid], found = read(workbook, tmp_path)
    assert not found and [[cell.text for cell in cells] for _, cells in grid.rows] == [
        ["细则"] * 3, ["甲", "一", "2"], ["甲", "二", "0.5"]
    ]  # fmt: skip
    assert [cell.spread for cell in grid.rows[0][1]] == [False, True, True]
    assert [cells[0].merged for _, cells in grid.rows] == [False, False, True]


def test_a_range_merged_over_the_whole_sheet_takes_no_more_than_a_table(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.append(["细则"])
    workbook.active.merged_cells.add("A1:XFD1048576")
    with pytest.raises(InputError, match="60 列"):
        read(workbook, tmp_path)


def test_a_text_with_an_equals_sign_is_text_and_a_formula_without_result_is_told(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.append(["=合计", "=1+1"])
    workbook.active["A1"].data_type = "s"
    [grid], [problem] = read(workbook, tmp_path)
    assert grid.rows[0][1][0].text == "=合计" and "Sheet B1" in problem.where and "没有结果" in problem.zh


def test_hidden_sheets_are_not_read(tmp_path):
    workbook = openpyxl.Workbook()
    workbook.active.append(["看得见"])
    workbook.create_sheet("藏").append(["看不见"])
    workbook["藏"].sheet_state = "hidden"
    grids, _ = read(workbook, tmp_path)
    assert [grid.name for grid in grids] == ["Sheet"]
