"""Tables of the plan: unknown is said, lateness counted, links with their basis, texts word for word."""

from __future__ import annotations

import pytest

from analysis import scorecards, workplans
from analysis.questions.progress import progress
from analysis.scenarios import load_all
from analysis.views import workplan_tables
from duties_held import march_duties
from jiangyin import CITY, MONTH, known

PLAN = workplans.load("江阴", "2021-03")
REPORTED = workplans.plan_reports(PLAN).clear()


def at(month=MONTH):
    return progress(PLAN, known(), REPORTED, month)


def test_unknown_is_said_and_no_zero_is_shown():
    table = workplan_tables.goals_table(at())
    row = next(row for row in table.rows if row[0].startswith("8.1"))
    assert (row[2], row[3], row[6]) == ("缺报", "—", "未报进度") and row[6].tone == "missing"


def test_progress_by_a_fact_bears_its_mark_and_says_why():
    """The made-up figures have 17 fields rectified."""
    row = next(row for row in workplan_tables.goals_table(at()).rows if row[0].startswith("4.1"))
    assert row[2].startswith("17个（2021-03，指标") and row[2].tone == "assumed"
    assert any("三假" in note for note in workplan_tables.goals_table(at()).notes)


def test_after_the_due_day_lateness_is_counted():
    row = next(row for row in workplan_tables.goals_table(at("2022-01")).rows if row[0].startswith("8.1"))
    assert row[6] == "已过时限 31 天，未报进度"
    assert "22 项任务中 0 项达到、0 项逾期、22 项未报进度" in workplan_tables.goals_table(at("2022-01")).title


def test_one_departments_tasks():
    table = workplan_tables.goals_table(at(), unit="education")
    assert [row[0].split()[0] for row in table.rows] == ["6.3", "8.3"]
    assert not any("三假" in note for note in table.notes)
    assert workplan_tables.task_names(PLAN, "education", 1) == "年度任务 2 项：6.3 公共资源配置使用信用报告等 2 个。"
    assert workplan_tables.task_names(PLAN, "tax", 1) and workplan_tables.task_names(PLAN, "statistics", 1) == ""


@pytest.mark.parametrize(
    ("lang", "text", "assumed"), [("zh", "（原文：", "（假定："), ("en", "(the text: ", "(assumed: ")]
)
def test_the_tasks_behind_a_clause_say_on_what_they_rest(lang, text, assumed):
    card = scorecards.card(
        known(), march_duties().cards[1].book, CITY, MONTH, load_all(["baseline", "assumed-benchmarks"])
    )
    table = workplan_tables.clause_tasks(at(), card, lang)
    row = next(row for row in table.rows if row[0].startswith("22 " if lang == "en" else "第22项"))
    assert text in row[-1] and assumed in row[-1] and row[-1].index(text) < row[-1].index(assumed)
    assert len(table.rows) == len(card.book.clauses)


def test_texts_stand_word_for_word_and_twice_where_they_differ():
    table = workplan_tables.task_texts(PLAN)
    assert len(table.rows) == 22 and "6 处" in table.title
    row = next(row for row in table.rows if row[0].startswith("8.3"))
    assert "常态化" in row[1] and "长效化" in row[2]
