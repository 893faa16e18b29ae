"""What the panel says: total, changes, turns, goals, board."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.problems import InputError, Problem
from analysis.views.panels import panel_texts
from analysis.views.words import rounded_text
from panel_homes import LOANS

BELOW = "总分显示不低于0；扣分使其低于0的，名次和变化量按未封底的数算。"
STEPS = "这里的总分未按0封底，看得出每一步的变化；总分显示时不低于0。"


def test_the_total_stands_with_interval_verdict_and_change(state):
    state.set(LOANS, 2e10)
    said = panel_texts.total_html(state, "zh")
    total = state.outcome.total
    assert f"{rounded_text(total['low'])}–{rounded_text(total['high'])}" in said and "一票否决指标全部达标" in said
    assert f"+{rounded_text(total['low'] - state.before.total['low'])}" in said and 'class="wb-total up"' in said


def test_a_veto_is_said_first_and_in_red(state):
    state.set("codes_converted", 0)
    assert panel_texts.session_verdict(state.ground, state.outcome, "en") == ("Vetoed; failed tests (1): 1", "bad")
    assert panel_texts.shifts_table(state, "zh").rows[0][0] == "1"
    assert "一票否决指标评定结果有变化：1" in panel_texts.session_finding(state, "zh")


def test_what_the_changes_come_to_is_said_in_one_sentence(state):
    assert "尚未调整" in panel_texts.session_finding(state, "zh")
    state.set(LOANS, 1.5e10)
    state.set("xinyi_domains", 0)
    assert "总分 36.41 →" in panel_texts.session_finding(
        state, "zh"
    ) and "变动最大：第18.1项" in panel_texts.session_finding(state, "zh")


def test_nothing_changed_is_said(state):
    assert "与基准相同" in panel_texts.total_html(state, "zh")
    assert panel_texts.shifts_table(state, "en").rows == ()


@pytest.mark.parametrize(("wanted", "said"), [("18.3:cap", "200.00亿元"), ("90", "满分为 2.00")])
def test_a_goal_says_what_it_takes_or_what_binds(state, wanted, said):
    assert said in repr(panel_texts.lever_goal_table(state.seek(LOANS, wanted), state.book, "zh"))


def test_turns_name_value_reason_and_clause(state):
    row = panel_texts.lever_turns_table(state.sweep(LOANS), state.book, "zh").rows[0]
    assert row[0] == "200.00亿元" and row[1].startswith("第18.3项") and row[2] == "封顶"


def test_the_board_begins_with_what_pays_most(state):
    rows = panel_texts.open_levers_table(state.board(), state.book, "zh").rows
    opened = [float(row[4]) for row in rows]
    assert opened == sorted(opened, reverse=True)
    assert ("信易+实施领域数", "11个", "+1个", "0.30", "2.70", "+4个") in rows


def test_the_working_is_that_of_the_clauses_that_judge_the_lever(state):
    state.set(LOANS, 1.5e10)
    [working] = panel_texts.lever_workings(state, LOANS, "zh").blocks
    assert working.id == "18.3" and working.result == "1.50 / 2"
    assert [block.id for block in panel_texts.lever_workings(state, "market_entities", "zh").blocks] == ["9.1", "18.3"]


def test_texts_from_files_are_escaped(state):
    clause = replace(state.book.clauses["18.3"], title_zh="<script>")
    row = {"points": 1.0, "low": 1.0, "high": 1.0, "met": None}
    assert "<script>" not in panel_texts.clause_heading(clause, row, 2.0, "zh")


def test_a_refusal_names_what_and_why():
    said = panel_texts.refusal_text(InputError([Problem("x, y", "不行。", "No.")]), "zh")
    assert said == "没有改动：y：不行。"


def test_no_total_is_shown_below_0_and_the_note_says_so(sparse):
    sparse.set("security_incidents", 0)
    assert sparse.before.total["low"] == -30.0 and sparse.outcome.total["low"] < 0
    board = panel_texts.total_html(sparse, "zh")
    table, finding = panel_texts.shifts_table(sparse, "zh"), panel_texts.session_finding(sparse, "zh")
    here = panel_texts.lever_position("policy_documents", None, sparse, "zh")
    assert "0.00–100.00" in board and BELOW in board and BELOW in table.notes
    assert table.rows[-1][2:4] == ("0.00", "0.00") and "总分 0.00 → 0.00" in finding and "总分 0.00" in here
    for text in (board, finding, here):
        assert "-30" not in text and "-2" not in text.replace(table.rows[-1][4], "")


def test_turns_and_goals_that_go_below_0_say_so(sparse):
    turns = panel_texts.lever_turns_table(sparse.sweep("policy_documents"), sparse.book, "zh")
    goal = panel_texts.lever_goal_table(sparse.seek("policy_documents", "99"), sparse.book, "zh")
    assert turns.notes == goal.notes == (STEPS,)


def test_where_no_total_is_below_0_nothing_is_noted(state):
    state.set(LOANS, 1.5e10)
    assert BELOW not in panel_texts.total_html(state, "zh") and not panel_texts.shifts_table(state, "zh").notes
