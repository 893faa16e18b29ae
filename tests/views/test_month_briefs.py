"""The month's brief: a civil servant's sentences, the engine's numbers, honest where something is not known."""

from __future__ import annotations

from functools import cache

import polars as pl
import pytest

import made_up
from analysis import facts, rulebooks, scenarios, scorecards, views
from analysis.questions import decisions
from analysis.signatures import Standing

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
    assert rows["第3项“政府失信事件整改到位率”"][1] == "整改到位率 86.67%，未达 100%，尚差 2起"
    both = rows["第5项“行政许可和行政处罚信息上报公示”"][1]
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
    (said,) = part("vetoes", books=("monitoring-2021",)).sentences
    assert "不设一票否决指标" in said


def test_everything_missing_is_neither_passed_nor_failed():
    parts = {part.id: part for part in brief_of(made_up.long(made_up.row(xinyi_domains=11.0))).parts}
    assert "暂不能评定是否通过" in parts["outcome"].sentences[0]
    assert parts["vetoes"].table is None and "没有不达标" in parts["vetoes"].sentences[0]
    assert [row[:2] for row in parts["open"].table.rows] == [("市发改委（信用办）", "29"), ("文件未明确责任单位", "28")]
    assert all(part.sentences or (part.table and part.table.rows) for part in parts.values())


def test_a_failed_veto_of_which_another_condition_lacks_data_is_said_to_stay_open():
    """Permits are three short; of penalties it is not known how many were reported."""
    figures = {"permits": 500.0, "permits_reported": 497.0, "penalties": 80.0}
    known = brief_of(made_up.long(made_up.row(**figures, penalties_reported=79.0)))
    waiting = brief_of(made_up.long(made_up.row(**figures)))
    (gap,) = (row[1] for row in waiting.parts[1].table.rows)
    assert "尚差 3条" in gap
    assert gap.endswith("另有条件缺报数据（已上报行政处罚信息数），以上差距补齐后该项仍暂不能评定")
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
    assert "已达标但接近临界" in html and html.index("尚差 44家") < html.index("已达标但接近临界")


def test_the_chart_holds_the_total_and_the_month_before():
    bars = brief().chart.bars
    assert bars.bars[0].parts[0] == pytest.approx(33.1573, abs=1e-3)
    assert bars.marks[0].at[0] == pytest.approx(31.7536, abs=1e-3)


def test_groups_are_set_against_the_month_before_and_one_without_points_is_not_drawn():
    """On assumed benchmarks every group is certain in both months: each diamond is last month's points."""
    listed = [rulebooks.load("monitoring-2021")]
    own = [scenarios.load("assumed-benchmarks")]
    drawn = views.month_brief(decisions.month_decision(filed(), listed, CITY, MONTH, own)).chart.bars
    before = scorecards.card(filed(), listed[0], CITY, "2021-02", own)
    tops = [group.id for group in listed[0].groups.values() if not group.parent]
    tops = [node for node in tops if before.node(node)["possible"]]
    wanted = [max(0.0, before.node(node)["points"]) for node in (scorecards.TOTAL, *tops)]
    assert drawn.marks[0].at == pytest.approx(wanted)
    assert "扣分项" not in [bar.label for bar in drawn.bars]


def months_of(*months):
    """The sample's figures of its month, in each of these."""
    march = filed().filter(month=MONTH)
    return pl.concat(march.with_columns(pl.lit(month).alias("month")) for month in months)


def test_a_trend_is_told_from_three_comparable_months_on_and_not_from_two():
    assert "trend" not in [part.id for part in brief().parts]
    parts = brief_of(months_of("2021-01", "2021-02", MONTH)).parts
    assert parts[-1].id == "trend"
    months = "；".join(f"2021年{month}月 33.16 分" for month in (1, 2, 3))
    assert parts[-1].sentences == (f"《社会信用体系建设示范城市评审硬指标》近 3 个月总分：{months}。",)


def test_a_city_without_departments_of_its_own_says_so():
    figures = made_up.long(made_up.row("320583", xinyi_domains=11.0))
    asked = (figures, [rulebooks.load("hard-2019")], "320583", MONTH)
    parts = {part.id: part for part in views.month_brief(decisions.month_decision(*asked)).parts}
    assert "昆山市尚未填报单位分工，责任单位用通用名称。" in parts["open"].after
    assert not [said for said in part("open").sentences if "尚未填报单位分工" in said]


