"""The levers of a plan: steps, and where a condition on one turns, against every step looked at."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from analysis.formulas import evaluate, parse_formula
from analysis.problems import InputError
from analysis.questions.lever_lattice import Lever
from analysis.questions.planning import planned_levers
from analysis.questions.planning.planned_levers import PlannedLever, Switch, default_step, steps_between

STILL = {"half": 0.5, "ten": 10.0, "hundred": 100.0, "none": None, "pop": 1_410_661.0, "zero": 0.0}
CONDITIONS = (
    "x / pop > half",
    "x >= hundred",
    "x == hundred",
    "x / pop >= half and x < pop",
    "steps(x / pop, half, half) >= 1",
    "x / (x - hundred) >= ten",
    "when(x == 0, 1 == 1, hundred / x >= half)",
    "none > x",
    "x > hundred or none > 0",
    "x",
)


def lever(now=0.0, first=-300, last=300, unit="record", step=1.0):
    own = Lever("x", unit, now, now + first * step, now + last * step, 1, "dictionary", "x", "x")
    return PlannedLever(own, step, first, last, (first, last))


@pytest.mark.parametrize("text", CONDITIONS)
@pytest.mark.parametrize("now", [0.0, 100.0, 705_230.0, 1_410_500.0])
def test_a_condition_turns_at_the_very_step(text, now):
    tree, own = parse_formula(text), lever(now)
    turns = planned_levers.switches(tree, STILL, own, "x")
    state = None
    for move in range(-300, 301):
        state = next((turn for turn in turns if turn.move == move), state)
        value = evaluate(tree, {**STILL, "x": own.figure(move)})
        assert state.truth is (None if value is None else bool(value)), move
    assert all(one.truth is not other.truth for one, other in pairwise(turns))


def test_a_wide_range_is_exact_too():
    turns = planned_levers.switches(parse_formula("x / pop >= half"), STILL, lever(0.0, 0, 10**9), "x")
    assert turns == [Switch(0, False), Switch(math.ceil(1_410_661 / 2), True)]


def test_too_many_turns_are_refused(monkeypatch):
    monkeypatch.setattr(planned_levers, "MOST", 5)
    with pytest.raises(InputError, match="--limit"):
        planned_levers.switches(parse_formula("x == hundred or x == ten or x == half * hundred"), STILL, lever(), "x")


@pytest.mark.parametrize(
    ("text", "useful"),
    [
        ("min(hundred, x)", (-300, 100)),
        ("max(0, ten - x)", (-300, 10)),
        ("max(0, min(ten, x - ten))", (0, 20)),
        ("x", (-300, 300)),
        ("when(x > hundred, 1, 0)", (0, 101)),
        ("x * none", (0, 0)),
        ("min(0, x + hundred)", (-300, 0)),
    ],
)
def test_beyond_what_is_useful_nothing_changes(text, useful):
    tree, own = parse_formula(text), lever()
    found = planned_levers.useful_steps(tree, STILL, own, "x")
    value = {move: evaluate(tree, {**STILL, "x": own.figure(move)}) for move in range(-300, 301)}
    assert len({value[move] for move in range(found[1], 301)}) == len(
        {value[move] for move in range(-300, found[0] + 1)}
    )
    assert found == useful


def test_steps_are_counted_from_the_present_figure():
    loans = Lever("x", "yuan", 25_000.0, 0.0, 100_000.0, 100, "dictionary", "x", "x")
    assert default_step(loans) == 10_000.0
    assert steps_between(loans, 10_000.0, 0.0, 100_000.0) == (-2, 7)
    days = Lever("x", "day", 4.56, 0.0, 9.0, 100, "dictionary", "x", "x")
    assert default_step(days) == 0.01
    assert PlannedLever(days, 0.01, -9, 9, (-9, 9)).figure(-6) == 4.5
