"""`scorecard workplan`: as of a month, with the reports of progress."""

from __future__ import annotations

import json

import openpyxl

from analysis.workplans import plan_files, plan_workbooks


def test_the_sample_citys_plan(scorecard):
    ran = scorecard("workplan", "--city", "江阴", "--month", "2021-03")
    assert ran.code == 0 and "截至2021-03-31，22 项任务" in ran.out and "各指标对应的任务" in ran.out


def test_json_has_goals_and_links(scorecard):
    goals, links = json.loads(scorecard("workplan", "--city", "江阴", "--month", "2021-03", "--format", "json").out)
    assert len(goals) == 23 and {link["basis"] for link in links} == {"text", "assumed"}
    assert next(goal for goal in goals if goal["goal"] == "model_firms")["value"] is None


def test_a_month_after_the_year_needs_the_year_and_no_facts(scorecard):
    assert scorecard("workplan", "--city", "江阴", "--month", "2022-02").code == 1
    ran = scorecard("workplan", "--city", "江阴", "--month", "2022-02", "--year", "2021")
    assert ran.code == 0 and "59" in ran.out and "2022-02" in ran.err and "各指标对应的任务" not in ran.out


def test_progress_from_a_file_with_its_faults(scorecard, tmp_path):
    path = tmp_path / "进度.csv"
    path.write_text("目标,日期,数值\nstandard_firms,2021-03-31,150\n", "utf-8")
    ran = scorecard("workplan", "--city", "江阴", "--month", "2021-03", "--progress", path, "--lang", "en")
    assert ran.code == 0 and "100.00%" in ran.out
    path.write_text("目标,日期,数值\nstandard_firms,2021-03-31,许多\n", "utf-8")
    ran = scorecard("workplan", "--city", "江阴", "--month", "2021-03", "--progress", path)
    assert ran.code == 1 and "row 2" in ran.err


def test_a_table_to_fill_in_is_written(scorecard, tmp_path):
    ran = scorecard("workplan", "--city", "江阴", "--month", "2021-03", "--template", tmp_path / "待填.csv")
    assert ran.code == 0 and "23 行" in ran.out and (tmp_path / "待填.csv").is_file()


def test_a_table_of_progress_that_may_be_filled_in_is_left_alone(scorecard, tmp_path):
    (tmp_path / "进度.csv").write_text("目标,日期,数值\n", "utf-8")
    ran = scorecard("workplan", "--city", "江阴", "--month", "2021-03", "--template", tmp_path / "进度.csv")
    assert ran.code == 1 and (tmp_path / "进度.csv").read_text("utf-8") == "目标,日期,数值\n"


def test_a_city_without_a_plan_is_told_how_to_begin_and_begins_from_a_filled_table(scorecard, tmp_path, monkeypatch):
    for module in (plan_files, plan_workbooks):
        monkeypatch.setattr(module, "workplans_folder", lambda: tmp_path / "workplans")
    asked = ("workplan", "--city", "昆山", "--month", "2021-03")
    ran = scorecard(*asked)
    assert ran.code == 1 and "--plan-template" in ran.err and "江阴" not in ran.err
    table = tmp_path / "任务书.xlsx"
    assert scorecard(*asked, "--plan-template", table).code == 0
    book = openpyxl.load_workbook(table)
    for place, text in {"B4": "昆山市2021年重点工作", "B5": "昆信用办〔2021〕1号"}.items():
        book["任务书"][place] = text
    for column, text in enumerate(("1.1", "信用承诺", "承诺上报", "归集信用承诺。", "税务局"), 1):
        book["任务"].cell(2, column).value = text
    book.save(table)
    assert scorecard(*asked, "--from", table).code == 0
    ran = scorecard(*asked)
    assert ran.code == 0 and "昆山市2021年重点工作" in ran.out and "税务部门" in ran.out
