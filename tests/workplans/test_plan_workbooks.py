"""A year's plan from a filled workbook: it reads as any plan, and every fault is told at once with its cell."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from analysis import workplans
from analysis.problems import InputError
from analysis.workplans import plan_files, plan_workbooks

CITY = "320583"
HEAD = {"B3": "2021", "B4": "昆山市2021年社会信用体系建设重点工作", "B5": "昆信用办〔2021〕1号"}
ROW = (
    "1.1",
    "信用承诺",
    "承诺上报",
    "全年归集信用承诺150份。",
    "税务局、海关",
    "2021-06-30",
    150,
    "份",
    "150份",
    "monitoring-2021:20",
)
PLAIN = ("1.2", "信用承诺", "宣传", "开展诚信宣传。", "宣传部（文明办、网信办）", "", "", "", "", "")


@pytest.fixture
def filled(tmp_path, monkeypatch):
    monkeypatch.setattr(plan_files, "workplans_folder", lambda: tmp_path / "workplans")
    monkeypatch.setattr(plan_workbooks, "workplans_folder", lambda: tmp_path / "workplans")

    def write(head, *rows):
        path = tmp_path / "任务书.xlsx"
        path.write_bytes(plan_workbooks.blank_plan(CITY, "2021"))
        book = openpyxl.load_workbook(path)
        for place, value in head.items():
            book["任务书"][place] = value
        for number, row in enumerate(rows, 2):
            for column, value in enumerate(row, 1):
                book["任务"].cell(number, column).value = value or None
        book.save(path)
        return path

    return write


def test_a_filled_plan_is_kept_and_reads_as_any_other(filled):
    workplans.keep_plan(workplans.read_filled_plan(filled(HEAD, ROW, PLAIN), CITY))
    plan = workplans.load("昆山", "2021-03")
    assert (plan.title_zh, plan.source["zh"], list(plan.tasks)) == (HEAD["B4"], HEAD["B5"], ["1.1", "1.2"])
    first, second = plan.tasks.values()
    assert [owner.code for owner in first.owners] == ["tax", "customs"] and first.due == date(2021, 6, 30)
    assert [owner.code for owner in second.owners] == ["publicity"]
    assert (second.due, second.due_basis) == (date(2021, 12, 31), "assumed")
    goal = plan.goals()["1.1.goal"][1]
    assert (goal.target, goal.unit, goal.quote) == (150.0, "份", "150份")
    assert first.links[0].key == ("monitoring-2021", "20") and first.links[0].basis == "assumed"
    assert [area.title_zh for area in plan.areas.values()] == ["信用承诺"]


def test_all_faults_are_told_at_once_with_their_cells(filled):
    wrong = ("1.1", "", "承诺", "归集承诺。", "税物局", "2022-06-30", "许多", "", "150份", "monitoring-2021:99")
    with pytest.raises(InputError) as refused:
        workplans.read_filled_plan(filled({"B3": "今年", "B5": "文"}, ROW, wrong), CITY)
    places = {problem.where.rpartition(", ")[2] for problem in refused.value.problems}
    assert {"B3", "B4", "A3", "E3", "G3", "H3", "I3", "J3"} <= places


def test_another_citys_plan_and_an_empty_one_are_refused(filled):
    with pytest.raises(InputError, match="not of 320282"):
        workplans.read_filled_plan(filled(HEAD, ROW), "320282")
    with pytest.raises(InputError, match="no task"):
        workplans.read_filled_plan(filled(HEAD), CITY)


def test_a_city_without_a_plan_is_told_how_to_begin_and_gets_no_others():
    with pytest.raises(InputError, match="--plan-template"):
        workplans.load(CITY, "2021-03")
