"""The month's brief: a civil servant's sentences, the engine's numbers, honest where something is not known."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest

import made_up
from analysis import facts, rulebooks, scenarios, scorecards, views
from analysis.questions import decisions

from .conftest import CITY, MONTH


@cache
def filed():
    """The figures of the sample city as they are kept."""
    return facts.up_to(CITY, MONTH)


@cache
def brief(lang="zh", *, alone=False, books=("hard-2019", "monitoring-2021")):
    figures = filed()
    return brief_of(figures.filter(month=MONTH) if alone else figures, books, lang)


def brief_of(figures, books=("hard-2019",), lang="zh"):
    listed = [rulebooks.load(name) for name in books]
    shown = scenarios.load_all(["baseline", "assumed-benchmarks"])
    return views.month_brief(decisions.month_decision(figures, listed, CITY, MONTH, shown), lang)


def part(name, *given, **settings):
    return next(part for part in brief(*given, **settings).parts if part.id == name)


def test_verdict_total_and_change_stand_first():
    said = part("outcome").sentences[0]
    assert said.startswith("按《社会信用体系建设示范城市评审硬指标》评定，未通过（4 项一票否决指标未达标）。")
    assert "得分 33.16 分，文件未载明总分，各项满分合计 56.4 分。" in said
    assert "较上月增加 1.41 分（上月 31.75 分），主要是拥有诚信分户籍人口" in said


def test_a_failed_veto_says_how_much_is_missing_and_who_acts():
    rows = {row[0]: row for row in part("vetoes").table.rows}
    assert rows["第3项 政府失信事件整改到位率"][1] == "整改到位率 86.67%，未达 100%，尚差 2起"
    both = rows["第5项 行政许可和行政处罚信息上报公示"][1]
    assert "尚差 3,156条" in both and "尚差 1,352条" in both
    assert all(row[2] for row in part("vetoes").table.rows)


def test_as_many_vetoes_as_the_card_fails():
    card = scorecards.card(filed(), rulebooks.load("hard-2019"), CITY, MONTH)
    assert len(part("vetoes").table.rows) == sum(
        row["met"] is False for clause, row in card.clauses() if clause.kind == "test"
    )


def test_steps_on_assumed_benchmarks_are_marked():
    marked = [row for row in part("steps").table.rows if "参考测算" in row[1]]
    assert marked and all(row[1].tone == "assumed" for row in marked)


def test_benchmarks_nobody_publishes_are_not_called_owed():
    said = "".join(part("open").sentences)
    assert "28 项基准值国家未公布" in said and "缺报" not in said


def test_without_a_month_before_this_is_said():
    assert "上月没有可比数据，不作比较。" in part("outcome", alone=True).sentences[0]


def test_a_rulebook_without_vetoes_says_so():
    assert part("outcome").sentences[1].startswith("《城市信用状况监测重点指标（2021年）》不设一票否决指标。")
    assert part("vetoes", books=("monitoring-2021",)).sentences == ()


def test_everything_missing_is_neither_passed_nor_failed():
    parts = {part.id: part for part in brief_of(made_up.long(made_up.row(xinyi_domains=11.0))).parts}
    assert "暂不能评定是否通过" in parts["outcome"].sentences[0]
    assert parts["vetoes"].table is None and "没有不达标" in parts["vetoes"].sentences[0]
    assert any("缺报" in sentence for sentence in parts["open"].sentences)
    assert all(part.sentences or part.table for part in parts.values())


def test_a_failed_veto_of_which_another_condition_lacks_data_is_said_to_stay_open():
    """Permits are three short; of penalties it is not known how many were reported."""
    figures = {"permits": 500.0, "permits_reported": 497.0, "penalties": 80.0}
    known = brief_of(made_up.long(made_up.row(**figures, penalties_reported=79.0)))
    waiting = brief_of(made_up.long(made_up.row(**figures)))
    (gap,) = (row[1] for row in waiting.parts[1].table.rows)
    assert "尚差 3条" in gap and gap.endswith(
        "另有条件缺报数据（已上报行政处罚信息数），以上差距补齐后该项仍暂不能评定"
    )
    assert "暂不能评定" not in known.parts[1].table.rows[0][1]
    english = brief_of(made_up.long(made_up.row(**figures)), lang="en").parts[1].table.rows[0][1]
    assert "the item is still undecided" in english


def test_english_holds_no_chinese_but_names_the_same_numbers():
    text = repr(brief("en", books=("hard-2019",)))
    assert "2 events missing" in text and "33.16" in text


def test_a_share_short_of_its_target_is_never_rounded_up_to_it():
    assert views.brief_sentences.short_share(0.999999, 1.0) == "99.99%"
    assert views.brief_sentences.short_share(1.0, 1.0) == "100.00%"


def test_the_page_s_part_is_text_and_asks_for_nothing():
    html = brief()._repr_html_()
    assert "<script" not in html and "http" not in html
    assert html.count("<section") == 5


def test_the_chart_holds_the_total_and_the_month_before():
    bars = brief().chart.bars
    assert bars.bars[0].parts[0] == pytest.approx(33.1573, abs=1e-3)
    assert bars.marks[0].at[0] == pytest.approx(31.7536, abs=1e-3)


def test_words_that_no_civil_servant_signs_are_not_there():
    refused = ("三句话", "先图后表", "→ 否", "0.866667", "原文未印", "尚不能定")
    assert not [word for word in refused if word in repr(brief())]


def test_nothing_names_a_person_or_a_path():
    assert "/" not in "".join(sentence for part in brief().parts for sentence in part.sentences)


def test_the_same_facts_give_the_same_brief_in_any_order():
    shuffled = filed().sample(fraction=1.0, shuffle=True, seed=3)
    assert repr(brief_of(shuffled)) == repr(brief_of(filed()))
    assert isinstance(shuffled, pl.DataFrame)
