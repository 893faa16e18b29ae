"""A lesson as its notebook uses it."""

from __future__ import annotations

import pytest

from analysis import training
from analysis.problems import InputError
from analysis.training import answer_records


def lesson(folder, pseudonym="海棠", **more):
    return training.lesson("reading_a_clause", pseudonym=pseudonym, folder=str(folder), **more)


def test_answers_are_kept_under_the_pseudonym_and_counted(tmp_path):
    opened = lesson(tmp_path)
    assert opened.check(1).outcome == "blank" and opened.check(1, "两分").outcome == "strange"
    assert opened.check(1, 2).outcome == "mistake" and opened.check(1, opened.exercise(1).right)
    frame = answer_records.load(tmp_path).frame
    assert frame["outcome"].to_list() == ["mistake", "right"] and frame["attempt"].to_list() == [1, 2]
    assert frame["mistakes"].to_list()[0] == ["target"]
    assert "第 2 次" in repr(opened.progress()) and repr(opened.progress()).count("还没有作答") == 4
    again = lesson(tmp_path)
    again.check(1, 2)
    assert answer_records.load(tmp_path).frame["attempt"].max() == 3


def test_without_a_pseudonym_nothing_is_kept(tmp_path):
    opened = lesson(tmp_path, "")
    assert opened.check(1, opened.exercise(1).right) and "不记录" in repr(opened.desk())
    assert list(tmp_path.iterdir()) == []


def test_two_lessons_do_not_share_a_state(tmp_path):
    first, other = lesson(tmp_path), lesson(tmp_path, "丁香")
    first.exercise(2, more=1)
    assert repr(first.exercise(2)) != repr(other.exercise(2)) and other.pseudonym == "丁香"


@pytest.mark.parametrize("number", [0, 6, -1])
def test_an_exercise_that_is_not_there_is_refused(tmp_path, number):
    with pytest.raises(InputError, match="只有 5 题"):
        lesson(tmp_path).ask(number)


def test_a_lesson_that_is_not_there_is_refused_with_the_near_one():
    with pytest.raises(InputError, match="reading_a_clause"):
        training.lesson("reading_the_clause")
    with pytest.raises(InputError, match="化名"):
        training.lesson("what_if", pseudonym="a/b")
    with pytest.raises(InputError, match="没有要交的方案"):
        training.lesson("reading_a_clause").submit("x")


def test_hints_and_answers_only_when_asked(tmp_path):
    opened = lesson(tmp_path)
    assert "提示 1" in repr(opened.hint(1)) and "答案" in repr(opened.answer(1))
    assert opened.exercise(1).answer() not in repr(opened.ask(1))
