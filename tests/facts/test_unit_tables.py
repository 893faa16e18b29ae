"""Lists of units as tables: headings in either language, out and back; every fault with file, row and column."""

from __future__ import annotations

import openpyxl
import pytest

import small_units
from analysis import facts
from analysis.facts import unit_tables
from analysis.problems import InputError, Problems


def rows(path):
    problems = Problems()
    return unit_tables.read_unit_table(path, problems), problems.found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("财政部门、市局（含国资办、金融办），财局", ["财政部门", "市局（含国资办、金融办）", "财局"]),
        ("甲;乙；丙, ", ["甲", "乙", "丙"]),
        ("", []),
    ],
)
def test_a_mark_between_brackets_parts_no_name(text, names):
    assert unit_tables.split_names(text) == names


def test_a_workbook_with_a_title_above_says_the_same_as_a_csv(tmp_path):
    listed, _ = rows(small_units.write(tmp_path))
    book = openpyxl.Workbook()
    book.active.append(["江阴市被评单位名单"])
    for line in (small_units.HEAD, *small_units.UNITS):
        book.active.append(line.split(","))
    book.save(tmp_path / "名单.xlsx")
    again, faults = rows(tmp_path / "名单.xlsx")
    assert not faults and [dict(row.cells) for row in again] == [dict(row.cells) for row in listed]


def test_an_unknown_heading_and_a_missing_column_are_named(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("代码,名称,类别别\n1,华士镇,镇\n", encoding="utf-8")
    found = [problem.where + problem.zh for problem in rows(path)[1]]
    assert any("类别别" in text and "是否想写“类别”" in text for text in found) and any(
        "缺少“类别”列" in text for text in found
    )


def test_a_telephone_number_in_a_list_of_units_is_refused(tmp_path):
    path = small_units.write(tmp_path, "320281107,华士镇,,,镇,,,,,,联系人 13912345678")
    (fault,) = rows(path)[1]
    assert "备注" in fault.where and "13912345678" not in fault.zh + fault.where


def test_a_kept_list_is_read_back_as_it_was_written(tmp_path):
    listed, _ = rows(small_units.write(tmp_path))
    path = tmp_path / "again.csv"
    path.write_bytes(unit_tables.unit_table_csv([dict(row.cells) for row in listed]))
    assert [dict(row.cells) for row in rows(path)[0]] == [dict(row.cells) for row in listed]


def test_an_offices_own_list_is_read_as_it_is(tmp_path):
    """Rows are counted, names are headed by the kind, the kind is said once for all."""
    book = openpyxl.Workbook()
    for line in (["各镇街名单"], ["序号", "镇（街道）名称", "备注"], [1, "华士镇", ""], [2, "新桥镇", "试点"]):
        book.active.append(line)
    book.save(tmp_path / "名单.xlsx")
    problems = Problems()
    listed = unit_tables.read_unit_table(tmp_path / "名单.xlsx", problems, "town")
    assert not problems.found
    assert [(row["name"], row["kind"], row["note"]) for row in listed] == [
        ("华士镇", "town", ""),
        ("新桥镇", "town", "试点"),
    ]
    (fault,) = rows(tmp_path / "名单.xlsx")[1]
    assert "--kind" in fault.zh and "--kind" in fault.en


def test_a_list_without_names_is_told_once_and_a_kind_that_is_said_stays(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("类别,代称\n镇,甲\n镇,乙\n", encoding="utf-8")
    assert rows(path)[0] == [] and sum("缺少“名称”" in each.zh for each in rows(path)[1]) == 1
    path.write_text("名称,类别\n财政局,部门\n华士镇,\n", encoding="utf-8")
    listed = unit_tables.read_unit_table(path, Problems(), "town")
    assert [row["kind"] for row in listed] == ["部门", "town"]


BAD = {
    2: ("320281107,华士镇,,,镇,,,2015,2012,,", "止", "早于起始"),
    3: ("320281108,华士镇,,,镇,,,,,,", "名称", "华士镇"),
    4: ("320281109,新桥镇,,,镇级,,,,,,", "类别", "镇级"),
    5: ("320281111,长泾镇,,,镇,华土镇,,,,,", "所属", "华士镇"),
    6: ("320281L00014,市财政局,,,部门,,,,,,", "代码", "没有通过校验"),
    7: ("999999001,北门街道,,,街道,,,,,,", "代码", "没有通过校验"),
    8: ("320281L00021,顾山镇,,,部门,,甲,,,,", "组别", "甲"),
    9: ("320281,江阴县,,,县,,,,,,", "代码", "城市代码表"),
    10: ("320281102,月城镇,,,镇,,,二月,,,", "起", "二月"),
    11: ("320281103,,,,镇,,,,,,", "名称", "缺少"),
    12: ("913202817140000025,青阳镇,,,城市,,,,,,", "类别", "城市"),
    13: ("320281104,徐霞客镇,,,部门,,,,,,", "代码", "统一社会信用代码"),
    14: ("320281102,祝塘镇,,,镇,,,,,,", "代码", "月城镇"),
    15: ("320281110,昆山,,,镇,,,,,,", "名称", "城市的名称"),
}


@pytest.fixture
def faults(home):
    path = small_units.build(home, *(line for line, _, _ in BAD.values()))
    with pytest.raises(InputError) as caught:
        facts.read_units(path, "320281")
    return caught.value.problems


@pytest.mark.parametrize("row", BAD)
def test_each_fault_is_told_with_its_row_and_column(faults, row):
    _, column, said = BAD[row]
    own = [problem for problem in faults if f"第{row}行 " in problem.where and problem.where.endswith(column)]
    assert any(said in problem.zh for problem in own), [problem.where for problem in faults]
    assert all(problem.en and "320281.csv" in problem.where for problem in own)


def test_nothing_is_said_of_rows_without_fault(faults):
    assert len(faults) == len(BAD)


def test_units_that_are_above_each_other_are_a_circle(home):
    path = small_units.build(home, "320281107,华士镇,,,镇,新桥镇,,,,,", "320281109,新桥镇,,,镇,华士镇,,,,,")
    with pytest.raises(InputError, match="圈"):
        facts.read_units(path, "320281")


def test_a_name_may_go_to_another_unit_when_the_first_has_ended(home):
    lines = "320281107,华士镇,,,镇,,,,2015-03,,", "320281108,华士镇,,,镇,,,2015-03,,,"
    path = small_units.build(home, *lines)
    assert len(facts.read_units(path, "320281")) == 2
    with pytest.raises(InputError):
        facts.read_units(small_units.write(home, lines[0], lines[1].replace("2015-03", "2015-02")), "320281")
