"""A rulebook goes out as a workbook of the usual shape, and what comes back is the same rulebook."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date, timedelta

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


def same(book, again):
    """Whether two rulebooks are one, in all their times."""
    pairs = list(zip((book, *book.periods), (again, *again.periods), strict=True))
    for first, other in pairs:
        clauses = [{name: replace(clause, file="") for name, clause in each.clauses.items()} for each in (first, other)]
        assert clauses[0] == clauses[1] and list(clauses[0]) == list(clauses[1])
        assert (first.groups, first.possible, first.validity) == (other.groups, other.possible, other.validity)
        assert (first.dated_possible, first.own, first.example) == (other.dated_possible, other.own, other.example)
        assert first.dictionary == other.dictionary and first.shared_over == other.shared_over
    return True


def test_versions_of_a_clause_come_back_from_a_sheet_of_their_own(home):
    dated_books.write(home / "params" / "rulebooks" / "versions", rulebook=dated_books.CAPPED)
    book, again = back(home, "versions")
    assert same(book, again) and len(book.periods) == 2
    workbook = openpyxl.load_workbook(home / "versions.xlsx")
    rows = [[row[0].value for row in workbook[name].iter_rows(min_row=2)] for name in ("考核表", "历次条文")]
    assert rows == [["1", "2", "3"], ["2"]]
    names = [sorted(path.name for path in (home / "params" / "rulebooks" / each).glob("*.toml")) for each in
             ("versions", "versions-again")]  # fmt: skip
    assert names[0] == names[1]


def test_a_clause_that_is_no_longer_in_force_comes_back_too(home):
    dated_books.write(home / "params" / "rulebooks" / "gone", clause_2_new="")
    book, again = back(home, "gone")
    assert same(book, again) and "2" not in book.clauses and "2" in book.at("2020-12").clauses


def test_a_rulebook_of_which_no_clause_is_in_force_any_more_comes_back_too(home):
    ended = {f"clause_{name}": text.replace('possible = "most"', 'possible = "most"\nuntil = 2021-12-31', 1)
             for name, text in dated_books.FILES.items() if name != "2"}  # fmt: skip
    dated_books.write(home / "params" / "rulebooks" / "ended", **ended)
    book, again = back(home, "ended")
    assert not book.clauses and len(book.at("2021-06").clauses) == 3 and same(book, again)


@pytest.mark.parametrize("name", rulebooks.rulebook_ids())
def test_every_shipped_rulebook_comes_back(home, name):
    assert same(*back(home, name))


DAYS = [date(2020, 1, 1) + timedelta(days=37 * place) for place in range(1, 29)]
POINTS = ("min(most, each * {0})", "most * {0} / highest({0})", "max(0, most - each * {0})")
FACTS = {"joint_domains": "domain", "campaign_activities": "activity", "approval_departments_tolerant": "department"}
SAYINGS = (
    "普通", "含｜竖线", '引"号"和\\', "末尾反斜杠\\", "# 井号", "1｜2｜point｜x｜y", "=A1", "两行\n\n一段",
    "制表\t符", "全角　空格  两个", "评分标准：一", "考核内容：甲\n评分标准：乙", "合计", "注：一",
    "一、甲（5分）", "12",
)  # fmt: skip


def saying(pick):
    """A text as it stands between quotation marks in a file."""
    return json.dumps(pick.choice(SAYINGS), ensure_ascii=False)[1:-1]


def drawn(pick, name):
    """The files of a clause: one to three versions that follow each other, each with one to three amounts."""
    turns = sorted(pick.sample(DAYS, pick.randint(0, 2)))
    ends = [None, *turns]
    last = pick.choice([None, None, date(2022, 11, 30)])
    files = {}
    for place, since in enumerate(ends):
        until = turns[place] - timedelta(days=1) if place < len(turns) else last
        days = "".join(f"{key} = {day}\n" for key, day in (("from", since), ("until", until)) if day)
        files[f"{name}_v{place}"] = clause(pick, days, since or date(2020, 1, 1), until or date(2022, 12, 31))
    return files


def clause(pick, days, since, until):
    fact = pick.choice(list(FACTS))
    points = pick.choice(POINTS).format(fact)
    field = 'field = { of = "all" }\n' if "highest" in points else ""
    within = [day for day in DAYS if since < day <= until]
    inside = sorted(pick.sample(within, pick.randint(0, min(2, len(within)))))
    amounts = [f"[[value.each.dated]]\n{f'from = {day}' if day else ''}\nis = {pick.choice([0.1, 1, 2.5])}\n"
               f'source = "{saying(pick)}"\n' for day in (None, *inside)]  # fmt: skip
    head = dated_books.HEAD.format(title=f"第{pick.randint(1, 9)}事", text=saying(pick))
    most = f'most = {{ is = {pick.randint(1, 9)}, unit = "point", zh = "满分", source = "{saying(pick)}" }}\n'
    each = f'[value.each]\nunit = "point/{FACTS[fact]}"\nzh = "{saying(pick)}"\n'
    names = pick.choice(["[]", '["甲局、乙局", "丙（丁、戊）"]', '["甲/乙"]'])
    head = head.replace("responsible = []", f"responsible = {names}")
    return head + days + field + f'points = "{points}"\n[value]\n{most}' + each + "".join(amounts)


def limit(pick, key):
    """A group's limit, one amount or several."""
    turns = sorted(pick.sample(DAYS, pick.randint(0, 2)))
    if pick.random() < 0.3:
        return f'{key} = {{ is = 5, unit = "point", source = "{saying(pick)}" }}\n'
    amounts = [
        f"[[group.{key}.dated]]\n{f'from = {day}' if day else ''}\n"
        f'{pick.choice(["is = 3.5", "none = true"])}\nsource = "{saying(pick)}"\n'
        for day in (None, *turns)
    ]
    return f'[group.{key}]\nunit = "point"\nzh = "{saying(pick)}"\n' + "".join(amounts)


@pytest.mark.parametrize("seed", range(30))
def test_any_dated_rulebook_comes_back_as_it_was(home, seed):
    pick = random.Random(seed)
    folder = home / "params" / "rulebooks" / f"drawn{seed}"
    folder.mkdir(parents=True)
    limits = sorted((limit(pick, key) for key in ("cap", "least")), key=lambda text: text.startswith("["))
    (folder / "rulebook.toml").write_text(dated_books.RULEBOOK + "".join(limits), "utf-8")
    (folder / "9_lasting.toml").write_text(dated_books.VALUED, "utf-8")
    for number in range(1, pick.randint(2, 5)):
        for stem, written in drawn(pick, str(number)).items():
            (folder / f"{stem}.toml").write_text(written, "utf-8")
    book, again = back(home, folder.name)
    assert same(book, again)
