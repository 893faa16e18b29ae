"""The course's file: lessons, exercises, and what is wrong with it told at once."""

from __future__ import annotations

import shutil

import pytest

from analysis.paths import root
from analysis.problems import InputError
from analysis.rulebooks import load
from analysis.training.course import course_lessons, task_exercise


def test_every_exercise_can_be_made_and_again_on_another_city():
    for part in course_lessons().values():
        for task in part.tasks:
            exercise = task_exercise(task, "320281", "2021-03", "zh")
            assert exercise.check(exercise.answer())
            if task["make"] == "clause":
                other = task_exercise(task, "320281", "2021-03", "zh", more=1)
                assert repr(other) != repr(exercise) and other.check(other.answer())


def test_the_plans_levers_are_facts_of_its_rulebook():
    plan = course_lessons()["what_if"].plan
    assert set(plan.levers) <= set(load(plan.rulebook).facts()) and plan.most == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [("lesson = [", "无法读取"), ('[[lesson]]\nname="a"\nzh="甲"\nen="A"\ntask=[{make="claus"}]', "clause")],
)
def test_a_faulty_course_is_told(tmp_path, monkeypatch, text, said):
    shutil.copytree(root() / "params", tmp_path / "params")
    (tmp_path / "params" / "training.toml").write_text(text, "utf-8")
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    with pytest.raises(InputError, match=said):
        course_lessons()
