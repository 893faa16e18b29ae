"""Which column is which, however an office heads it."""

from __future__ import annotations

import pytest

from analysis.assessment_tables.table_columns import NAMES, find_columns, heading_meaning, unread_columns
from analysis.assessment_tables.text_grids import GridCell, TextGrid
from analysis.problems import Problems


def grid(*rows):
    return TextGrid("表.csv", "", tuple((number, tuple(map(GridCell, row))) for number, row in enumerate(rows, 1)))


def found(*rows):
    problems = Problems()
    columns = find_columns(grid(*rows), problems)
    return columns, [problem.zh for problem in problems.found]


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("序 号", "number"), ("分值（分）", "points"), ("标准分", "points"), ("计分办法", "standard"),
        ("考核内容及评分标准", "content"), ("指标分值", "points"), ("自评分值", None), ("牵头责任单位", "responsible"),
        ("考核\n内容", "content"),
        ("责任单位（牵头）", "responsible"), ("佐证材料", "source"), ("一级指标", "level1"), ("得分", None),
        ("公式", "formula"),
    ],
)  # fmt: skip
def test_headings_are_known_by_their_words(heading, column):
    assert heading_meaning(heading) == column


def test_no_heading_means_two_columns():
    words = [word for names in NAMES.values() for word in names]
    assert len(words) == len(set(words))


def test_the_headings_may_stand_below_a_title_and_in_two_rows():
    columns, _ = found(("细则", "", ""), ("指标", "指标", "分值"), ("一级指标", "二级指标", "分值"), ("甲", "乙", "2"))
    assert columns.below == 3 and columns.levels == ("level1", "level2")


def test_points_beside_the_groups_are_theirs():
    columns, _ = found(("一级指标", "分值", "考核内容", "分值", "评分标准"))
    assert columns.places["points"] == (3,) and columns.places["group points"] == (1,)


def test_two_columns_of_one_name_are_told():
    _, said = found(("序号", "考核内容", "考核内容", "分值"))
    assert said == ["有两列都叫“考核内容”，分不清读哪一列；请改名或删去一列。"]


def test_a_table_of_other_things_is_none():
    assert found(("姓名", "分值"), ("甲", "3"))[0] is None and found(("序号", "考核内容", "备注"))[0] is None


def test_columns_to_be_filled_by_hand_are_passed_over_silently_and_others_said():
    table = grid(("考核内容", "分值", "评分标准", "自评得分", "印象"), ("甲", "2", "有得2分", "2", "好"))
    columns = find_columns(table, Problems())
    assert [remark.where for remark in unread_columns(table, columns)] == ["表.csv, 第1行 row 1, 印象"]
