"""The rows below the headings are told apart."""

from __future__ import annotations

import pytest

from analysis.assessment_tables.table_columns import find_columns
from analysis.assessment_tables.table_rows import ITEM, MORE, PASSED, REMARK, SECTION, SUM, TOTAL, table_lines
from analysis.assessment_tables.text_grids import GridCell, TextGrid
from analysis.problems import Problems

HEADS = ("序号", "一级指标", "考核内容", "分值", "评分标准")
LONG = "考核结果作为评先评优的重要依据，由市信用办报市政府审定，" + "向各部门、各镇街通报，并抄送组织部门。"
FIRST = ("1", "甲", "内容", "2", "每次得1分")


def kinds(*rows, heads=HEADS):
    cells = [(number, tuple(map(GridCell, row))) for number, row in enumerate([heads, *rows], 1)]
    grid = TextGrid("表.csv", "", tuple(cells))
    return [line.kind for line in table_lines(grid, find_columns(grid, Problems()))]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (("2", "", "内容", "3", "每次得1分"), ITEM),
        (("", "", "", "", "扣完为止"), MORE),
        (("", "", "小计", "2", ""), SUM),
        (("甲小计", "", "", "2", ""), SUM),
        (("合计", "", "", "100", ""), TOTAL),
        (("总分：100分", "", "", "", ""), TOTAL),
        (("二、加分项（10分）", "", "", "", ""), SECTION),
        (("（三）信用监管", "", "", "", ""), SECTION),
        (("注：以台账为准", "", "", "", ""), PASSED),
        (("填表人：", "", "", "", ""), PASSED),
        (("2026年度信用工作考核评分表（续）", "", "", "", ""), PASSED),
        ((LONG, "", "", "", ""), REMARK),
    ],
)  # fmt: skip
def test_a_row_is_told_by_what_stands_in_it(row, kind):
    assert kinds(FIRST, row) == [ITEM, kind]


def test_headings_repeated_on_a_page_are_left_out():
    assert kinds(FIRST, HEADS, ("2", "", "内容", "3", "每次得1分")) == [ITEM, ITEM]


def test_an_item_that_speaks_of_sums_is_an_item():
    assert kinds(("1", "甲", "年度合计报送情况", "2", "每次得1分")) == [ITEM]
