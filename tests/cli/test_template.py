"""`scorecard template`."""

from __future__ import annotations

import dataclasses
import shutil

import openpyxl
import pytest

import dated_books
from analysis import facts, reports, rulebooks
from small_projects import ROOT


def test_a_template_is_written_and_loads_as_nothing_missing_by_fault(scorecard, tmp_path):
    target = tmp_path / "待填.xlsx"
    assert scorecard("template", "--rulebook", "hard-2019", "--city", "江阴", "--month", "2021-03", target).code == 0
    ran = scorecard("validate", target)
    assert ran.code == 0 and "58 figures" in ran.out


def test_a_template_for_an_unknown_city_is_refused_and_nothing_written(scorecard, tmp_path):
    target = tmp_path / "x.xlsx"
    ran = scorecard("template", "--rulebook", "hard-2019", "--city", "江阴县", target)
    assert ran.code == 1 and "江阴" in ran.err and not target.exists()


@pytest.mark.parametrize("name", ["folder.xlsx", "file/x.xlsx"])
def test_a_place_that_takes_no_file_is_told_and_ends_with_1(scorecard, tmp_path, name):
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "file").write_text("", encoding="utf-8")
    ran = scorecard("template", "--rulebook", "hard-2019", tmp_path / name)
    assert ran.code == 1 and name in ran.err and "can't be written" in ran.err


def test_a_template_is_a_workbook_by_its_name_too(scorecard, tmp_path):
    ran = scorecard("template", "--rulebook", "hard-2019", target := tmp_path / "x.csv")
    assert ran.code == 1 and "end its name in .xlsx" in ran.err and not target.exists()


def test_a_frame_that_asks_for_no_figure_has_no_template(scorecard, tmp_path):
    ran = scorecard("template", "--rulebook", "demo-2025", target := tmp_path / "x.xlsx")
    assert ran.code == 1 and "not filled in yet" in ran.err and not target.exists()


def test_a_template_in_which_nothing_is_filled_in_is_not_called_sound(scorecard, tmp_path):
    assert scorecard("template", "--rulebook", "hard-2019", tmp_path / "x.xlsx").code == 0
    ran = scorecard("validate", tmp_path / "x.xlsx")
    assert ran.code == 1 and "There are no figures" in ran.err


def test_a_template_never_takes_the_place_of_a_file_that_may_be_filled_in(scorecard, tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"filled in")
    ran = scorecard("template", "--rulebook", "hard-2019", tmp_path / "x.xlsx")
    assert ran.code == 1 and "可能已经填过" in ran.err and (tmp_path / "x.xlsx").read_bytes() == b"filled in"


def test_without_a_rulebook_the_template_asks_for_all_that_the_report_needs(scorecard, tmp_path):
    target = tmp_path / "待填.xlsx"
    assert scorecard("template", "--city", "江阴", "--month", "2021-03", target).code == 0
    rows = [row[2].value for row in openpyxl.load_workbook(target)["数据"].iter_rows(min_row=2)]
    needed = {name for book in reports.RULEBOOKS for name in rulebooks.load(book).facts()}
    assert sorted(rows) == sorted(facts.dictionary()[name].zh for name in needed)


def test_that_template_filled_in_scores_under_either_rulebook(scorecard, tmp_path):
    target = tmp_path / "待填.xlsx"
    scorecard("template", "--city", "江阴", "--month", "2021-03", target)
    book = openpyxl.load_workbook(target)
    for row in book["数据"].iter_rows(min_row=2):
        if row[2].value in ("信易+实施领域数", "政府和国企拖欠账款"):
            row[3].value = 5
    book.save(target)
    for name in reports.RULEBOOKS:
        assert scorecard("score", target, "--rulebook", name).code == 0


def test_two_rulebooks_that_define_a_fact_differently_are_refused(scorecard, tmp_path, monkeypatch):
    ours = rulebooks.load("hard-2019")
    other = dataclasses.replace(ours.dictionary["permits"], unit="case")
    theirs = dataclasses.replace(ours, id="theirs", dictionary={**ours.dictionary, "permits": other})
    monkeypatch.setattr(rulebooks, "load", lambda name, month="": theirs if name == "theirs" else ours)
    ran = scorecard("template", "--rulebook", "hard-2019", "--rulebook", "theirs", tmp_path / "x.xlsx")
    assert ran.code == 1 and "template, permits" in ran.err and "1 problem" in ran.err


@pytest.fixture
def dated_home(tmp_path, monkeypatch):
    """A project in which a dated rulebook stands beside the others."""
    shutil.copytree(ROOT / "params", tmp_path / "params")
    (tmp_path / "data").mkdir()
    shutil.copy(ROOT / "data" / "cities.csv", tmp_path / "data")
    dated_books.write(tmp_path / "params" / "rulebooks" / "dated")
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("month", "asked"),
    [
        ("2020-12", {"joint_domains", "campaign_activities"}),
        ("2021-01", {"joint_domains", "campaign_activities", "approval_departments_tolerant"}),
    ],
)
def test_a_template_of_a_month_asks_for_what_its_own_rules_judge(scorecard, dated_home, month, asked):
    target = dated_home / f"{month}.xlsx"
    ran = scorecard("template", "--rulebook", "dated", "--city", "江阴", "--month", month, target)
    names = {row[2].value for row in openpyxl.load_workbook(target)["数据"].iter_rows(min_row=2)}
    assert ran.code == 0 and names - {None} == {facts.dictionary()[name].zh for name in asked}


def test_a_template_of_a_month_outside_the_rulebooks_time_is_refused(scorecard, dated_home):
    target = dated_home / "x.xlsx"
    ran = scorecard("template", "--rulebook", "dated", "--city", "江阴", "--month", "2023-01", target)
    assert ran.code == 1 and "2022-12-31" in ran.err and not target.exists()


def test_one_table_for_all_units_of_a_kind_comes_back_unit_by_unit(scorecard, tmp_path):
    target = tmp_path / "各镇街.xlsx"
    asked = ("--rulebook", "hard-2019", "--city", "江阴", "--month", "2021-03")
    ran = scorecard("template", *asked, "--kind", "镇", target)
    assert ran.code == 0 and "16 个单位各一行" in ran.out and f"scorecard store {target}" in ran.out.replace("\n", "")
    data = openpyxl.load_workbook(target)["数据"]
    towns = [unit["name"] for unit in facts.listed_units() if unit["kind"] == "town"]
    assert data["A1"].value == "被评单位" and [data.cell(row, 1).value for row in range(2, 18)] == towns
    assert len({data.cell(row, 3).value for row in range(2, 18)}) == 1  # a fact at a time, for all of them
    assert data.max_row == 1 + 16 * len(rulebooks.load("hard-2019").facts())
    for row in range(2, 18):
        data.cell(row, 4).value = "是" if data.cell(row, 5).value == "是/否" else row
    data.parent.save(target)
    read = facts.load(target)
    assert read["city"].n_unique() == 16 and read["value"].drop_nulls().len() == 16


def test_units_of_a_kind_that_no_list_has_are_told_with_how_to_begin(scorecard, tmp_path):
    ran = scorecard(
        "template", "--rulebook", "hard-2019", "--city", "昆山", "--kind", "镇", target := tmp_path / "x.xlsx"
    )
    assert ran.code == 1 and "scorecard units --city" in ran.err and not target.exists()
