"""What is said of answers, hints and the working; nothing hostile gets onto the page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis import training
from analysis.training.mistakes import MISTAKES


@pytest.fixture(scope="module")
def exercise():
    """An exercise whose answers are set by hand: right is 2; two mistakes coincide at 4."""
    wrong = ((MISTAKES["cap"], 4.0), (MISTAKES["percent"], 4.0), (MISTAKES["factor"], 0.73), (MISTAKES["sign"], None))
    return replace(training.exercise("18.3", 7), right=2.0, wrong=wrong, kind="points")


def test_right_to_two_decimals(exercise):
    assert exercise.check(2) and exercise.check(2.005) and exercise.check("2.00 分")
    assert not exercise.check(2.006) and exercise.check(2.006).outcome == "other"


def test_one_mistake_is_named_and_two_that_coincide_may_be_either(exercise):
    checked = exercise.check(0.73)
    assert [mistake.key for mistake in checked.mistakes] == ["factor"] and "看起来像是" in checked.message
    checked = exercise.check(4)
    assert [mistake.key for mistake in checked.mistakes] == ["cap", "percent"] and "可能是其中之一" in checked.message
    assert [mistake.key for mistake in exercise.check("未知").mistakes] == ["sign"]


def test_what_is_blank_or_not_understood_is_said_gently(exercise):
    assert exercise.check().message == exercise.check(None).message == "还没有作答。"
    assert "2.5 分" in exercise.check("两分").message
    assert exercise.check(99).outcome == "other"
    english = replace(exercise, lang="en")
    assert english.check(...).message == "Not answered yet." and english.check(2).message == "Right!"


def test_unknown_where_it_can_be_worked_out(exercise):
    without = replace(exercise, wrong=exercise.wrong[:3])
    assert [mistake.key for mistake in without.check("缺").mistakes] == ["not worked out"]


def test_hints_come_step_by_step_and_end(exercise):
    first, all_ = repr(exercise.hint()), repr(exercise.hint(99))
    assert "提示 1" in first and "提示 2" not in first
    assert "没有更多提示" in all_ and "154,317" not in all_
    assert "154,317" in repr(exercise.working()) and "2.00 分" in repr(exercise.working())


def test_texts_are_escaped(exercise):
    hostile = replace(exercise, title="<script>alert(1)</script>", lines=("<img src=x onerror=alert(1)>",))
    assert "<script" not in hostile._repr_html_() and "<img" not in hostile._repr_html_()
    assert 'role="status"' in exercise.check(2)._repr_html_() and "<table" in exercise._repr_html_()


def test_amounts_may_be_off_by_what_four_digits_hide(exercise):
    amount = replace(exercise, kind="amount", unit="yuan", right=1.23456e9, wrong=())
    assert amount.check("12.35亿元") and amount.check(1.23456e9) and not amount.check("12.4亿元")
    assert amount.answer() == "12.35亿元"
    choice = replace(exercise, kind="choice", choices=("17", "18.3"), right=1.0, wrong=())
    assert choice.answer() == "18.3" and choice.check("18.3") and not choice.check("17")
