"""Sheets to hand out: each department's own steps, as frames, as a workbook, equal for equal inputs."""

from __future__ import annotations

import io

import openpyxl

from analysis import rulebooks
from analysis.views import calendar_sheets

from . import asked_of

BOOK = rulebooks.load("monitoring-2021")


def test_each_department_has_the_steps_of_its_clauses_and_no_other():
    found = asked_of.scheduled_with_departments()
    sheets = calendar_sheets.department_sheets(found, BOOK)
    by_code = {code for codes in found.steps["departments"] for code in codes}
    assert len(sheets) == len(by_code) + (found.steps["departments"].list.len() == 0).any()
    rows = sum(frame.height for frame in sheets.values())
    assert rows == found.steps["departments"].list.len().clip(lower_bound=1).sum()
    whole = sheets["各成员单位"]
    assert whole.columns[:5] == ["办理月份", "指标", "单位", "当月完成", "见效时达到"] and whole["办理月份"].is_sorted()


def test_the_workbook_has_a_sheet_a_department_and_equal_bytes():
    found = asked_of.scheduled_with_departments()
    first, second = (calendar_sheets.department_workbook(found, BOOK) for _ in range(2))
    names = openpyxl.load_workbook(io.BytesIO(first)).sheetnames
    assert (
        first == second
        and names[0] == "逐月得分"
        and len(names) == 1 + len(calendar_sheets.department_sheets(found, BOOK))
    )


def test_a_name_may_stand_on_a_sheet():
    assert calendar_sheets.sheet_name("市场/监管局:*", 3) == "03 市场_监管局__"
    assert len(calendar_sheets.sheet_name("长" * 50, 12)) == 31
