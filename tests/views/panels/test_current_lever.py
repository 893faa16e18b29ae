"""The lever in hand: curve, turns, goals."""

from __future__ import annotations

import pytest

from analysis.views.panels.current_lever import CurrentLever, goal_options
from panel_homes import LOANS


@pytest.fixture
def applied():
    return []


@pytest.fixture
def heard():
    return []


@pytest.fixture
def hand(state, applied, heard):
    return CurrentLever(
        state, "zh", LOANS, lambda target, amount: applied.append((target, amount)), lambda: heard.append("another")
    )


def test_goals_are_those_the_lever_touches(state):
    assert [name for _, name in goal_options(state, LOANS, "zh")] == ["total", "18.3:cap", "passes"]
    assert "17:target" in [name for _, name in goal_options(state, "residents_scored", "zh")]


def test_a_goal_found_can_be_taken(hand, applied):
    hand.kind.value = "18.3:cap"
    hand.seek()
    assert "200.00亿元" in hand.says.value and not hand.take.disabled
    hand.take.click()
    assert applied == [(LOANS, 2e10)]
    hand.forget()
    assert hand.take.disabled and hand.says.value == ""


def test_a_goal_out_of_reach_says_why(hand):
    hand.points.value = 99
    hand.seek()
    assert "无法实现" in hand.says.value and "满分为 2.00" in hand.says.value and hand.take.disabled


def test_a_number_that_is_none_is_refused(hand):
    hand.points.value = float("nan")
    hand.seek()
    assert hand.take.disabled and "没有改动" in hand.says.value


def test_a_lever_that_is_moved_is_taken_in_hand(hand):
    hand.hold("residents_scored")
    hand.show()
    assert hand.target == "residents_scored" and "持分" not in hand.figure.layout.xaxis.title.text
    hand.hold("market_entities")
    assert hand.target == "residents_scored"


def test_another_lever_brings_its_own_working(hand, heard):
    assert 'aria-label="第18.3项“‘信易贷’开展情况”"' in hand.working.value
    hand.lever.value = "xinyi_domains"
    assert hand.working.value.count("aria-label") == 2 and 'aria-label="第18.1项' in hand.working.value
    assert heard == ["another"]


def test_the_finding_follows_the_lever(hand, state):
    state.set(LOANS, 5e9)
    hand.moved(LOANS)
    assert "现在 50.00亿元" in hand.finding.value and "下一转折在 200.00亿元" in hand.finding.value
