"""A department's tables: the same numbers short and long, marks for what is assumed, sharing said."""

from __future__ import annotations

import polars as pl
import pytest

from analysis import rulebooks
from analysis.questions.duties import duties
from analysis.views import department_tables
from duties_held import march_duties
from jiangyin import CITY, MONTH, known
from made_up import long, months


def test_the_overview_has_a_row_for_each_unit_and_forbids_adding_up():
    table = department_tables.departments_overview(march_duties())
    assert len(table.rows) == len(march_duties().units)
    assert any("不能相加" in note for note in table.notes)
    assert table.rows[-1][0] == "文件未明确责任单位"


def test_clauses_are_ranked_by_what_may_be_lost_and_counted_where_cut():
    whole, cut = (
        department_tables.department_clauses(march_duties(), "towns"),
        department_tables.department_clauses(march_duties(), "towns", most=4),
    )
    assert [row[:5] for row in cut.rows] == [row[:5] for row in whole.rows[:4]]
    assert f"另有 {len(whole.rows) - 4} 条" in cut.notes[0] and not whole.notes


def test_what_rests_on_assumed_benchmarks_bears_the_mark():
    table = department_tables.department_clauses(march_duties(), "tax")
    assert table.columns[4].title == "失分（假定基准）" and all(row[4].tone == "assumed" for row in table.rows)
    assert any("非国家评分" in note for note in department_tables.department_notes(march_duties(), "zh"))
    assert all(row[3].tone == "assumed" for row in department_tables.department_steps(march_duties(), "tax").rows)


def test_an_open_group_says_that_it_is_kept_whole():
    assert any("整组列出" in note for note in department_tables.department_notes(march_duties(), "zh", "towns"))
    assert not any("整组列出" in note for note in department_tables.department_notes(march_duties(), "zh", "tax"))


def test_sharers_are_named_all_or_counted():
    whole = {row[0]: row[-1] for row in department_tables.department_clauses(march_duties(), "tax").rows}
    short = {row[0]: row[-1] for row in department_tables.department_clauses(march_duties(), "tax", most=4).rows}
    name = "第23项“按清单开展失信惩戒的领域”"
    assert whole[name].count("、") == 10 and short[name] == "市发改委（信用办）等 11 个"


def test_what_is_owed_is_named():
    assert (
        department_tables.owed_figures(march_duties(), "development-reform") == "缺报数据：超期核查数、有效异议信息数。"
    )
    assert (
        department_tables.owed_figures(march_duties(), "development-reform", most=1) == "缺报数据：超期核查数等 2 个。"
    )
    assert department_tables.owed_figures(march_duties(), "tax") == ""


@pytest.mark.parametrize(("lang", "said"), [("zh", "负责 2 条"), ("en", "2 clauses")])
def test_the_brief_says_what_to_do_first(lang, said):
    brief = department_tables.department_summary(march_duties(), "tax", lang)
    assert brief.startswith(said) and ("建议先做" in brief or "best first" in brief)


def test_vetoes_stand_first_and_say_that_their_unit_is_still_to_be_named():
    """A figure that breaks clause 10.3 (a place within the first 100)."""
    value = pl.when(pl.col("fact") == "monitoring_rank").then(380.0).otherwise(pl.col("value"))
    result = duties(known().with_columns(value=value), [rulebooks.load("hard-2019")], CITY, MONTH)
    first = department_tables.department_clauses(result, "development-reform").rows[0]
    assert first[0].startswith("第10.3项") and first[1] == "未通过" and first[-1] == "文件未明确责任单位"
    assert department_tables.department_steps(result, "development-reform").rows[0][3] == "可达到一票否决指标"
    brief = department_tables.department_summary(result, "development-reform")
    assert "一票否决指标 1 项未达标" in brief and "先达到一票否决指标" in brief


def test_where_figures_are_missing_they_come_first():
    """With one figure in the month no lever of the bank stands on a figure: it is asked for its figures."""
    bare = long(months("2021-03", {"monitoring_rank": 45.0}))
    result = duties(bare, [rulebooks.load("monitoring-2021")], CITY, MONTH)
    assert "先报送缺报数据" in department_tables.department_summary(result, "peoples-bank")
    assert department_tables.department_steps(result, "peoples-bank").empty.startswith("请先报送缺报数据")
