"""Bounds of formulas over intervals: no number in an interval lies outside what is said of it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies

from analysis.formulas import evaluate, parse_formula
from analysis.formulas.range_analysis import MISSING_BRANCH, OPEN, PASSED_BY, RangeAnalysis

FORMULAS = (
    "min(cap, x * rate)", "max(0, cap - x / whole)", "x / (x + whole)", "(whole - x) / x", "x * x - whole * x",
    "-x * (x - whole)", "when(x > whole, min(cap, cap + rate * steps(x, whole, rate)), 0)", "steps(x, 0, whole)",
    "when(x == 0, cap, rate / x)", "when(x >= whole and flag, x, none)", "when(none or x > whole, 1, 0)",
    "not (x < whole)", "x > whole or x <= rate", "x != whole", "when(flag and none, x, 0) + 1",
    "min(x, whole - x, cap)", "max(x, none)", "when(x > rate, when(x > whole, x, cap), 0)",
)  # fmt: skip
NUMBERS = strategies.integers(-6, 6).map(float)
SOME = settings(max_examples=40, deadline=None, derandomize=True, database=None)


@pytest.mark.parametrize("text", FORMULAS)
@SOME
@given(
    low=NUMBERS, width=strategies.integers(0, 8), cap=NUMBERS, whole=NUMBERS, rate=NUMBERS, flag=strategies.booleans()
)
def test_every_number_of_an_interval_keeps_to_its_bounds(text, low, width, cap, whole, rate, flag):
    names = {"cap": cap, "whole": whole, "rate": rate, "flag": float(flag), "none": None}
    span = RangeAnalysis(names, "x", np.array([low]), np.array([low + width])).span(parse_formula(text))
    numbers = np.linspace(low, low + width, 33)
    reached = [evaluate(parse_formula(text), names | {"x": float(x)}) for x in numbers]
    reached_numbers = np.array([float(number) for number in reached if number is not None])
    assert not len(reached_numbers) or span.present[0]
    assert None not in reached or span.gone[0]
    assert not len(reached_numbers) or (
        span.low[0] - 1e-9 <= reached_numbers.min() and reached_numbers.max() <= span.high[0] + 1e-9
    )
    if span.falls[0] >= 0 and len(reached_numbers) == len(numbers):
        assert (np.diff(reached_numbers) >= -1e-9).all()
    if span.rises[0] <= 0 and len(reached_numbers) == len(numbers):
        assert (np.diff(reached_numbers) <= 1e-9).all()


def turns(text, low, high, **names):
    walk = RangeAnalysis(names, "x", np.array([low], float), np.array([high], float))
    walk.span(parse_formula(text))
    return [(turn.node.op, int(turn.taken[0])) for turn in walk.turns]


def test_turns_say_what_binds_and_what_is_open():
    assert turns("min(cap, x)", 0, 2, cap=3.0) == [("min", 1)]
    assert turns("min(cap, x)", 4, 5, cap=3.0) == [("min", 0)]
    assert turns("min(cap, x)", 2, 4, cap=3.0) == [("min", OPEN)]
    assert turns("steps(x, start, step)", 2, 3.5, start=0.0, step=2.0) == [("steps", 1)]
    assert turns("max(x, none)", 0, 1, none=None) == [("max", MISSING_BRANCH)]


def test_what_is_not_come_to_is_passed_by():
    assert turns("when(x > half, min(cap, x), 0)", 0, 1, half=2.0, cap=3.0) == [("min", PASSED_BY), ("when", 0)]


def test_a_comparison_carries_the_tolerance_of_scoring():
    assert turns("when(x >= whole, 1, 0)", 1 - 5e-10, 1 - 5e-10, whole=1.0) == [("when", 1)]
    assert turns("when(x > whole, 1, 0)", 1 + 5e-10, 1 + 5e-10, whole=1.0) == [("when", 0)]


def test_a_denominator_that_may_be_zero_leaves_the_value_open():
    span = RangeAnalysis({"part": 1.0}, "x", np.array([-1.0, 0.0, 1.0]), np.array([1.0, 0.0, 2.0])).span(
        parse_formula("part / x")
    )
    assert span.present.tolist() == [True, False, True] and span.gone.tolist() == [True, True, False]
    assert (span.low[2], span.high[2]) == (0.5, 1.0)
