"""`scorecard rulebooks new|todo|confirm|export`: from a Word table to a scored town without an editor."""

from __future__ import annotations

import json

import openpyxl
import pytest

import office_tables as office


@pytest.fixture
def home(tmp_path, monkeypatch):
    folder = office.project(tmp_path / "home")
    monkeypatch.setenv("CITY_CREDIT_HOME", str(folder))
    return folder


def filled(path, figures):
    """The template with some figures filled in, each by a part of what it is called."""
    workbook = openpyxl.load_workbook(path)
    for row in workbook["数据"].iter_rows(min_row=2):
        value = next((value for part, value in figures.items() if part in str(row[2].value)), None)
        row[3].value = value
    workbook.save(path)
    return path


FIGURES = {"第1项 ": "是", "第6项 ": 0.99, "第14项 ": 7, "第C1项 ": 2, "第C2项 ": 0}


def test_from_a_word_table_to_points_without_an_editor(scorecard, home):
    table, form = office.word_table(home / "考核表.docx"), home / "待填.xlsx"
    made = scorecard("rulebooks", "new", "我的细则", "--from", table)
    assert made.code == 0 and "27 项，其中 25 项" in made.out and "2 项公式待定" in made.out
    assert "我的细则" in scorecard("rulebooks").out
    assert "提议（待确认）" in scorecard("rulebooks", "show", "我的细则").out
    shown = scorecard("rulebooks", "show", "我的细则", "14").out
    assert "公式：公式待填" in scorecard("rulebooks", "show", "我的细则", "15").out
    assert "每配合一个得 0.5 分，最高 4 分。" in shown and "取小" in shown and "各部门" in shown
    assert scorecard("template", "--rulebook", "我的细则", "--city", "江阴", "--month", "2026-10", form).code == 0
    filled(form, FIGURES)
    cards = json.loads(scorecard("score", form, "--rulebook", "我的细则", "--format", "json").out)["cards"]
    points = {clause["clause"]: clause["points"] for clause in cards[0]["clauses"] if clause["points"] is not None}
    assert points == {"1": 2, "6": 3, "14": 3.5, "C1": -2}
    assert cards[0]["possible"] == 100 and cards[0]["passes"] is True
    checked = scorecard("validate", form, "--rulebook", "我的细则")
    assert checked.code == 0 and "31 个数字" in checked.out
    explained = scorecard("explain", form, "--rulebook", "我的细则", "--clause", "14").out
    assert "0.5 × 7 = 3.5" in explained and "得分：3.50 / 4" in explained
    assert "公式待填" in scorecard("explain", form, "--rulebook", "我的细则", "--clause", "15").out
    levers = scorecard("levers", form, "--rulebook", "我的细则")
    assert levers.code == 0 and "第14项" in levers.out


def test_what_is_to_be_done_is_listed_and_done(scorecard, home):
    scorecard("rulebooks", "new", "我的细则", "--from", office.excel_table(home / "考核表.xlsx"))
    todo = scorecard("rulebooks", "todo", "我的细则")
    assert "写公式" in todo.out and "排名" in todo.out and "“每配合一个得 0.5 分”" in todo.out.replace("\n", "")
    rows = json.loads(scorecard("rulebooks", "todo", "我的细则", "--format", "json", "--lang", "en").out)
    assert {row["work"] for row in rows} == {"proposed", "open"}  # 各部门 are a kind, none to be entered
    assert "app --rulebook 我的细则 --workshop" in todo.out and "rulebooks confirm 我的细则" in todo.out
    assert "已确认 2 项：3、14" in scorecard("rulebooks", "confirm", "我的细则", "3", "14").out
    assert "地方" in scorecard("rulebooks", "show", "我的细则", "14").out
    assert scorecard("rulebooks", "confirm", "我的细则", "15").code == 1
    assert "没有待办" in scorecard("rulebooks", "todo", "hard-2019").out


def test_a_rulebook_goes_out_and_comes_back_under_another_name(scorecard, home):
    scorecard("rulebooks", "new", "我的细则", "--from", office.word_table(home / "考核表.docx"))
    assert "27 项" in scorecard("rulebooks", "export", "我的细则", "--to", home / "出.xlsx").out
    assert scorecard("rulebooks", "new", "再来", "--from", home / "出.xlsx").code == 0
    again = scorecard("rulebooks", "export", "我的细则", "--to", home / "出.xlsx")
    assert again.code == 1 and "没有动它" in again.err


def test_a_table_that_cannot_be_read_says_which_row_and_why_in_both_languages(scorecard, home):
    rows = [
        ("序号", "考核内容", "分值", "评分标准"),
        ("1", "宣传", "两分", "每次得1分"),
        ("1", "再", "-1", "每次得1分"),
    ]
    ran = scorecard("rulebooks", "new", "细则", "--from", office.csv_table(home / "表.csv", rows))
    assert ran.code == 1 and "共 3 处问题" in ran.err and "3 problems" in ran.err
    assert "第2行 row 2, 分值" in ran.err and "“两分”不是数" in ran.err and "are negative" in ran.err
    ran = scorecard("rulebooks", "new", "细则", "--from", home / "表.csv", "--lang", "zh")
    assert "are negative" not in ran.err and "是负数" in ran.err


def test_figures_of_several_rulebooks_may_lie_in_one_month(scorecard, home):
    """Each rulebook reads its own and says what it passed over; a name that none bears is still a fault."""
    scorecard("rulebooks", "new", "我的细则", "--from", office.word_table(home / "考核表.docx"))
    folder = home / "data" / "facts" / "320281"
    folder.mkdir(parents=True)
    rows = ["city,month,fact,value", "320281,2026-10,item_14_1,7", "320281,2026-10,xinyidai_loans,1230000000"]
    (folder / "2026-10.csv").write_text("\n".join([*rows, ""]), "utf-8")
    asked = ("--city", "江阴", "--month", "2026-10", "--format", "json")
    own = scorecard("score", *asked, "--rulebook", "我的细则")
    general = scorecard("score", *asked, "--rulebook", "hard-2019")
    assert '"points": 3.5' in own.out and not own.err
    assert general.code == 0 and "1 行是别的规则集自己的指标" in general.err
    places = json.loads(scorecard("league", *asked[2:], "--rulebook", "我的细则").out)["places"]
    assert (places[0]["low"], places[0]["high"]) == (pytest.approx(3.5 - 5), pytest.approx(100 - 4 + 3.5 + 10))
    (folder / "2026-10.csv").write_text("\n".join([*rows, "320281,2026-10,item_99_9,7", ""]), "utf-8")
    assert scorecard("score", *asked, "--rulebook", "hard-2019").code == 1
