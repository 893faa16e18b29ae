"""A clause is edited, checked as the loader checks, saved whole; two editors lose nothing."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

import office_tables as office
from analysis import rulebooks, scorecards
from analysis.assessment_tables import new_rulebook, open_work
from analysis.assessment_tables.clause_editing import check_form, open_clause, save_form
from analysis.problems import InputError
from made_up import row

OPEN, PROPOSED = "19", "14"
"""满意度，酌情：no formula is proposed; 联合奖惩：one is."""


@pytest.fixture
def home(tmp_path, monkeypatch):
    folder = office.project(tmp_path)
    monkeypatch.setenv("CITY_CREDIT_HOME", str(folder))
    new_rulebook("我的细则", office.word_table(folder / "考核表.docx"))
    return folder


def written(form):
    return replace(form, points="most * satisfied", facts="satisfied｜群众满意率｜share｜1")


def test_an_open_item_gets_a_formula_a_figure_of_its_own_and_is_confirmed(home):
    opened = open_clause("我的细则", OPEN)
    assert opened.writable and not opened.form.points and opened.form.values == "most｜3｜point｜满分｜clause"
    assert check_form(opened, written(opened.form)).problems == ()
    again = save_form(opened, written(opened.form), confirmed=True)
    book = rulebooks.load("我的细则")
    assert again.clause.provenance == "local" and book.dictionary["satisfied"].zh == "群众满意率"
    points = scorecards.score(row(satisfied=0.9), book).filter(clause=OPEN)["points"][0]
    assert points == pytest.approx(2.7)
    assert OPEN not in open_work(book)["clause"].to_list()


def test_a_proposal_is_confirmed_as_it_stands_and_its_note_with_it(home):
    opened = open_clause("我的细则", PROPOSED)
    again = save_form(opened, opened.form, confirmed=True)
    assert again.clause.provenance == "local" and {note.mark for note in again.clause.notes} == {"local"}
    assert again.form == opened.form


FAULTS = [
    ({"points": "most * satisfid"}, "计分公式", "是否想写“satisfied”"),
    ({"points": "most * satisfied * 2"}, "计分公式", "不写数值 2"),
    ({"points": "satisfied"}, "计分公式", "单位应为 point"),
    ({"points": "most * place(satisfied)"}, "本条", "没有说与谁比"),
    ({"values": "most｜三｜point｜满分｜clause"}, "取值", "不是数"),
    ({"values": "most｜3｜points｜满分｜clause"}, "取值", "是否想写“point”"),
    ({"values": "most｜4｜point｜满分｜clause"}, "rulebook.toml", "其下合计"),
    ({"facts": "satisfied｜群众满意率｜shares｜1"}, "指标", "不认识单位"),
    ({"facts": "satisfied"}, "指标", "不完整"),
    ({"applies": "satisfied > 0"}, "本条", "须同时写明"),
    ({"points": "most * highest(place(satisfied))", "field": "all"}, "计分公式", "循环"),
]


@pytest.mark.parametrize(("parts", "where", "said"), FAULTS, ids=[str(parts) for parts, _, _ in FAULTS])
def test_what_is_wrong_is_said_by_the_part_with_near_names_and_is_not_saved(home, parts, where, said):
    opened = open_clause("我的细则", OPEN)
    form = replace(written(opened.form), **parts)
    found = check_form(opened, form).problems
    assert any(where in problem.where and said in problem.zh for problem in found), found
    with pytest.raises(InputError) as refused:
        save_form(opened, form, confirmed=True)
    assert set(refused.value.problems) == set(found)
    assert open_clause("我的细则", OPEN).seal == opened.seal and rulebooks.load("我的细则")


def test_all_faults_are_said_at_once(home):
    opened = open_clause("我的细则", OPEN)
    form = replace(
        written(opened.form), points="mots * satisfid", values="most｜3｜point｜满分｜clause\nx｜一｜point｜y｜z"
    )
    assert len(check_form(opened, form).problems) == 1, "what cannot be read at all comes first"
    found = check_form(opened, replace(form, values=opened.form.values)).problems
    assert ["mots" in found[0].zh, "satisfid" in found[1].zh] == [True, True]


def test_nothing_written_cannot_be_confirmed(home):
    opened = open_clause("我的细则", OPEN)
    with pytest.raises(InputError, match="还没有写公式"):
        save_form(opened, opened.form, confirmed=True)


def test_of_two_editors_the_second_is_told_and_nothing_is_lost(home):
    first, second = open_clause("我的细则", OPEN), open_clause("我的细则", OPEN)
    save_form(first, written(first.form), confirmed=True)
    with pytest.raises(InputError, match="别人已改过"):
        save_form(second, replace(written(second.form), points="most"), confirmed=False)
    assert open_clause("我的细则", OPEN).form.points == "most * satisfied"


def test_editors_of_different_clauses_save_side_by_side_and_keep_each_others_figures(home):
    others = {"11": "most * covered", "15": "most * ranked", OPEN: "most * satisfied"}
    opened = {name: open_clause("我的细则", name) for name in others}
    forms = {
        name: replace(opened[name].form, points=text, facts=f"{text.split()[-1]}｜指标{name}｜share｜1")
        for name, text in others.items()
    }
    works = [threading.Thread(target=save_form, args=(opened[name], forms[name]), kwargs={"confirmed": True})
             for name in others]  # fmt: skip
    for work in works:
        work.start()
    for work in works:
        work.join()
    book = rulebooks.load("我的细则")
    assert {"covered", "ranked", "satisfied"} <= book.dictionary.keys()
    assert {name: open_clause("我的细则", name).form.points for name in others} == others


def test_a_figure_no_longer_needed_goes_and_one_that_others_need_stays(home):
    opened = open_clause("我的细则", OPEN)
    again = save_form(opened, written(opened.form), confirmed=False)
    assert again.clause.provenance == "proposed"
    done = save_form(again, replace(again.form, points="", facts=""), confirmed=False)
    assert done.clause.blank and "satisfied" not in rulebooks.load("我的细则").dictionary


def test_shipped_rulebooks_can_be_looked_at_only(home):
    opened = open_clause("hard-2019", "17")
    assert not opened.writable and check_form(opened, opened.form).problems == ()
    with pytest.raises(InputError, match="只能看"):
        save_form(opened, opened.form, confirmed=True)


def test_a_clause_that_is_not_there_is_said_with_the_near_one(home):
    with pytest.raises(InputError, match="没有此条款"):
        open_clause("我的细则", "191")
