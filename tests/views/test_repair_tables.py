"""Repair dates as tables: counts in words, each class with its day, documents and what is unread."""

from __future__ import annotations

import re
from datetime import date

import pytest

import small_registers
from analysis.questions.repairs import repair_dates
from analysis.views import repair_tables
from small_registers import CITY, code, delivered


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return small_registers.build(tmp_path)


@pytest.fixture
def board(home):
    row = {"party_code": code(1), "authority": "<b>局</b>", "confiscated": ""}
    rows = [row | {"record": "<i>1", "decided_on": "2026-03-31"}, row | {"record": "P2", "decided_on": ""}]
    delivered(home, "penalties", *rows, month="2026-03")
    entered = {"kind": "serious", "party_code": code(2), "entered_on": "2026-04-01"}
    delivered(home, "lists", entered, entered | {"kind": "black"}, month="2026-04")
    return repair_dates(CITY, date(2026, 4, 10))


def test_the_headline_counts_in_words(board):
    assert repair_tables.repair_title(board) == "江阴市信用修复日期（2026年4月10日）"
    assert repair_tables.repair_headline(board).startswith("3 条处罚和名单记录：0 条已可申请修复，2 条")


def test_each_class_stands_with_its_day_and_each_document_in_its_row(board):
    rows = [row for row in repair_tables.repair_records_table(board).rows if row[1] == "<i>1"]
    assert [row[4] for row in rows] == [
        "国家发展改革委令第58号", "国办发〔2025〕22号", "国家发展改革委令第36号（2026-04-01 起施行，记录在前）",
    ]  # fmt: skip
    assert rows[2][5] == "轻微 义务履行完毕即可；一般 2026-07-01；严重 2027-04-01"
    assert rows[2][6] == "轻微 2026-06-30；一般 2027-03-31；严重 2029-03-31"


def test_what_no_document_covers_is_said(board):
    (row,) = (row for row in repair_tables.repair_records_table(board).rows if row[0] == "黑名单")
    assert row[4:7] == ("—", "文件未载明期限", "—")


def test_the_notes_tell_what_is_unread_assumed_and_left_out(board):
    notes = "".join(repair_tables.repair_notes(board))
    for said in (
        "1 行日期缺报", "没有退出日期一列", "不载失信类别", "按征求意见稿列为严重", "原则上不予公示", "原文未读到",
        "假定", "国办发〔2025〕22号 未读到的", "限内部使用",
    ):  # fmt: skip
        assert said in notes, said


def test_past_the_longest_period_the_authority_decides_where_duties_are_left(home):
    row = {"record": "P1", "party_code": code(1), "authority": "某局", "decided_on": "2020-01-05"}
    delivered(home, "penalties", row, month="2020-01")
    board = repair_dates(CITY, date(2024, 4, 6))
    headline = repair_tables.repair_headline(board)
    assert "1 条最长公示期已满" in headline
    records, *parts = (int(number) for number in re.findall(r"(\d+) 条", headline))
    assert records == sum(parts) == 1 and len(parts) == 5
    assert any("未完全履行义务" in note for note in repair_tables.repair_notes(board))


def test_a_register_not_delivered_is_said(home):
    delivered(home, "lists", {"kind": "serious", "party_code": code(2), "entered_on": "2021-03-01", "exited_on": ""})
    board = repair_dates(CITY, date(2021, 4, 6))
    assert "没有送来行政处罚台账，未列。" in repair_tables.repair_notes(board)


def test_texts_are_escaped_on_a_page(board):
    page = repair_tables.repair_records_table(board)._repr_html_()
    assert "&lt;i&gt;1" in page and "<i>1" not in page


def test_some_of_many_are_said_to_be_some(board):
    assert repair_tables.repair_records_table(board, most=1).title == "逐条记录：6 条，先列 1 条"


def test_english(board):
    assert repair_tables.repair_headline(board, "en").startswith("3 penalties and list entries")
    assert "once duties are done" in str(repair_tables.repair_records_table(board, "en").rows)
    assert len(repair_tables.repair_notes(board, "en")) == len(repair_tables.repair_notes(board))


def test_nothing_is_said(home):
    delivered(home, "penalties", heads=["record", "decided_on"])
    board = repair_dates(CITY, date(2021, 4, 6))
    assert repair_tables.repair_headline(board) == "所送台账中没有可列出修复日期的处罚和名单记录。"
    assert repair_tables.repair_kinds_table(board).rows == ()
