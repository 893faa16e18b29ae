"""Items stand under the groups that the table's columns and sections say."""

from __future__ import annotations

import pytest

from analysis.assessment_tables.group_drafts import group_tree, short_title
from analysis.assessment_tables.items import read_items
from analysis.assessment_tables.text_grids import GridCell, TextGrid
from analysis.problems import Problems


def tree(*rows):
    cells = tuple((number, tuple(map(GridCell, row))) for number, row in enumerate(rows, 1))
    problems = Problems()
    found = group_tree(read_items([TextGrid("表.csv", "", cells)], problems).items)
    assert not problems.found
    return found


THREE = ("一级指标", "二级指标", "三级指标", "分值", "评分标准")


def test_the_last_column_titles_an_item_and_groups_where_items_share_it():
    found = tree(
        THREE, ("制度（6分）", "建设", "方案", "2", "有得2分"), ("", "", "培训", "1", "有得1分"),
        ("", "", "", "3", "有得3分"),
        ("归集", "质量", "合规", "1", "有得1分"),
    )  # fmt: skip
    assert [(group["id"], group["title_zh"], group["parent"]) for group in found.groups] == [
        ("g1", "制度", ""), ("g1-1", "建设", "g1"), ("g1-1-1", "培训", "g1-1"),
        ("g2", "归集", ""), ("g2-1", "质量", "g2"),
    ]  # fmt: skip
    assert found.homes == ["g1-1", "g1-1-1", "g1-1-1", "g2-1"] and found.titles[0] == "方案"
    assert found.groups[0]["possible"] == 6


def test_an_item_alone_in_its_group_bears_its_name():
    found = tree(
        ("考核项目", "考核内容", "分值", "评分标准"), ("组织领导（2分）", "1.有领导小组；2.有方案", "2", "有得2分")
    )
    assert found.titles == ["组织领导"] and found.groups[0]["title_zh"] == "组织领导"


def test_a_bonus_has_a_cap_a_deduction_a_floor():
    found = tree(
        ("考核内容", "分值", "评分标准"), ("一、基本项（2分）", "", ""), ("甲", "2", "有得2分"),
        ("二、加分项（最高不超过10分）", "", ""), ("乙", "5", "有得5分"),
        ("三、扣分项（最多扣8分）", "", ""), ("丙", "-3", "每次扣1分"),
    )  # fmt: skip
    assert found.groups[0]["possible"] == 2 and found.groups[0]["title_zh"] == "一、基本项"
    assert found.groups[1]["bonus"] and found.groups[1]["cap"]["is"] == 10
    assert found.groups[2]["least"]["is"] == -8 and "bonus" not in found.groups[2]


def test_a_table_without_groups_has_one():
    found = tree(("考核内容", "分值", "评分标准"), ("印发要点，抓好落实。其他", "2", "有得2分"))
    assert [group["title_zh"] for group in found.groups] == ["考核项目"] and found.titles == ["印发要点，抓好落实"]


@pytest.mark.parametrize(
    ("text", "title"),
    [("短", "短"), ("甲" * 30, "甲" * 23 + "…"), ("甲" * 10 + "，" + "乙" * 20, "甲" * 10), ("一\n二", "一")],
)
def test_a_title_is_the_beginning_of_a_text(text, title):
    assert short_title(text) == title
