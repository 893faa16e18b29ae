"""What an exercise shows: enough to work it out, and each printed word that needs a note with it."""

from __future__ import annotations

import pytest

from analysis import rulebooks, training
from analysis.training import month_exercises
from analysis.training.city_exercises import ExampleCity

MONITORING = rulebooks.load("monitoring-2021")
UNPRINTED = [name for name, clause in MONITORING.clauses.items() if clause.kind == "score" and not clause.blank]


def test_the_first_lessons_last_exercise_shows_full_marks_and_formula():
    """The annex gives 2 points and no formula; the one assumed is that of the clause's file."""
    shown = repr(training.lesson("reading_a_clause").exercise(5))
    assert "条文没有写明的公式和满分（假定）" in shown and "满分 | 2.00 分" in shown
    assert "公式 | 取大（0，分值 × （1 − 超期核查比例 ÷ 扣完界限））" in shown
    assert "超期核查比例 | 超期核查数 ÷ 行政处罚信息修复核查数" in shown and "无从超期，按满分处理" in shown


@pytest.mark.parametrize("clause", UNPRINTED)
def test_no_exercise_asks_for_a_formula_that_is_printed_nowhere(clause):
    """The monitoring indicators have names and points, no formulas."""
    asked = training.exercise(clause, rulebook="monitoring-2021")
    rows = dict(asked.given[1].rows)
    most = MONITORING.clauses[clause].values["most"].amount
    assert rows["公式"] and rows["满分"] == f"{most:.2f} 分"


def test_where_the_text_has_the_formula_it_is_not_given_away():
    shown = repr(training.exercise("18.3", seed=7))
    assert "条文没有写明" not in shown and "公式 |" not in shown


def test_a_printed_foreign_word_has_its_note_beside_it():
    """“workflows” is a trace of the transcription, and stands in no other clause."""
    note = "原件中的英文“workflows”是转录痕迹"
    assert note in repr(training.exercise("16"))
    assert note in repr(month_exercises.clause_change_exercise(ExampleCity("320281", "2021-03"), 5, "16"))
    assert "artefact of transcription" in repr(training.exercise("16", lang="en"))
    assert [clause.id for clause in rulebooks.load("hard-2019").clauses.values() if clause.word_notes] == ["16"]
    assert not [clause.id for clause in MONITORING.clauses.values() if clause.word_notes]
