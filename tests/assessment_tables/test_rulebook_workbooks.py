"""A rulebook goes out as a workbook of the usual shape, and what comes back is the same rulebook."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest

import dated_books
import office_tables as office
from analysis import rulebooks
from analysis.assessment_tables import export_rulebook, new_rulebook
from analysis.problems import InputError


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        folder = office.project(tmp_path_factory.mktemp("home"))
        patch.setenv("CITY_CREDIT_HOME", str(folder))
        new_rulebook("我的细则", office.word_table(folder / "考核表.docx"))
        yield folder


def back(home, name):
    """The rulebook, and what its workbook reads back as."""
    path = home / f"{name}.xlsx"
    path.unlink(missing_ok=True)
    book = export_rulebook(name, path)
    return book, new_rulebook(f"{name}-again", path, replace=True)[0]


@pytest.mark.parametrize("name", ["我的细则", "hard-2019", "monitoring-2021", "demo-2025"])
def test_a_rulebook_comes_back_without_loss(home, name):
    book, again = back(home, name)
    assert list(again.clauses) == list(book.clauses)
    for clause, other in zip(book.clauses.values(), again.clauses.values(), strict=True):
        assert replace(other, file="") == replace(clause, file="")
    assert again.groups == book.groups and again.dictionary == book.dictionary
    for said in ("title", "title_zh", "edition", "about", "about_zh", "source", "possible", "own"):
        assert getattr(again, said) == getattr(book, said)
    names = [sorted(path.name for path in (home / "params" / "rulebooks" / each).glob("*.toml")) for each in
             (name, f"{name}-again")]  # fmt: skip
    assert names[0] == names[1]


def test_the_workbook_has_the_usual_columns_with_formula_values_and_provenance_beside(home):
    book, _ = back(home, "我的细则")
    sheet = openpyxl.load_workbook(home / "我的细则.xlsx")["考核表"]
    heads = [cell.value for cell in sheet[1]]
    for head in (*(head for head in office.HEADS), "公式", "取值", "公式出处"):
        assert head in heads
    row = {head: cell.value for head, cell in zip(heads, sheet[15], strict=True)}
    assert row["序号"] == "14" and row["分值"] == "4" and row["评分标准"] == "每配合一个得 0.5 分，最高 4 分。"
    assert row["公式"] == "min(most, each * item_14_1)" and row["公式出处"] == "提议"
    assert row["取值"].splitlines()[0] == "each｜0.5｜point/item｜每个得｜clause"
    assert "B2:B6" in {str(merged) for merged in sheet.merged_cells.ranges}
    assert book.clauses["14"].provenance == "proposed"


def test_no_cell_of_it_is_a_spreadsheet_formula(home):
    rows = [("考核内容", "分值", "评分标准"), ("=1+1", "2", "+A1得2分"), ("@x", "1", "-1")]
    new_rulebook("公式样", office.csv_table(home / "公式样.csv", rows))
    book, again = back(home, "公式样")
    assert [clause.text for clause in again.clauses.values()] == [clause.text for clause in book.clauses.values()]
    cells = [cell for sheet in openpyxl.load_workbook(home / "公式样.xlsx") for row in sheet for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}


def changed(home, column, row, value):
    """The workbook of 我的细则 with one cell changed, read as a new rulebook."""
    path = home / "改过.xlsx"
    path.unlink(missing_ok=True)
    export_rulebook("我的细则", path)
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["考核表"]
    heads = [cell.value for cell in sheet[1]]
    cell = sheet.cell(row, heads.index(column) + 1, value)
    cell.data_type = "s"
    workbook.save(path)
    return new_rulebook("改过", path, replace=True)[0]


def test_what_is_changed_in_the_workbook_is_changed_in_the_rulebook(home):
    book = changed(home, "公式出处", 15, "地方")
    assert book.clauses["14"].provenance == "local"
    book = changed(home, "取值", 15, "each｜0.4｜point/item｜每个得｜clause\nmost｜4｜point｜最高分｜clause")
    assert book.amounts()["14.each"] == 0.4


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("取值", "each｜0.5｜point/桶｜每个得｜clause\nmost｜4｜point｜最高分｜clause", "不认识单位“桶”"),
        ("取值", "each｜半｜point/item｜每个得｜clause\nmost｜4｜point｜最高分｜clause", "“半”不是数"),
        ("取值", "each", "不完整"),
        ("公式", "min(most, each * item_14_2)", "“item_14_2”不是此处可用的指标"),
        ("公式", "=min(most, each)", "公式写法有误"),
        ("公式", "min(most, 5)", "不写数值"),
        ("公式出处", "听说", "应为 原文、官方、地方、假定、提议 之一"),
        ("类型", "打分", "应为 计分、否决、扣分 之一"),
        ("分值", "5", "分值 5 与取值中的满分 4 不符"),
        ("分组编号", "g99", "不是“分组”表里的分组编号"),
        ("其他设定", "[[note", "写法有误"),
        ("其他设定", "weight = 3", "不认识“weight”"),
    ],
)
def test_what_is_wrong_in_a_cell_is_told_by_its_row_and_column(home, column, value, said):
    with pytest.raises(InputError) as error:
        changed(home, column, 15, value)
    [problem] = error.value.problems
    assert said in problem.zh and "第15行" in problem.where and "改过.xlsx, 考核表" in problem.where, problem
    assert column in problem.where and problem.en


def test_a_row_put_in_without_the_further_columns_has_a_formula_proposed(home):
    path = home / "加行.xlsx"
    path.unlink(missing_ok=True)
    export_rulebook("我的细则", path)
    workbook = openpyxl.load_workbook(path)
    workbook["考核表"].append(["28", "二、加分项", "", "", "创新", "2", "每次得1分，最高2分"])
    workbook.save(path)
    book = new_rulebook("加行", path)[0]
    assert book.clauses["28"].provenance == "proposed" and book.groups[book.clauses["28"].group].bonus


def test_a_workbook_that_is_there_is_left_alone_and_equal_rulebooks_give_equal_bytes(home):
    one, two = home / "一.xlsx", home / "二.xlsx"
    for path in (one, two):
        export_rulebook("hard-2019", path)
    assert one.read_bytes() == two.read_bytes()
    with pytest.raises(InputError, match="没有动它"):
        export_rulebook("hard-2019", one)
    with pytest.raises(InputError, match=r"\.xlsx"):
        export_rulebook("hard-2019", home / "一.csv")
    with pytest.raises(InputError, match="hard-2019"):
        export_rulebook("hard2019", home / "三.xlsx")


def test_the_shipped_rulebooks_are_not_touched(home):
    assert rulebooks.load("hard-2019").sha256 == rulebooks.load(office.ROOT / "params/rulebooks/hard-2019").sha256


def test_dates_come_back_too_and_a_clause_of_several_versions_is_refused(home):
    folder = home / "params" / "rulebooks"
    dated_books.write(folder / "dated", clause_2="", clause_2_new="")
    book, again = back(home, "dated")
    assert [period.validity for period in again.periods] == [period.validity for period in book.periods]
    assert [period.amounts() for period in again.periods] == [period.amounts() for period in book.periods]
    dated_books.write(folder / "versions")
    with pytest.raises(InputError, match="第 2 项"):
        export_rulebook("versions", home / "versions.xlsx")
