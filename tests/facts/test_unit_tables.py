"""Lists of units as tables: headings in either language, workbooks, names between brackets, out and back."""

from __future__ import annotations

import openpyxl

import small_units
from analysis.facts import unit_tables
from analysis.problems import Problems


def rows(path):
    problems = Problems()
    return unit_tables.read_unit_table(path, problems), problems.found


def test_a_mark_between_brackets_parts_no_name():
    assert unit_tables.other_names("财政部门、市局（含国资办、金融办），财局") == [
        "财政部门",
        "市局（含国资办、金融办）",
        "财局",
    ]


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
