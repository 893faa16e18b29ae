"""The course's notebooks from top to bottom: unfilled each blank is told kindly, filled every check passes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

import panel_homes
from analysis.training import answer_records
from analysis.training.course import course_lessons

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "notebooks" / "training"
LESSONS = {part.name: part for part in course_lessons().values()}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A project with figures that stay as they are."""
    return panel_homes.built(tmp_path_factory.mktemp("course"))


def shown_by(home, filled, folder):
    """What every cell of the six notebooks shows, run one after another in a process of its own."""
    paths = [str(FOLDER / f"{name}.ipynb") for name in (*LESSONS, "board")]
    ran = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("running.py")), filled, str(folder), *paths],
        capture_output=True, text=True, encoding="utf-8", timeout=300,
        env={"CITY_CREDIT_HOME": str(home), "PYTHONUTF8": "1", "HOME": str(home), "IPYTHONDIR": str(home / "ipython")},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-3000:]
    return json.loads(ran.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def unfilled(home, tmp_path_factory):
    return shown_by(home, "unfilled", tmp_path_factory.mktemp("none"))


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="module")
def filled(home, kept):
    return shown_by(home, "filled", kept)


def test_there_are_six_lessons_and_a_notebook_for_each():
    assert len(LESSONS) == 6
    assert {path.stem for path in FOLDER.glob("*.ipynb")} - {"board"} == set(LESSONS)


@pytest.mark.parametrize("name", LESSONS)
def test_each_has_an_aim_an_example_and_as_many_exercises_as_the_course_says(name):
    notebook = nbformat.read(FOLDER / f"{name}.ipynb", 4)
    texts = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert re.findall(r"^## (目的|例题|练习) · ", texts, re.MULTILINE)[:3] == [
        "目的", "例题", "练习",
    ]  # fmt: skip
    count = len(LESSONS[name].tasks)
    assert 3 <= count <= 5 and len(re.findall(r"^### 第 \d 题 · Exercise", texts, re.MULTILINE)) == count
    ids = [cell.id for cell in notebook.cells]
    assert all({f"ask-{n}", f"answer-{n}", f"check-{n}"} <= set(ids) for n in range(1, count + 1))
    assert f'"{name}"' in "".join(cell.source for cell in notebook.cells if cell.id == "load")


@pytest.mark.parametrize("name", LESSONS)
def test_unfilled_it_runs_and_each_blank_is_told_kindly(unfilled, name):
    checks = {cell: ran for cell, ran in unfilled[name].items() if cell.startswith("check-")}
    assert len(checks) == len(LESSONS[name].tasks)
    assert all(ran["outcome"] == "blank" and "还没有作答" in ran["text"] for ran in checks.values())
    assert "没有写化名" in unfilled[name]["desk"]["text"]


@pytest.mark.parametrize("name", LESSONS)
def test_filled_with_the_teachers_answers_every_check_passes(filled, name):
    checks = {cell: ran for cell, ran in filled[name].items() if cell.startswith("check-")}
    assert len(checks) == len(LESSONS[name].tasks)
    assert {ran["outcome"] for ran in checks.values()} == {"right"}, checks
    assert filled[name]["progress"]["text"].count("对了") == len(checks)


def test_the_plan_is_asked_for_kindly_and_the_teachers_reaches_the_goal(unfilled, filled):
    assert "还没有交方案" in unfilled["what_if"]["plan-check"]["text"]
    assert "达到了" in filled["what_if"]["plan-check"]["text"]


def test_the_teachers_notebook_shows_what_was_handed_in(unfilled, filled):
    assert "还没有人作答" in unfilled["board"]["progress-view"]["text"]
    shown = filled["board"]
    assert "老师" in shown["progress-view"]["text"] and "5/5（5 次）" in shown["progress-view"]["text"]
    assert "1 份方案" in shown["spread-view"]["text"] and "老师" in shown["best-view"]["text"]
    assert all(part.zh in shown["key-view"]["text"] for part in LESSONS.values())


def test_every_answer_was_kept_once(filled, kept):
    frame = answer_records.load(kept).frame
    assert frame.height == sum(len(part.tasks) for part in LESSONS.values())
    assert set(frame["trainee"]) == {"老师"} and set(frame["outcome"]) == {"right"}


@pytest.mark.parametrize("name", LESSONS)
def test_no_answer_stands_in_a_notebook(filled, name):
    """What a blank's exercise answers is nowhere before it is asked for."""
    for cell, ran in filled[name].items():
        assert "答案：" not in ran["text"], cell
