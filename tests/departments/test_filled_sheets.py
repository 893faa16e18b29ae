"""Sheets read back row by row: titles above headings, marks between names, numbers of persons."""

from __future__ import annotations

import openpyxl
import pytest

from analysis.departments import filled_sheets
from analysis.problems import InputError, Problems

HEADINGS = {"表": ("名称", "数")}


def workbook(tmp_path, *rows):
    book = openpyxl.Workbook()
    book.active.title = "表"
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    return tmp_path / "x.xlsx"


def test_rows_are_read_with_the_place_of_each_cell(tmp_path):
    path = workbook(
        tmp_path, ["一张表"], ["其他", "名称", "数"], [None, "甲", 3.0], [None, None, None], [None, "乙", "4"]
    )
    first, second = filled_sheets.filled_rows(path, HEADINGS, Problems())["表"]
    assert (dict(first.cells), dict(second.cells)) == ({"名称": "甲", "数": "3"}, {"名称": "乙", "数": "4"})
    assert first.place("数").endswith("x.xlsx, 表, C3") and second.place("名称").endswith("B5")


def test_a_persons_number_is_told_with_its_cell(tmp_path):
    problems = Problems()
    filled_sheets.filled_rows(workbook(tmp_path, ["名称", "数"], ["13812345678", 1]), HEADINGS, problems)
    assert [problem.where.rpartition(", ")[2] for problem in problems.found] == ["A2"]


def test_what_is_missing_is_told_at_once(tmp_path):
    with pytest.raises(InputError) as refused:
        filled_sheets.filled_rows(workbook(tmp_path, ["别的"]), {**HEADINGS, "二": ("甲",)}, Problems())
    assert len(refused.value.problems) == 2
