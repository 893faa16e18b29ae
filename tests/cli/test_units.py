"""`scorecard units`: the list shown, checked, taken in from a filled workbook; faults with row and column."""

from __future__ import annotations

import json

import openpyxl
import pytest

import small_units


@pytest.fixture(autouse=True)
def listed(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return small_units.build(tmp_path)


def test_the_units_are_shown_all_or_of_a_kind(scorecard):
    ran = scorecard("units", "--city", "江阴")
    assert ran.code == 0 and "共 5 个" in ran.out and "市财政局" in ran.out
    towns = scorecard("units", "--kind", "镇", "--lang", "en")
    assert "Huashi (华士镇)" in towns.out and "高新" not in towns.out
    answer = json.loads(scorecard("units", "--format", "json").out)
    assert answer["units"][0]["code"] == "320281107"


def test_without_a_list_it_says_how_to_begin(scorecard):
    ran = scorecard("units", "--city", "昆山")
    assert ran.code == 0 and "--template" in ran.out


def test_a_template_filled_in_is_taken_in_and_names_are_understood_at_once(scorecard, tmp_path):
    path = tmp_path / "名单.xlsx"
    assert scorecard("units", "--city", "昆山", "--template", path).code == 0
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for row, cells in enumerate([("320583101", "花桥镇", "", "", "镇、街道"), ("", "市审计局", "", "", "部门")], 2):
        for column, text in enumerate(cells, 1):
            sheet.cell(row, column, text)
    book.save(path)
    ran = scorecard("units", "--city", "昆山", "--from", path)
    assert ran.code == 0 and "镇、街道 1 个、部门 1 个" in ran.out
    assert "花桥镇" in scorecard("units", "--city", "昆山").out
    assert scorecard("units", "--city", "昆山", "--template", path).code == 1, "a filled list is not written over"
    again = tmp_path / "again.xlsx"
    scorecard("units", "--city", "昆山", "--template", again)
    assert openpyxl.load_workbook(again).worksheets[0].cell(3, 1).value.startswith("320583L0001")


def test_a_list_is_only_checked_and_its_faults_are_told_together(scorecard, tmp_path):
    bad = small_units.write(tmp_path / "bad", "320281107,华士镇,,,镇,,,2015,2012,,", "320281108,周庄镇,,,镇级,,,,,,")
    ran = scorecard("units", "--city", "江阴", "--check", bad)
    assert ran.code == 1 and "第2行 row 2, 止" in ran.err and "第3行 row 3, 类别" in ran.err
    assert scorecard("units", "--check", bad).code == 1, "whose list it is must be said"
    good = small_units.write(tmp_path / "good", ",市司法局,,,部门,,,,,,")
    assert scorecard("units", "--city", "江阴", "--check", good).code == 0
    assert "市司法局" not in scorecard("units").out


def test_a_kept_list_that_is_broken_ends_the_listing_with_its_faults(scorecard, tmp_path):
    small_units.write(tmp_path, "320281107,华士镇,,,镇,,,2015,2012,,")
    ran = scorecard("units")
    assert ran.code == 1 and "早于起始" in ran.err
