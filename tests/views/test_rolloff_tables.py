"""The calendar of what leaves, in words: amounts with units, clauses that move, what is unknown and why."""

from __future__ import annotations

import pytest

from analysis.questions import rolloff
from analysis.views import rolloff_tables
from questions.test_rolloff import BASE, home, lent  # noqa: F401  (a fixture)
from questions.test_rolloff_points import FIGURES, write


@pytest.fixture
def board(home):  # noqa: F811
    lent(home)
    write(home, {BASE: FIGURES})
    return rolloff.roll_off("江阴", BASE, 12, ["hard-2019"])


def test_the_calendar_has_a_row_a_month_with_amounts_and_clauses(board):
    table = rolloff_tables.rolloff_calendar(board, "hard-2019")
    rows = {row[0]: row for row in table.rows}
    assert len(rows) == 12 and "信易贷放款金额 120元" in rows["2021-04"][4] and "第18.3项" in rows["2021-04"][3]
    assert rows["2021-05"][3:] == ("无", "无")
    assert any("不预测新增" in note for note in table.notes)


def test_each_figure_has_its_months_and_its_basis(board):
    rows = rolloff_tables.rolloff_figures_table(board).rows
    assert ("信易贷放款金额", "2021-06", "3元", "4,000元", "台账记录的日期") in rows


def test_what_is_unknown_says_why_once(board):
    rows = rolloff_tables.rolloff_unknown_table(board).rows
    assert len({row[0] for row in rows}) == len(rows) and all(row[1] for row in rows)


@pytest.mark.parametrize(("lang", "word"), [("zh", "滚出"), ("en", "leaves")])
def test_title_and_headline_in_both_languages(board, lang, word):
    assert word in rolloff_tables.rolloff_title(board, lang) and "12" in rolloff_tables.rolloff_headline(board, lang)
    assert len(rolloff_tables.rolloff_tables(board, lang)) == 3
