"""The workbook to fill in: every role and clause, generic names, what the city has said already."""

from __future__ import annotations

import io

import openpyxl
import pytest

from analysis import departments, rulebooks
from analysis.departments import blank_workbooks as blank


def rows(city, sheet):
    book = openpyxl.load_workbook(io.BytesIO(blank.blank_workbook(city)))
    return [[cell or "" for cell in row] for row in book[sheet].iter_rows(values_only=True)]


def test_every_role_has_a_row_and_a_new_city_has_none_filled_in():
    head, *listed = rows("320583", "单位")
    assert tuple(head) == blank.HEADINGS["单位"]
    assert [(row[0], row[1]) for row in listed] == [
        (unit.code, unit.zh) for unit in departments.load_departments().values()
    ]
    assert not any(cell for row in listed for cell in row[2:])


def test_every_clause_that_is_not_blank_has_a_row():
    _, *listed = rows("320583", "分工")
    books = map(rulebooks.load, rulebooks.office_rulebook_ids())
    wanted = [(book.id, clause.id) for book in books for clause in book.clauses.values() if not clause.blank]
    assert [(row[0], row[1]) for row in listed] == wanted
    printed = {(row[0], row[1]): row[3] for row in listed}
    assert printed["monitoring-2021", "17"] == "税务部门、海关"


@pytest.mark.parametrize("sheet", ["单位", "分工", "报送", "说明"])
def test_a_new_city_meets_no_name_of_the_sample_city(sheet):
    text = "".join(cell for row in rows("320583", sheet) for cell in row)
    assert not [word for word in ("江阴", "江南水务", "天力", "20日") if word in text]


def test_a_city_with_a_file_finds_it_filled_in():
    named = {row[0]: row[2] for row in rows("320281", "单位")}
    assert named["peoples-bank"] == "人民银行江阴支行" and named["customs"] == ""


def test_equal_inputs_give_equal_bytes():
    assert blank.blank_workbook("320583") == blank.blank_workbook("320583")
