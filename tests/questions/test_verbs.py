"""The list of questions: found by completion in a fresh session, each called as it is written."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import subprocess
import sys

import pytest

from analysis import questions, rulebooks, scenarios


def test_a_fresh_session_completes_the_questions_and_loads_none_of_them():
    asked = "import sys; from analysis import questions; print(dir(questions)); print('polars' in sys.modules)"
    listed, loaded = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert {"goal", "levers", "plan", "sweep", "league", "research", "verbs"} <= set(listed_names(listed))
    assert not any(name.startswith("_") for name in listed_names(listed)) and loaded == "False"


def listed_names(text):
    return [name.strip("' ") for name in text.strip("[]").split(",")]


@pytest.mark.parametrize("verb", questions.VERBS)
def test_each_is_there_and_its_signature_can_be_read(verb):
    room, _, name = verb.partition(".")
    function = getattr(getattr(questions, room), name)
    assert inspect.isfunction(function) and function.__doc__
    defaults = [repr(parameter.default) for parameter in inspect.signature(function).parameters.values()]
    assert max(map(len, defaults)) <= 60, "a default that fills the screen hides what is to be given"


def test_each_question_with_an_example_is_listed():
    """What has an example is for users: none of these is left out of the list."""
    rooms = [
        importlib.import_module(f"analysis.questions.{found.name}")
        for found in pkgutil.iter_modules(questions.__path__)
    ]
    shown = {
        f"{room.__name__.rpartition('.')[2]}.{name}"
        for room in rooms
        for name, function in vars(room).items()
        if inspect.isfunction(function) and function.__module__ == room.__name__ and ">>>" in (function.__doc__ or "")
    }
    assert shown <= set(questions.VERBS) and shown


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_each_answers_is_said(lang):
    listed = questions.verbs(lang)
    assert tuple(listed["verb"]) == questions.VERBS
    assert listed["answers"].str.ends_with("？" if lang == "zh" else "?").all() and listed["answers"].is_unique().all()


def test_what_is_no_question_is_told_as_python_does():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = questions.nothing


def test_large_objects_print_short():
    book = rulebooks.load("hard-2019")
    assert repr(book) == f"Rulebook('hard-2019', {len(book.clauses)} clauses)"
    assert repr(book.clauses["18.3"]) == f"Clause('18.3', {book.clauses['18.3'].title_zh!r})"
    assert repr(scenarios.BASELINE) == "Scenario('baseline')"
    moved = scenarios.Scenario("more", (scenarios.Change("xinyidai_loans", "add", 1e8),))
    assert repr(moved) == "Scenario('more', 1 changes)"