def test_a_rulebook_of_which_nothing_was_delivered_says_so():
    figures = made_up.long(made_up.row(xinyi_domains=11.0))
    said = brief_of(figures, ("hard-2019", "monitoring-2021")).parts[0].sentences
    assert said[1] == "《城市信用状况监测重点指标（2021年）》所需数据本月均未报送，暂不能评定。"
    assert "所需数据" not in said[0]


def test_a_total_below_zero_is_shown_as_zero_with_what_it_is(card_of):
    """Three points for domains, five times 60 % for the share, 30 taken away for incidents: 3 + 3 − 30 = −24."""
    card = card_of(scenarios=(trial(),), security_incidents=9)
    said = views.brief_sentences.outcome_sentences(card, None, "zh")
    assert card.total()["points"] == pytest.approx(-24)
    assert "得分 0.00 分" in said and "未按0封底时为 -24.00" in said


def trial():
    """A benchmark of 100 %, so that the small rulebook's share is worth its part of five points."""
    step = scenarios.Change("2.full", "set", 1.0, "share", mark="assumed", note="round", note_zh="取整")
    return scenarios.Scenario("trial", (step,), title="Trial", title_zh="试算")


def test_words_that_no_civil_servant_signs_are_not_there():
    refused = ("三句话", "先图后表", "→ 否", "0.866667", "原文未印", "尚不能定")
    assert not [word for word in refused if word in repr(brief())]


def test_nothing_names_a_person_or_a_path():
    assert "/" not in "".join(sentence for part in brief().parts for sentence in part.sentences)


def test_the_same_facts_give_the_same_brief_in_any_order():
    shuffled = filed().sample(fraction=1.0, shuffle=True, seed=3)
    assert repr(brief_of(shuffled)) == repr(brief_of(filed()))
    assert isinstance(shuffled, pl.DataFrame)


def test_a_month_of_which_no_figure_stands_is_open_throughout_and_has_nothing_to_check():
    """Rows without values, as a form sent back blank: no total, no table of failures, no step, one honest sentence."""
    blank = pl.DataFrame(
        {"city": [CITY], "month": [MONTH], "fact": ["joint_domains"], "value": [None]},
        schema_overrides={"value": pl.Float64},
    )
    parts = {part.id: part for part in brief_of(blank, ("hard-2019", "monitoring-2021")).parts}
    assert all("所需数据本月均未报送，暂不能评定。" in said for said in parts["outcome"].sentences)
    assert parts["steps"].sentences == ("先补报缺报数据；报齐后再列可提升的事项。",)
    assert parts["audit"].sentences == ("本月没有报送数据，无从核查。",)
    assert all(part.sentences or (part.table and part.table.rows) for part in parts.values())


def test_of_many_who_owe_the_first_are_listed_and_the_rest_counted():
    """Nothing but one figure: four rows, then how many more units and how many figures in all."""
    figures, books = made_up.long(made_up.row(xinyi_domains=11.0)), ("hard-2019", "monitoring-2021")
    part = {part.id: part for part in brief_of(figures, books).parts}["open"]
    judged = {name for book in books for name in rulebooks.load(book).facts()} - {"xinyi_domains"}
    assert len(part.table.rows) == 4
    assert any(f"家单位缺报，全市共缺 {len(judged)} 项，" in said for said in part.after)


@pytest.mark.parametrize(("lang", "end"), [("zh", "等"), ("en", " and others")])
def test_how_many_figures_are_owed_stands_in_its_own_column_alone(lang, end):
    figures = made_up.long(made_up.row(xinyi_domains=11.0))
    part = {part.id: part for part in brief_of(figures, ("hard-2019", "monitoring-2021"), lang).parts}["open"]
    for _, count, names in part.table.rows:
        assert int(count) <= 3 or names.endswith(end)
        assert f" {count} " not in names


def test_a_published_report_says_its_state_last_in_the_first_part():
    decision = decisions.month_decision(filed(), [rulebooks.load("hard-2019")], CITY, MONTH)
    said = [views.month_brief(decision, "zh", standing).parts[0].sentences for standing in (Standing(), None)]
    assert said[0] == (*said[1], "状态：草稿。")
