"""Tables of a plan over months, in both languages: what is printed is what was found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis import rulebooks
from analysis.questions.planning import CLAUSE, FADING, PACE, Hindrance, PlanDemand
from analysis.views import calendar_tables

from . import asked_of

BOOK = rulebooks.load("hard-2019")


def texts(tables):
    return "\n".join(map(repr, tables))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_outcome_is_told_in_its_language(lang):
    late = {"goal": PlanDemand(reach=36.0), "by": "2021-05", "until": "2021-12"}
    for found in (
        asked_of.scheduled(), asked_of.scheduled(goal=PlanDemand(reach=20.0)), asked_of.scheduled(**late),
        asked_of.scheduled(goal=PlanDemand(reach=60.0), until="2021-08"), asked_of.scheduled(routine=FADING),
    ):  # fmt: skip
        said = texts(calendar_tables.calendar_tables(found, BOOK, lang))
        assert said and "{" not in said


def test_the_calendar_says_who_does_what_when_and_from_when_it_counts():
    found = asked_of.scheduled()
    table = calendar_tables.calendar_steps_table(found, BOOK)
    assert table.title == "排期：2021年7月总分 33.16 → 36.16，改动 1 项，工作量 0.15"
    assert table.rows[0] == (
        "2021年4月", "—", "已联通并归集单位数", "+3家", "49家", "2021年5月起", "0.07", "13",
    )  # fmt: skip
    months = calendar_tables.calendar_months_table(found, BOOK)
    assert [row[:3] for row in months.rows] == [
        ("2021年3月（现在）", "33.16", "—"), ("2021年4月", "33.16", "+0.00"), ("2021年5月", "34.16", "+1.00"),
        ("2021年6月", "35.66", "+2.50"), ("2021年7月", "36.16", "+3.00"),
    ]  # fmt: skip


def test_what_is_assumed_of_the_windows_is_said():
    said = texts([calendar_tables.calendar_outcome_table(asked_of.scheduled(), BOOK)])
    assert "近12个月滚动计算的 10 项" in said and "按平均分布计" in said and "每月滚出多少就新增多少" in said
    fading = texts([calendar_tables.calendar_outcome_table(asked_of.scheduled(routine=FADING), BOOK)])
    assert "每月滚出12分之一" in fading


def test_the_earliest_month_and_why_not_sooner_are_told():
    late = asked_of.scheduled(goal=PlanDemand(reach=36.0, at_most=1), by="2021-05", until="2021-12")
    said = texts([calendar_tables.calendar_outcome_table(late, BOOK)])
    assert "2021年5月无法实现" in said and "最早可达到" in said and "2021年7月" in said
    assert "使2021年6月达不到的，缺一不可" in said and "已联通并归集单位数每月能做多少" in said
    unsure = replace(late, earliest_proven=False)
    assert "也许还能更早" in texts([calendar_tables.calendar_outcome_table(unsure, BOOK)])
    with_clause = replace(late, hindrances=(Hindrance(CLAUSE, "13"), Hindrance(PACE, "agencies_connected")))
    assert calendar_tables.why_not_sooner(with_clause, BOOK).startswith("进度和限制全部放开")
    assert "也到不了这个数" in calendar_tables.why_not_sooner(replace(late, hindrances=()), BOOK)


def test_a_code_that_no_department_bears_stands_as_it_is():
    assert calendar_tables.acting_names("320281", ["no-such"], "zh") == ["no-such"]
