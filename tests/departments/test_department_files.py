"""Every unit that a document names is one department, or one group kept as such."""

from __future__ import annotations

import re

import pytest

from analysis import rulebooks
from analysis.departments import find_department, load_departments, resolve_departments
from analysis.departments.department_files import read_departments
from analysis.paths import root
from analysis.problems import InputError

TEXT = (root() / "params" / "departments.toml").read_text("utf-8")


@pytest.mark.parametrize("name", rulebooks.rulebook_ids())
def test_every_unit_named_by_a_clause_is_one_department(name):
    for clause in rulebooks.load(name).clauses.values():
        assert len(resolve_departments(clause.responsible)) == len(clause.responsible), clause.id


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("发改委", "development-reform"),
        ("市发改委(信用办)", "development-reform"),
        ("发改委（信用办）", "development-reform"),
        ("编办", "staffing"),
        ("市委编办", "staffing"),
        ("人民银行", "peoples-bank"),
        ("人民银行江阴支行", "peoples-bank"),
        ("工信局(金融监管局)", "industry-information"),
        ("工信局（大数据中心）", "industry-information"),
        ("宣传部(网信办)", "publicity"),
        ("文明办", "publicity"),
        ("各镇街道（园区）", "towns"),
        (" towns ", "towns"),
    ],
)
def test_spellings_that_drift_are_one(spelling, code):
    assert find_department(spelling).code == code


def test_groups_are_kept_as_groups_and_say_that_they_are_open():
    groups = {department.zh for department in load_departments().values() if department.group and department.open}
    assert groups == {"各镇街园区", "各成员单位", "相关成员单位", "各商业银行"}
    assert find_department("各成员单位") != find_department("等相关成员单位")


def test_a_department_named_twice_over_stands_once():
    assert [department.code for department in resolve_departments(["编办", "市委编办", "海关"])] == [
        "staffing",
        "customs",
    ]


def test_unknown_units_are_told_all_at_once_with_near_names():
    with pytest.raises(InputError) as refused:
        resolve_departments(["海关总署", "税物局"])
    said = str(refused.value)
    assert "海关总署" in said and "“税务部门”" in said and "aliases" in said


def test_codes_are_safe_as_names_of_files_and_sheets():
    assert all(re.fullmatch(r"[a-z][a-z0-9-]{1,30}", code) for code in load_departments())


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('code    = "audit"', 'code    = "../audit"', "small letters"),
        ('code    = "audit"', 'code    = "justice"', "stands twice"),
        ('aliases = ["审计局", "市审计局"]', 'aliases = ["市司法局"]', "is both"),
        ('aliases = ["审计局", "市审计局"]', 'alias = ["市审计局"]', "is not known here"),
        ("lead    = true", "", "Just one department"),
        ("is = 0.1, unit", "is = 0, unit", "positive `is`"),
        ('unit = "point"', 'unit = "yuan"', "the unit `point`"),
        ("open    = true", 'open    = "yes"', "must be true or false"),
    ],
)
def test_a_fault_of_the_table_is_told(tmp_path, before, after, said):
    assert before in TEXT
    path = tmp_path / "departments.toml"
    path.write_text(TEXT.replace(before, after, 1), "utf-8")
    with pytest.raises(InputError, match=said):
        read_departments(path)
