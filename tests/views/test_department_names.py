"""A department's name as it is printed: a group is marked, what no file names is left open."""

from __future__ import annotations

from analysis.views.department_names import department_title

CITY = "320281"


def test_a_group_is_marked_as_one():
    assert department_title("towns", CITY, "zh") == "各镇街园区（组）"


def test_who_answers_is_said_to_be_open_where_no_file_names_it():
    assert department_title("", CITY, "zh") == department_title("nobody", CITY, "zh") == "文件未明确责任单位"


def test_what_names_no_department_is_a_scored_units_own_matter():
    assert department_title("", "320281107", "zh") == "华士镇"
