"""The class board: by hand on a few answers, and a class of made-up trainees."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import panel_homes
from analysis.training import answer_records, class_board, class_plans
from analysis.training.answer_records import AnswerRecord
from analysis.training.course import course_lessons

sys.path.insert(0, str(Path(__file__).parent))
import class_of

LESSON = "what_if"
CITY, MONTH = panel_homes.CITY, panel_homes.MONTH


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory):
    """A project whose figures stay as they are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CITY_CREDIT_HOME", str(panel_homes.built(tmp_path_factory.mktemp("board"))))
        yield


def answer(folder, trainee, outcome, *mistakes, clause="17", task=1, attempt=1):
    record = AnswerRecord(
        trainee, "reading_a_clause", task, "hard-2019", clause, "points", 1, attempt, outcome, mistakes, None
    )
    answer_records.save(record, folder)


@pytest.fixture
def few(tmp_path):
    """Three people: cap forgotten by two on 17, percent by one; one exercise solved by one."""
    answer(tmp_path, "海棠", "mistake", "cap")
    answer(tmp_path, "海棠", "mistake", "cap", "percent", attempt=2)
    answer(tmp_path, "海棠", "right", attempt=3)
    answer(tmp_path, "丁香", "mistake", "cap")
    answer(tmp_path, "石榴", "other", clause="18.3", task=2)
    return tmp_path


def test_who_has_done_what(few):
    board = class_board.load(str(few))
    assert class_board.solved_counts(board).rows() == [
        ("丁香", "reading_a_clause", 0, 1, 1), ("海棠", "reading_a_clause", 1, 1, 3),
        ("石榴", "reading_a_clause", 0, 1, 1),
    ]  # fmt: skip
    table = class_board.class_progress(board)
    assert [row[:2] for row in table.rows] == [
        ("丁香", "0/5（1 次）"),
        ("海棠", "1/5（3 次）"),
        ("石榴", "0/5（1 次）"),
    ]
    assert set(table.rows[0][2:]) == {"–"}


def test_the_commonest_mistakes_of_each_clause(few):
    board = class_board.load(str(few))
    assert class_board.mistake_counts(board).rows() == [
        ("hard-2019", "17", "cap", 2, 3),
        ("hard-2019", "17", "percent", 1, 1),
    ]
    assert class_board.mistakes_table(board).rows[0][:4] == ("17 个人诚信分覆盖", "忘了封顶", "2", "3")
    chart = class_board.mistakes_chart(board)
    assert "忘了封顶" in chart.title and "3 人中有 2 人" in chart.title and chart.bars.axis == "人数"


def test_an_empty_board_says_so(tmp_path):
    board = class_board.load(str(tmp_path))
    assert "还没有人作答" in repr(class_board.class_progress(board)) and "还没有" in repr(
        class_board.mistakes_table(board)
    )
    assert "还没有" in class_board.mistakes_chart(board).title
    plans = class_plans.load_class_plans(board, LESSON, CITY, MONTH)
    assert "还没有人交方案" in repr(class_plans.plans_ranking(plans)) and "还没有人交方案" in repr(
        class_plans.best_plan(plans)
    )
    assert all(row[-1] == "0" for row in class_plans.plans_spread(plans).rows)


def test_hostile_files_get_onto_no_page(few):
    """Texts in a file that somebody else wrote are shown as texts, or not at all."""
    name = '<img src=x onerror="alert(1)">'
    record = vars(AnswerRecord("海棠", name, 1, "<b>", name, "points", 1, 1, "mistake", (name,), None))
    (few / "hostile.json").write_text(json.dumps({**record, "mistakes": [name]}), "utf-8")
    (few / "worse.json").write_text(json.dumps({**record, "trainee": name}), "utf-8")
    shown = class_board.load(str(few))
    pages = (
        class_board.class_progress(shown)._repr_html_()
        + class_board.mistakes_table(shown)._repr_html_()
        + repr(class_board.mistakes_chart(shown).json())
    )
    assert "<img" not in pages and len(shown.faults) == 1 and "1 个文件" in repr(class_board.class_progress(shown))


def test_a_whole_class_shows_on_the_board(tmp_path):
    class_of.attend(tmp_path, CITY, MONTH)
    board = class_board.load(str(tmp_path))
    assert board.people == sorted(class_of.NAMES) and board.faults == ()
    table = class_board.class_progress(board)
    assert len(table.rows) == len(class_of.NAMES) and any(row[-1] == "–" for row in table.rows)
    plans = class_plans.load_class_plans(board, LESSON, CITY, MONTH)
    assert plans.totals.height >= 6 and plans.faults == ()
    assert plans.totals["points"].is_sorted(descending=True)
    assert class_board.mistake_counts(board)["people"].is_sorted(descending=True)
    assert all(row[2] for row in class_board.mistakes_table(board).rows)


def test_the_key_answers_every_exercise():
    table = class_board.answer_key(CITY, MONTH)
    assert len(table.rows) == sum(len(part.tasks) for part in course_lessons().values())
    assert all(row[-1] for row in table.rows)
