"""The workshop without a browser: what is typed is checked, read, tried and saved as the page does it."""

from __future__ import annotations

import pytest

import office_tables as office
from analysis import rulebooks
from analysis.assessment_tables import new_rulebook
from analysis.views import panels

OPEN = "19"


@pytest.fixture
def home(tmp_path, monkeypatch):
    folder = office.project(tmp_path)
    monkeypatch.setenv("CITY_CREDIT_HOME", str(folder))
    new_rulebook("我的细则", office.word_table(folder / "考核表.docx"))
    return folder


def typed(workshop, **parts):
    for part, text in parts.items():
        workshop.inputs[part].value = text


def test_an_open_item_is_written_tried_confirmed_and_loads(home):
    workshop = panels.workshop("我的细则", clause=OPEN)
    assert "公式待定" in workshop.reads.value and "根据群众满意情况酌情得0-3分" in workshop.text.value
    typed(workshop, facts="satisfied｜群众满意率｜share｜1", points="most * satisfied")
    assert "得分 = 满分 × 群众满意率" in workshop.reads.value and "可以载入" in workshop.faults.value
    workshop.figures["satisfied"].value = "90%"
    assert "2.70 / 3" in workshop.tried.value and "3 × 90% = 2.7" in workshop.tried.value
    workshop.save(True)
    assert "已保存并确认" in workshop.said.value and rulebooks.load("我的细则").clauses[OPEN].provenance == "local"
    assert {value: said for said, value in workshop.menu.options}[OPEN].endswith("已定")


def test_faults_are_said_all_at_once_as_one_types_and_nothing_is_saved(home):
    workshop = panels.workshop("我的细则", clause=OPEN)
    typed(workshop, facts="satisfied｜群众满意率｜share｜1", points="most * place(satisfid)")
    assert "2 处须改" in workshop.faults.value and "是否想写“satisfied”" in workshop.faults.value
    assert "与谁比较" in workshop.faults.value
    workshop.save(True)
    assert "没有保存" in workshop.said.value and rulebooks.load("我的细则").clauses[OPEN].blank


def test_a_comparison_is_tried_on_other_units(home):
    workshop = panels.workshop("我的细则", clause=OPEN)
    typed(
        workshop, facts="satisfied｜群众满意率｜share｜1", field="all", points="most * satisfied / highest(satisfied)"
    )
    workshop.figures["satisfied"].value = "0.45"
    assert "只有 1 个" in workshop.tried.value and workshop.ranking.value == ""
    workshop.others.value = "甲镇,90%\n乙镇,"
    assert "1.50" in workshop.ranking.value or "1.35" in workshop.tried.value
    assert "甲镇" in workshop.ranking.value and "其他单位的数据" in workshop.tried.value


def test_what_others_wrote_is_text_never_markup(home):
    path = home / "params" / "rulebooks" / "我的细则" / f"{OPEN}_item.toml"
    evil = "<script>alert(1)</script>"
    path.write_text(path.read_text("utf-8").replace("酌情", evil), "utf-8")
    workshop = panels.workshop("我的细则", clause=OPEN)
    typed(workshop, points=evil, values=evil, facts=f"satisfied｜{evil}｜share｜1")
    typed(workshop, points="most * satisfied", values="most｜3｜point｜满分｜clause")
    workshop.others.value = f"{evil},1"
    shown = (workshop.text, workshop.reads, workshop.faults, workshop.tried, workshop.ranking, workshop.order)
    assert not any("<script" in part.value for part in shown)
    assert "&lt;script" in workshop.text.value and "&lt;script" in workshop.ranking.value


def test_a_shipped_rulebook_is_read_and_tried_only(home):
    workshop = panels.workshop("hard-2019")
    assert workshop.buttons["confirm"].disabled and "只能看和试算" in workshop.text.value
    assert "可以载入" in workshop.faults.value
    workshop.save(True)
    assert "没有保存" in workshop.said.value


def test_of_two_pages_the_second_is_told(home):
    first, second = (panels.workshop("我的细则", clause="14") for _ in range(2))
    typed(first, values=first.inputs["values"].value.replace("｜0.5｜", "｜0.4｜"))
    first.save(True)
    second.save(True)
    assert "别人已改过" in second.said.value
    second.reopen()
    assert "｜0.4｜" in second.inputs["values"].value


def test_every_clause_of_every_rulebook_opens(home):
    for name in ("我的细则", "hard-2019", "monitoring-2021", "demo-2025"):
        workshop = panels.workshop(name, lang="en")
        for clause in list(rulebooks.load(name).clauses)[::6]:
            workshop.open(clause)
            assert "wb-faults" not in workshop.faults.value, (name, clause, workshop.faults.value)


def test_the_work_still_to_be_done_is_a_table(home):
    table = panels.work_table("我的细则")
    assert OPEN in [row[0] for row in table.rows] and table.title == "待办"
