"""Items with their groups and points; sums that a table states are held against its own rows."""

from __future__ import annotations

import pytest

from analysis.assessment_tables.items import BONUS, ORDINARY, group_faults, group_title, read_items
from analysis.assessment_tables.text_grids import GridCell, TextGrid
from analysis.problems import Problems

HEADS = ("序号", "一级指标", "考核内容", "分值", "评分标准")
A, B = ("1", "甲", "内容", "2", "每次得1分"), ("2", "", "内容", "3", "每次得1分")


def read(*rows, more=()):
    tables = [[HEADS, *rows], *more]
    grids = [
        TextGrid(
            "表.docx",
            f"第{place}个表",
            tuple((number, tuple(map(GridCell, row))) for number, row in enumerate(table, 1)),
        )
        for place, table in enumerate(tables, 1)
    ]
    problems = Problems()
    table = read_items(grids, problems)
    return table, [problem.zh for problem in (*problems.found, *group_faults(table.items))]


@pytest.mark.parametrize(
    ("text", "points"), [("2", 2), ("2分", 2), (" ２．５ ", 2.5), ("最高5分", 5), ("+3", 3), ("加2分", 2)]
)
def test_points_are_read_as_offices_write_them(text, points):
    table, found = read(("1", "甲", "内容", text, "每次得1分"))
    assert not found and table.items[0].points == points


@pytest.mark.parametrize("text", ["四分", "1-3", "5%", "2/3", "若干"])
def test_points_that_are_no_number_are_told(text):
    assert "不是数" in read(("1", "甲", "内容", text, "每次得1分"))[1][0]


def test_sums_that_agree_are_silent():
    rows = (
        A,
        B,
        ("", "小计", "", "5", ""),
        ("3", "乙", "内容", "4", "有得4分"),
        ("", "小计", "", "4", ""),
        ("合计", "", "", "9", ""),
    )
    table, found = read(*rows)
    assert not found and table.total == 9


def test_a_total_may_be_with_or_without_what_comes_on_top():
    bonus = (("加分项（最高10分）", "", "", "", ""), ("3", "", "内容", "20", "每次得1分"))
    for total in ("5", "15", "25"):
        found = read(A, B, *bonus, ("合计", "", "", total, ""))[1]
        assert (found == []) is (total != "25"), found


def test_sums_that_differ_are_told_with_the_rows_they_speak_of():
    found = read(A, B, ("", "小计", "", "6", ""), ("合计", "", "", "7", ""))[1]
    assert [said.partition("；")[0] for said in found] == [
        "写的是 6 分，第 2—3 行各项合计 5 分",
        "写的是 7 分，第 2—3 行各项合计 5 分",
    ]


def test_a_group_that_states_its_points_is_held_against_its_items():
    assert "“甲”写的是 6 分，其下第 2—3 行各项合计 5 分" in read(("1", "甲（6分）", *A[2:]), B)[1][0]


@pytest.mark.parametrize(
    ("text", "title", "points", "nature"),
    [
        ("组织保障（15分）", "组织保障", 15, ORDINARY), ("组织保障\n15分", "组织保障", 15, ORDINARY),
        ("二、加分项（最高不超过10分）", "二、加分项", 10, BONUS), ("信用监管", "信用监管", None, ORDINARY),
    ],
)  # fmt: skip
def test_a_title_is_parted_from_its_points(text, title, points, nature):
    group = group_title(text, "")
    assert (group.title, group.points, group.nature) == (title, points, nature)


def test_a_cell_merged_across_two_columns_is_that_of_the_first():
    """An item without a second level, and one whose content and standard are one cell."""
    heads = ("一级指标", "二级指标", "考核内容", "评分标准", "分值")
    cells = [
        tuple(map(GridCell, heads)),
        (
            GridCell("甲"),
            GridCell("甲", spread=True),
            GridCell("每次得1分"),
            GridCell("每次得1分", spread=True),
            GridCell("2"),
        ),
    ]
    [item] = read_items([TextGrid("表.docx", "", tuple(enumerate(cells, 1)))], Problems()).items
    assert [group.title for group in item.groups] == ["甲"] and item.text("standard") == ""


def test_a_table_parted_by_a_page_goes_on_without_headings():
    table, found = read(A, more=[[B, ("", "", "", "", "扣完为止")]])
    assert not found and [item.line.grid.name for item in table.items] == ["第1个表", "第2个表"]
    assert table.items[1].groups[0].title == "甲" and table.items[1].text("standard") == "每次得1分\n扣完为止"


def test_tables_of_other_things_are_said_not_to_be_read():
    table, found = read(A, more=[[("姓名", "电话"), ("x", "y")]])
    assert not found and "此表未读" in table.remarks[0].zh


@pytest.mark.parametrize(
    ("caption", "nature"),
    [
        ("考核总分100分，另设加分项和扣分项", ORDINARY),
        ("总分100分。加分项另计", ORDINARY),
        ("二、加分项（最高10分，可累加）", BONUS),
    ],
)
def test_a_preface_heads_no_section(caption, nature):
    rows = tuple((number, tuple(map(GridCell, row))) for number, row in enumerate((HEADS, A), 1))
    table = read_items([TextGrid("表.docx", "第1个表", rows, caption)], Problems())
    assert [item.nature for item in table.items] == [nature]


def test_a_group_called_as_its_section_is_the_same_group():
    bonus = (("二、加分项（最高5分）", "", "", "", ""), ("3", "加分项", "内容", "5", "每次得1分"))
    table, found = read(A, B, *bonus)
    assert not found and [group.title for group in table.items[-1].groups] == ["二、加分项"]
    assert table.items[-1].nature == BONUS and table.items[-1].groups[0].points == 5
