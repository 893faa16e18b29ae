"""What is still to be done on a rulebook."""

from __future__ import annotations

import pytest

import office_tables as office
from analysis.assessment_tables import new_rulebook, open_work, unknown_units


@pytest.fixture
def book(tmp_path, monkeypatch):
    home = office.project(tmp_path / "home")
    monkeypatch.setenv("CITY_CREDIT_HOME", str(home))
    rows = [
        ("序号", "考核内容", "分值", "评分标准", "责任单位"),
        ("1", "宣传", "2", "每次得1分", "市信用办"),
        ("2", "排名", "3", "按排名得分", "月城镇、市信用办"),
    ]
    return new_rulebook("细则", office.csv_table(home / "表.csv", rows))[0]


def test_open_formulas_proposals_and_unknown_units_are_listed_in_order(book):
    assert open_work(book).select("clause", "possible", "work").rows() == [
        ("1", 2.0, "proposed"), ("2", 3.0, "open"), ("", None, "units")
    ]  # fmt: skip
    said = open_work("细则")["zh"].to_list()
    assert "“每次得1分”" in said[0] and "排名" in said[1] and said[2] == "月城镇（第2项）"


def test_an_offices_own_units_are_nobodys_until_they_are_entered(book):
    from analysis.departments import blank_workbook, responsible_departments

    assert unknown_units(book, book.clauses["2"]) == ["月城镇"]
    assert [unit.code for unit in responsible_departments(book, book.clauses["2"])] == ["development-reform"]
    assert blank_workbook("320583")


def test_of_a_shipped_document_unset_values_are_listed(book):
    work = open_work("monitoring-2021")
    assert set(work["work"]) == {"unset"} and "27-30" in work["clause"].to_list()
    assert open_work("hard-2019").is_empty()
