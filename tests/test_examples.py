"""The examples in docstrings give what they say, and every verb that people call in Python has one."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest

from house.sources import ROOT, modules

PROMPT = ">>> "
OPTIONS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
MODULES = sorted(name for name, module in modules().items() if PROMPT in module.text)
VERBS = (
    "analysis.facts.load",
    "analysis.facts.up_to",
    "analysis.rulebooks.load",
    "analysis.scenarios.load",
    "analysis.scenarios.vary",
    "analysis.scorecards.score",
    "analysis.scorecards.total",
    "analysis.scorecards.card",
    "analysis.questions.levers.board",
    "analysis.questions.goal.seek",
    "analysis.questions.sweep.along",
    "analysis.questions.readings.every",
    "analysis.questions.compare.side_by_side",
    "analysis.questions.uncertainty.propagate",
    "analysis.questions.change.between_months",
    "analysis.questions.league.standings",
    "analysis.views.month_brief",
    "analysis.views.clauses",
    "analysis.views.lost",
    "analysis.views.totals",
    "analysis.views.working",
    "analysis.training.exercise",
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_give_what_they_say(name, monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("CITY_CREDIT_HOME", raising=False)
    said: list[str] = []
    runner = doctest.DocTestRunner(optionflags=OPTIONS)
    for example in doctest.DocTestFinder().find(import_module(name)):
        runner.run(example, out=said.append)
    assert runner.summarize(verbose=False).attempted
    assert not said, "".join(said)


@pytest.mark.parametrize("verb", VERBS)
def test_what_people_call_has_an_example(verb):
    module, _, name = verb.rpartition(".")
    assert PROMPT in (getattr(import_module(module), name).__doc__ or "")
