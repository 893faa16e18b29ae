"""Faults are told by the row and column of the table, from its top down."""

from __future__ import annotations

from analysis.assessment_tables import fault_places
from analysis.problems import Problem


def fault(where):
    return Problem(where, "误", "wrong")


def test_the_cell_of_a_fault_has_its_row_and_column_but_not_the_item():
    whole = fault("表.xlsx, 考核表, 第7行 row 7, 取值, 第4项 item 4")
    assert fault_places.fault_cell(whole) == "表.xlsx, 考核表, 第7行 row 7, 取值"
    assert fault_places.fault_column(whole) == "取值"
    assert (
        fault_places.fault_cell(fault("表.xlsx, 考核表, 第7行 row 7, 第4项 item 4")) == "表.xlsx, 考核表, 第7行 row 7"
    )
    assert fault_places.fault_cell(fault("表.xlsx")) == ""


def test_faults_of_each_table_go_from_the_top_down():
    places = ["甲, 第10行 row 10, 分值", "甲, 第9行 row 9", "乙, 第2行 row 2", "甲, 第2行 row 2, 序号"]
    ordered = [problem.where for problem in fault_places.in_row_order([fault(place) for place in places])]
    assert ordered == [places[3], places[1], places[0], places[2]]
