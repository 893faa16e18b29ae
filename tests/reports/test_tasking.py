"""Departments' pages and workbook: one page each, the same numbers in both, whole or not at all."""

from __future__ import annotations

import io
import json
from functools import cache

import openpyxl
import polars as pl
import pypdf
import pytest

from analysis import documents, reports, workplans
from analysis.departments import load_departments
from analysis.questions.duties import duties
from analysis.questions.progress import progress
from analysis.reports import tasking
from analysis.views import department_tables
from duties_held import march_duties
from jiangyin import CITY, MONTH, known
from made_up import long, months


@cache
def plan():
    held_plan = workplans.load(CITY, MONTH)
    return progress(held_plan, known(), workplans.plan_reports(held_plan), MONTH)


def sheet(name):
    book = openpyxl.load_workbook(io.BytesIO(tasking.departments_workbook(march_duties())))
    return list(book[name].iter_rows(values_only=True))


def pages(result, unit, plan, lang="zh"):
    pdf = documents.write(tasking.department_document(result, unit, lang, plan), "pdf")
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("unit", [unit for unit in tasking.units_named(march_duties(), plan()) if unit])
def test_each_department_has_one_page(unit):
    assert pages(march_duties(), unit, plan()) == 1


@pytest.mark.parametrize("unit", ["towns", "development-reform", "peoples-bank", "tax"])
def test_in_english_too(unit):
    assert pages(march_duties(), unit, plan(), "en") == 1


@pytest.mark.parametrize("unit", ["towns", "development-reform"])
def test_it_stays_one_page_where_nearly_all_is_missing(unit):
    facts = long(months("2021-03", {"monitoring_rank": 45.0}))
    bare = duties(facts, [card.book for card in march_duties().cards], CITY, MONTH, march_duties().cards[1].scenarios)
    assert bare.of(unit).missing.height > 10 and pages(bare, unit, plan()) == 1


def test_a_unit_that_only_a_task_names_has_its_page_too():
    """教育局 stands in tasks 6.3 and 8.3 of the plan, in no clause."""
    assert "education" in tasking.units_named(march_duties(), plan()) and "education" not in march_duties().units
    document = tasking.department_document(march_duties(), "education", plan=plan())
    assert any("年度任务 2 项" in getattr(block, "text", "") for block in document.blocks)
    assert "文件未列明由其负责的指标" in document.blocks[0].text and not list(document.tables())
    book = openpyxl.load_workbook(io.BytesIO(tasking.departments_workbook(march_duties(), plan=plan())))
    assert any(row[0] == "8.3 诚信建设万里行等活动" for row in book["教育局"].iter_rows(values_only=True))


def test_the_workbook_has_a_sheet_for_each_by_its_name():
    book = openpyxl.load_workbook(io.BytesIO(tasking.departments_workbook(march_duties())))
    assert len(book.sheetnames) == len(march_duties().units) + 1
    assert {"税务局", "各镇街园区（组）", "文件未明确责任单位"} <= set(book.sheetnames)
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_page_and_sheet_print_the_same_numbers():
    whole = {row[0]: row for row in department_tables.department_clauses(march_duties(), "tax").rows}
    for row in next(tasking.department_document(march_duties(), "tax").tables()).rows:
        assert [cell.text for cell in row[:5]] == list(whole[row[0].text][:5])
    printed = next(row for row in sheet("税务局") if row[0] == "第17项“守信激励主体占比”")
    assert printed[2] == 3 and f"{printed[4]:.2f}" == whole["第17项“守信激励主体占比”"][4]


def test_what_is_owed_stands_on_the_page():
    document = tasking.department_document(march_duties(), "development-reform")
    assert "缺报数据：超期核查数、有效异议信息数。" in [getattr(block, "text", "") for block in document.blocks]


def test_it_is_equal_each_time():
    assert tasking.departments_workbook(march_duties()) == tasking.departments_workbook(march_duties())
    document = tasking.department_document(march_duties(), "tax")
    assert documents.write(document, "docx") == documents.write(document, "docx")


def publish(output, **settings):
    asked = {"rulebooks": ["monitoring-2021"], "scenarios": ["baseline"], "formats": ("html",)} | settings
    return tasking.publish_departments("江阴", "2021-03", output=output, **asked)


def test_files_are_named_by_codes_and_told_in_the_manifest(tmp_path):
    folder = publish(tmp_path / "made")
    names = {path.name for path in folder.iterdir()}
    listed = json.loads((folder / "manifest.json").read_text("utf-8"))["published"]
    assert names == {*listed, "manifest.json"} and "departments.xlsx" in names
    assert {name.removesuffix(".html") for name in names if name.endswith(".html")} <= set(load_departments())


def test_another_folder_is_not_written_over(tmp_path):
    (tmp_path / "own.txt").write_text("mine", "utf-8")
    with pytest.raises(reports.ReportError, match="something else here"):
        publish(tmp_path)
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith(".")] == ["own.txt"]


@pytest.mark.parametrize("wrong", [{"formats": ("odt",)}, {"rulebooks": ["hard-2091"]}])
def test_bad_asking_is_refused_before_anything_is_written(tmp_path, wrong):
    with pytest.raises(reports.Refused):
        publish(tmp_path / "made", **wrong)
    assert not (tmp_path / "made").exists()


def test_pages_published_in_another_format_are_made_again(tmp_path):
    publish(tmp_path / "made", formats=("docx",))
    folder = publish(tmp_path / "made", formats=("html",))
    listed = json.loads((folder / "manifest.json").read_text("utf-8"))["published"]
    assert {"tax.docx", "tax.html"} <= set(listed) and (folder / "tax.docx").is_file()


def test_no_word_of_the_sample_city_reaches_another_city(tmp_path):
    """The same figures as if they were Kunshan's: its sheets bear the names of roles, no task of another's plan."""
    own = known().with_columns(city=pl.lit("320583"))
    books = [card.book for card in march_duties().cards]
    result = duties(own, books, "320583", MONTH, march_duties().cards[1].scenarios)
    workbook = openpyxl.load_workbook(io.BytesIO(tasking.departments_workbook(result)))
    cells = [str(cell) for sheet in workbook for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    pages = [tasking.department_document(result, unit) for unit in result.units if unit]
    text = "".join([*workbook.sheetnames, *cells, *map(repr, pages)])
    assert not [word for word in ("江阴", "江南水务", "天力", "年度任务") if word in text]
    assert "人民银行分支机构" in workbook.sheetnames and "通用名称" in text
    assert not workplans.has_plan("320583", MONTH)
