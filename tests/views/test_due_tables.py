"""What falls due as tables: counts in words, who must act, the periods and what the list rests on."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

import small_registers
from analysis.questions import due
from analysis.views import due_tables
from small_registers import code, delivered


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return small_registers.build(tmp_path)


def permit(record, decided, authority="市住建局"):
    return {"record": record, "party_code": code(1), "authority": authority, "decided_on": decided, "reported_on": ""}


@pytest.fixture
def board(home):
    """One overdue, one due in a day, one without a period."""
    delivered(home, "permits", permit("R1", "2021-03-24"), permit("R2", "2021-03-26", "<b>局</b>"))
    delivered(home, "objections", {"record": "Y1", "accepted_on": "2021-03-20", "finished_on": "", "valid": ""})
    return due.due("江阴", date(2021, 4, 6), 10, ["hard-2019"])


def test_the_headline_counts_in_words(board):
    table = due_tables.due_matters_table(board)
    assert table.title == "1 件已逾期，1 件在 10 天内到期，1 件待办而无规定期限"
    assert table.rows[0][:6] == ("行政许可信息上报", "1", "1", "0", "0", "2021年4月7日")
    assert due_tables.due_title(board) == "江阴市到期与待办事项（2021年4月6日）"


def test_what_is_still_in_time_stands_first_with_who_must_act(board):
    rows = due_tables.due_records_table(board).rows
    assert [row[2] for row in rows] == ["R2", "R1", "Y1"]
    assert rows[0][1:8] == ("将到期", "R2", code(1), "<b>局</b>", "2021-03-26", "2021-04-07", "1")
    assert rows[1][4] == "市住建局" and rows[1][8] == "permits.csv:2"
    assert "发改委" in rows[2][4] and rows[2][6] == "—"


def test_texts_are_escaped_on_a_page(board):
    page = due_tables.due_records_table(board)._repr_html_()
    assert "&lt;b&gt;" in page and "<b>局" not in page


def test_the_notes_tell_gaps_periods_and_use(board):
    notes = "".join(due_tables.due_notes(board))
    for words in (
        "台账截至 2021-03",
        "7 个工作日",
        "20 个工作日",
        "没有数据，未测算",
        "限内部使用",
        "行政处罚信息上报未能列全",
    ):
        assert words in notes, words
    assert "assumed" not in notes


def test_some_of_many_are_said_to_be_some(board):
    assert due_tables.due_records_table(board, most=1).title == "逐条事项：3 件，先列 1 件"


def test_english(board):
    assert due_tables.due_headline(board, "en") == "1 overdue, 1 due within 10 days, 1 to be done without a set period"
    assert due_tables.due_matters_table(board, "en").rows[0][0] == "Permits to be reported"


def test_that_nothing_can_be_told_is_not_said_to_be_nothing(home):
    """Objections alone were delivered, and none is open: of the rest nothing is known."""
    delivered(home, "objections", heads=["record", "accepted_on", "finished_on", "valid"])
    board = due.due("江阴", date(2021, 4, 6), 10)
    assert due_tables.due_headline(board) == "所送台账不足以判断有无到期事项，缺报情况见附注。"
    assert {due_tables.due_records_table(board).empty, due_tables.due_matters_table(board).empty} == {
        "所送台账不足以判断有无到期事项，缺报情况见附注。"
    }
    assert "行政许可信息上报未能列全" in "".join(due_tables.due_notes(board))


def test_nothing_to_be_done_is_said_where_all_was_delivered(home):
    delivered(home, "objections", heads=["record", "accepted_on", "finished_on", "valid"])
    board = due.due("江阴", date(2021, 4, 6), 10)
    whole = dataclasses.replace(board, gaps=board.gaps.clear())
    assert due_tables.due_headline(whole) == "所送台账中没有到期或待办事项。"
