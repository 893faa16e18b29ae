"""What of a workbook is read though nobody sees it, and what is not read: both are told."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from analysis import facts
from analysis.problems import Problems

HEAD = ["城市", "月份", "指标", "数值", "备注"]
ROWS = [["江阴", "2021-03", name, number, None] for number, name in enumerate(("permits", "penalties", "agencies"), 5)]


@pytest.fixture
def book() -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    made.active.title = "数据"
    for row in (HEAD, *ROWS):
        made.active.append(row)
    return made


def read(book: openpyxl.Workbook, path: Path) -> tuple[list[float], list[str]]:
    """The figures, and what is told of the reading."""
    book.save(path)
    remarks = Problems()
    values = facts.load(path, remarks=remarks)["value"].to_list()
    return values, [f"{problem.where}：{problem.zh}" for problem in remarks.found]


def test_a_plain_workbook_is_read_without_a_word(book, tmp_path):
    assert read(book, tmp_path / "figures.xlsx") == ([5, 6, 7], [])


def test_hidden_rows_are_read_and_named(book, tmp_path):
    book.active.row_dimensions[2].hidden = book.active.row_dimensions[4].hidden = True
    book.active.row_dimensions[99].hidden = True
    values, (said,) = read(book, tmp_path / "figures.xlsx")
    assert values == [5, 6, 7] and "第 2, 4 行是隐藏的，也已读取" in said and "数据" in said


def test_rows_that_a_filter_hides_are_named(book, tmp_path):
    book.active.auto_filter.ref = "A1:E4"
    book.active.auto_filter.add_filter_column(2, ["permits"])
    book.active.row_dimensions[3].hidden = book.active.row_dimensions[4].hidden = True
    assert "第 3, 4 行是隐藏的" in read(book, tmp_path / "figures.xlsx")[1][0]


def test_hidden_columns_are_read_and_named(book, tmp_path):
    book.active.column_dimensions["D"].hidden = True
    values, (said,) = read(book, tmp_path / "figures.xlsx")
    assert values == [5, 6, 7] and "隐藏的列“数值”也已读取" in said


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_not_read_and_named(book, tmp_path, state):
    hidden = book.create_sheet("草稿")
    hidden.sheet_state = state
    for row in (HEAD, ["江阴", "2021-03", "permits", 500]):
        hidden.append(row)
    values, (said,) = read(book, tmp_path / "figures.xlsx")
    assert values == [5, 6, 7] and "草稿：隐藏的工作表，未读" in said


def test_a_second_sheet_of_figures_is_read_and_named(book, tmp_path):
    second = book.create_sheet("补充")
    for row in (HEAD, ["江阴", "2021-03", "arrears", 8]):
        second.append(row)
    values, (said,) = read(book, tmp_path / "figures.xlsx")
    assert sorted(values) == [5, 6, 7, 8] and "读了 2 个工作表：数据, 补充" in said


def test_a_phone_number_in_the_name_of_a_sheet_is_masked(book, tmp_path):
    book.create_sheet("张三13912345678").append(["随便写"])
    book.create_sheet("李四13912345679").sheet_state = "hidden"
    told = " ".join(read(book, tmp_path / "figures.xlsx")[1])
    assert "未读" in told and "139123" not in told


def test_a_workbook_that_is_open_says_that_unsaved_changes_were_not_read(book, tmp_path):
    (tmp_path / "~$figures.xlsx").write_bytes(b"x")
    assert "未保存的改动没有读到" in read(book, tmp_path / "figures.xlsx")[1][0]
