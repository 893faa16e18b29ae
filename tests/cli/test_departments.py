"""`scorecard departments`: its exit codes."""

from __future__ import annotations

import openpyxl
import pytest

from analysis import departments
from analysis.departments import city_files


def test_pages_and_workbook_are_written(scorecard, tmp_path):
    ran = scorecard(
        "departments", "--city", "江阴", "--month", "2021-03", "--rulebook", "monitoring-2021", "--scenario",
        "baseline", "--formats", "html", "--output", tmp_path / "made",
    )  # fmt: skip
    assert ran.code == 0 and (tmp_path / "made" / "tax.html").is_file() and "46 个单位的任务单" in ran.out


@pytest.mark.parametrize(("option", "value"), [("--city", "江因"), ("--month", "2021-13"), ("--formats", "odt")])
def test_bad_input_ends_with_1(scorecard, tmp_path, option, value):
    asked = {"--city": "江阴", "--month": "2021-03", "--output": tmp_path / "made"} | {option: value}
    ran = scorecard("departments", *(part for pair in asked.items() for part in pair))
    assert ran.code == 1 and not (tmp_path / "made").exists()


def test_a_format_published_before_is_made_again_and_said(scorecard, tmp_path):
    asked = ("departments", "--city", "江阴", "--month", "2021-03", "--rulebook", "monitoring-2021", "--scenario",
             "baseline", "--output", tmp_path / "made", "--formats")  # fmt: skip
    assert "重做" not in scorecard(*asked, "docx").out
    ran = scorecard(*asked, "html")
    assert "此前发布的格式已一并按现在的数据重做：docx" in ran.out and (tmp_path / "made" / "tax.docx").is_file()


def test_a_clerk_gives_a_city_its_own_names_from_a_filled_table(scorecard, tmp_path, monkeypatch):
    """No TOML by hand: a table is written, filled in and taken in; faults come at once with their cells."""
    monkeypatch.setattr(city_files, "city_path", lambda city: tmp_path / f"{city}.toml")
    monkeypatch.setattr(city_files, "city_path", lambda city: tmp_path / f"{city}.toml")
    table = tmp_path / "昆山.xlsx"
    assert scorecard("departments", "--city", "昆山", "--template", table).code == 0
    assert scorecard("departments", "--city", "昆山", "--template", table).code == 1, "never over a filled one"
    book = openpyxl.load_workbook(table)
    place = next(row[0].row for row in book["单位"].iter_rows() if row[0].value == "peoples-bank")
    book["单位"][f"C{place}"], book["报送"]["B3"] = "人民银行昆山支行", "四十"
    book.save(table)
    ran = scorecard("departments", "--city", "昆山", "--from", table)
    assert ran.code == 1 and "报送, B3" in ran.err and not (tmp_path / "320583.toml").exists()
    book["报送"]["B3"] = None
    book.save(table)
    assert scorecard("departments", "--city", "昆山", "--from", table).code == 0
    assert departments.load_departments("320583")["peoples-bank"].zh == "人民银行昆山支行"


def test_the_month_is_asked_for_where_sheets_are_wanted(scorecard):
    ran = scorecard("departments", "--city", "江阴")
    assert ran.code == 1 and "--month" in ran.err
