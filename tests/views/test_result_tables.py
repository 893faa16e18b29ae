"""Tables of results."""

from __future__ import annotations

import pytest

from analysis import rulebooks, scorecards, views
from analysis.scenarios import BASELINE
from analysis.scorecards import TOTAL

LANGUAGES = ("zh", "en")


def cells(table, key, column):
    """The cell of the row that begins with a key."""
    headings = [column.title for column in table.columns]
    return next(row for row in table.rows if row[0].strip() == key)[headings.index(column)]


def test_the_verdict_stands_first_and_names_what_vetoes(card_of):
    shown = views.verdict(card_of(township_plan=0))
    assert shown.rows[0] == ("结论", "未通过（1 项一票否决指标未达标）")
    assert cells(shown, "一票否决", "结果") == "第1项“有规划”"


def test_a_missing_test_is_undecided_not_failed(card_of):
    shown = views.verdict(card_of(township_plan=None))
    assert shown.rows[0][1] == "暂不能评定（1 项一票否决指标缺报数据）"
    assert "未通过" not in cells(shown, "缺报数据的一票否决指标", "结果")


def test_the_total_is_an_interval_and_never_out_of_a_hundred(card_of):
    total = cells(views.verdict(card_of()), "总分", "结果")
    assert total == "待评定（3.00–8.00）；满分合计 9（文件未载明总分）"
    assert "100" not in total


def test_the_hard_indicators_add_to_what_no_document_prints(card_of):
    book = rulebooks.load("hard-2019")
    facts = card_of().facts
    card = scorecards.card(facts, book, "320281", "2021-03", BASELINE)
    assert "满分合计 56.4（文件未载明总分）" in cells(views.verdict(card), "总分", "结果")


def test_the_assumed_scenario_stands_beside_and_is_marked(card_of):
    card = card_of()
    table = views.clauses(card, "main")
    assert [column.title for column in table.columns][2:4] == ["得分", "参考测算：试算"]
    assert cells(table, "2", "得分") == "待评定（0.00–5.00）"
    assert cells(table, "2", "参考测算：试算") == "3.00"
    assert any("非国家评分" in note for note in table.notes)
    assert card.node(TOTAL)["points"] is None


def test_points_and_target_are_two_results(card_of):
    table = views.clauses(card_of(joint_domains=2), "main")
    assert cells(table, "1.1", "得分") == "2.00"
    assert cells(table, "1.1", "满分") == "4"
    assert cells(table, "1.1", "目标") == "达标 ◐"
    assert any("部分分值" in note for note in table.notes)


def test_a_clause_without_data_says_what_it_waits_for(card_of):
    table = views.clauses(card_of(joint_domains=None), "main")
    assert cells(table, "1.1", "得分") == "待评定（0.00–4.00）"
    assert cells(table, "1.1", "目标") == "暂不能评定"
    assert cells(table, "1.1", "备注") == "缺报：联合奖惩领域数"


def test_losses_are_ranked_known_ones_first(card_of):
    table = views.lost(card_of(security_incidents=2))
    assert [(row[0], row[2]) for row in table.rows] == [("3", "20.00"), ("1.1", "1.00"), ("2", "至多 5.00")]


def test_the_total_is_shown_not_below_zero_and_says_so(card_of):
    table = views.totals(card_of(security_incidents=3, joint_domains=1))
    assert cells(table, "总分", "得分") == "待评定（0.00）"
    assert "总分显示不低于0；未按0封底时为 -29.00 至 -24.00。" in table.notes


def test_groups_of_tests_show_a_tally_instead_of_points(card_of):
    assert cells(views.totals(card_of()), "基础", "得分") == "1 项通过，0 项未通过，0 项缺报数据"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_script_in_a_text_is_shown_as_text(card_of, lang):
    for view in (views.clauses, views.working):
        page = view(card_of(), "main", lang)._repr_html_()
        assert "<script" not in page
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize("view", [views.verdict, views.totals, views.lost, views.vetoes])
def test_english_tables_hold_no_chinese_but_names(card_of, view):
    text = repr(view(card_of(township_plan=0), lang="en"))
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in text)


def test_tables_are_readable_by_machines_that_read_aloud(card_of):
    page = views.clauses(card_of(), "main")._repr_html_()
    assert page.count('<th scope="col"') == 7
    assert page.count('<th scope="row"') == 2
    assert "<caption>各项得分 <a " in page


def test_several_cards_stand_under_their_rulebooks_titles(card_of):
    shown = views.each(views.totals, [card_of(), card_of()], "zh")
    assert [part.title for part in shown.parts] == ["小规则集 · 总分与分组得分"] * 2
    assert views.each(views.totals, [card_of()], "zh").title == "总分与分组得分"
