"""Reports of progress: figures as people write them, faults all at once, nothing empty taken for zero."""

from __future__ import annotations

import pytest

from analysis import workplans
from analysis.problems import InputError

PLAN = workplans.load("江阴", "2021-03")


def read(tmp_path, *rows, head="目标,日期,数值,来源,备注"):
    path = tmp_path / "进度.csv"
    path.write_text("\n".join([head, *rows, ""]), "utf-8")
    return workplans.plan_reports(PLAN, path)


@pytest.mark.parametrize(
    ("goal", "written", "value"),
    [
        ("standard_firms", "31", 31), ("standard_firms", "1,031家", 1031), ("entities_filed", "5.2万", 52_000),
        ("新增信用管理贯标企业", "31", 31), ("2.1.done", "40%", 0.4), ("2.1.done", "0.4", 0.4), ("2.1.done", "0", 0.0),
    ],
)  # fmt: skip
def test_figures_are_read_as_written(tmp_path, goal, written, value):
    report = read(tmp_path, f'{goal},2021年3月31日,"{written}",统计口径,').row(0, named=True)
    assert (report["value"], report["on"]) == (pytest.approx(value), "2021-03-31") and "row 2" in report["place"]


@pytest.mark.parametrize("empty", ["", "-", "缺"])
def test_an_empty_figure_is_no_report(tmp_path, empty):
    assert read(tmp_path, f"standard_firms,2021-03-31,{empty},,").is_empty()


def test_every_fault_is_told_at_once(tmp_path):
    with pytest.raises(InputError) as refused:
        read(
            tmp_path, "standard_firm,2021-03-31,3,,", "standard_firms,2021-02-30,3,,", "standard_firms,2021-03-31,-3,,",
            "2.1.done,2021-03-31,40,,", "model_firms,2021-03-31,3,张三 13912345678,",
        )  # fmt: skip
    said = str(refused.value)
    assert len(refused.value.problems) == 5
    assert "standard_firms" in said and "not a day" in said and "0% to 100%" in said
    assert "13912345678" not in said


def test_two_figures_of_one_day_are_refused_and_the_same_twice_is_one(tmp_path):
    assert read(tmp_path, *["standard_firms,2021-03-31,3,,"] * 2).height == 1
    with pytest.raises(InputError, match="two figures of 2021-03-31"):
        read(tmp_path, "standard_firms,2021-03-31,3,,", "standard_firms,2021-03-31,4,,")


def test_a_column_that_is_missing_is_told(tmp_path):
    with pytest.raises(InputError, match="'on' is missing"):
        read(tmp_path, "standard_firms,3", head="目标,数值")


def test_a_file_that_is_named_must_be_there(tmp_path):
    with pytest.raises(InputError, match="missing"):
        workplans.plan_reports(PLAN, tmp_path / "none.csv")


def test_the_blank_table_is_read_back_as_no_report(tmp_path):
    path = workplans.write_blank_report(PLAN, tmp_path / "待填.csv", "2021-03-31")
    assert len(path.read_text("utf-8-sig").splitlines()) == len(PLAN.goals()) + 1
    assert workplans.plan_reports(PLAN, path).is_empty()
