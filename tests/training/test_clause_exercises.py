"""Exercises made from clauses: every clause, any seed; the engine's answer is right, each mistake is recognised."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import rulebooks, training
from analysis.problems import InputError
from analysis.training.mistakes import MISSING_AS_ZERO

BOOKS = {name: rulebooks.load(name) for name in ("hard-2019", "monitoring-2021")}
ASKED = [
    (name, clause.id, ask)
    for name, book in BOOKS.items()
    for clause in book.clauses.values()
    for ask in (("points", "target") if clause.kind == "score" and clause.reading().met else ("points",))
]


def answer_of(exercise, outcome):
    """A number as it would be typed; what is not known in words."""
    return "未知" if outcome is None else outcome


def holds(exercise):
    """The engine's own answer is right, and each mistake is recognised without the answer being told."""
    assert exercise.check(answer_of(exercise, exercise.right)) and exercise.check(exercise.answer())
    assert exercise.wrong, "nothing can be done wrong here"
    for mistake, outcome in exercise.wrong:
        checked = exercise.check(answer_of(exercise, outcome))
        assert not checked and checked.outcome == "mistake" and mistake in checked.mistakes
        assert mistake.zh.split("：")[0] in checked.message
        assert ("可能" in checked.message) == (len(checked.mistakes) > 1)


@pytest.mark.parametrize(("book", "clause", "ask"), ASKED)
def test_every_clause_can_be_practised(book, clause, ask):
    exercise = training.exercise(clause, 1, BOOKS[book], ask)
    holds(exercise)
    printed = [quote for quote in exercise.quotes if not quote.startswith("注：")]
    assert "\n".join(printed) == BOOKS[book].clauses[clause].text


@settings(max_examples=60, deadline=None)
@given(asked=st.sampled_from(ASKED), seed=st.integers(0, 10**9))
def test_any_seed_makes_a_sound_exercise(asked, seed):
    book, clause, ask = asked
    holds(training.exercise(clause, seed, BOOKS[book], ask))


@pytest.mark.parametrize("seed", range(12))
def test_what_is_said_of_a_mistake_never_tells_the_answer(seed):
    """The words are those of the mistake alone: the same for another city with another answer."""
    exercise = training.exercise("18.3", seed, BOOKS["hard-2019"])
    messages = [exercise.check(answer_of(exercise, wrong)).message for _, wrong in exercise.wrong]
    numbers = [re.findall(r"\d+(?:\.\d+)?", message) for message in messages]
    allowed = {"70", "0.7", "2", "1"}
    assert set(itertools.chain.from_iterable(numbers)) <= allowed
    assert exercise.answer() not in "".join(exercise.hints)


def test_the_same_seed_is_the_same_exercise_in_another_process():
    code = "from analysis import training; print(repr(training.exercise('17', 7)), training.exercise('17', 7).right)"
    printed = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": hashing, "PYTHONUTF8": "1"}, capture_output=True,
            text=True, check=True, encoding="utf-8",
        ).stdout
        for hashing in ("1", "2")
    }  # fmt: skip
    exercise = training.exercise("17", 7)
    assert printed == {f"{exercise!r} {exercise.right}\n"}


def test_another_seed_is_another_city():
    printed = {repr(training.exercise("17", seed, BOOKS["hard-2019"])) for seed in range(8)}
    assert len(printed) == 8


@pytest.mark.parametrize(
    ("clause", "key"),
    [("18.3", "cap"), ("18.3", "ten thousand"), ("18.2", "percent"), ("17", "linear"), ("17", "veto"),
     ("19.2", "past possible"), ("17", "target"), ("6", "strict"), ("12", MISSING_AS_ZERO)],
)  # fmt: skip
def test_a_mistake_may_be_asked_for(clause, key):
    for seed in range(5):
        exercise = training.exercise(clause, seed, BOOKS["hard-2019"], focus=key)
        assert key in [mistake.key for mistake, _ in exercise.wrong]


def test_missing_figures_make_an_answer_unknown():
    exercise = training.exercise("12", 4, BOOKS["hard-2019"], focus=MISSING_AS_ZERO)
    assert exercise.right is None and exercise.answer() == "未知" and "缺" in repr(exercise)
    assert exercise.check("未知") and not exercise.check(0)
    assert "缺的数当成零" in exercise.check(0).message
    assert "缺：" in repr(exercise.working())


def test_unset_benchmarks_are_marked_as_assumed_for_the_exercise():
    exercise = training.exercise("10", 3, BOOKS["monitoring-2021"])
    assert "不是官方数" in repr(exercise) and "not published" in repr(
        training.exercise("10", 3, BOOKS["monitoring-2021"], lang="en")
    )


def test_figures_are_shown_to_the_last_digit():
    """Amounts in 亿元 and 万元 lose nothing by their two decimals: what is shown is what is scored."""
    for seed in range(15):
        exercise = training.exercise("16", seed, BOOKS["monitoring-2021"], focus="percent")
        shown = [text for _, text, *_ in exercise.given[0].rows if text.endswith("元")]
        assert len(shown) == 2
        for text in shown:
            number = float(re.sub("[^0-9.]", "", text)) * (1e8 if "亿" in text else 1e4 if "万" in text else 1)
            assert f"{number:,.0f}" in "".join(exercise.steps)


@pytest.mark.parametrize(
    ("asked", "said"),
    [(("18.33",), "18.3"), (("17", 1, "hard-2019", "verdict"), "points"), (("18.3", 1, "hard-2019", "target"), "目标"),
     (("17", 1, "hard-2019", "points", "lineal"), "linear"), (("1", 1, "demo-2025"), "没有填写")],
)  # fmt: skip
def test_what_is_not_there_is_refused_with_what_is(asked, said):
    with pytest.raises(InputError, match=said):
        training.exercise(*asked)
