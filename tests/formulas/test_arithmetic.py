"""One row of plain numbers: missing in, missing out; three-valued truths; a tolerance on comparisons and steps."""

import pytest

from analysis.formulas import TOLERANCE, evaluate, parse_formula


def worked(text, **names):
    return evaluate(parse_formula(text), names)


@pytest.mark.parametrize(
    ("text", "names", "outcome"),
    [
        ("a + b", {"a": 1.5, "b": 2.0}, 3.5),
        ("a - b", {"a": 1.5, "b": 2.0}, -0.5),
        ("a * b", {"a": 1.5, "b": 2.0}, 3.0),
        ("a / b", {"a": 3.0, "b": 2.0}, 1.5),
        ("-a", {"a": 3.0}, -3.0),
        ("min(a, b, 1)", {"a": 3.0, "b": 2.0}, 1.0),
        ("max(a, b, 0)", {"a": 3.0, "b": 2.0}, 3.0),
        ("when(a > b, 1, 0)", {"a": 3.0, "b": 2.0}, 1.0),
        ("steps(a, b, c)", {"a": 0.7, "b": 0.5, "c": 0.1}, 2.0),
        ("steps(a, b, c)", {"a": 0.69, "b": 0.5, "c": 0.1}, 1.0),
        ("steps(a, b, c)", {"a": 0.45, "b": 0.5, "c": 0.1}, -1.0),
    ],
)
def test_each_operation(text, names, outcome):
    assert worked(text, **names) == pytest.approx(outcome, abs=1e-12)


@pytest.mark.parametrize(
    "text", ["a + b", "a - b", "a * b", "a / b", "-a", "min(a, b)", "max(b, a)", "a > b", "b == a", "steps(a, b, b)"]
)
def test_what_is_missing_makes_the_outcome_missing(text):
    assert worked(text, a=None, b=1.0) is None


def test_a_zero_denominator_and_a_zero_step_are_missing():
    assert worked("a / b", a=1.0, b=0.0) is None
    assert worked("steps(a, b, c)", a=1.0, b=0.0, c=0.0) is None


def test_when_looks_only_at_the_branch_it_takes():
    assert worked("when(a > 0, b, 0)", a=0.0, b=None) == 0.0
    assert worked("when(a > 0, b, 0)", a=1.0, b=None) is None
    assert worked("when(a > 0, b, 0)", a=None, b=1.0) is None


def test_and_or_are_decided_by_what_is_certain():
    assert worked("a and b", a=0.0, b=None) is False
    assert worked("a and b", a=1.0, b=None) is None
    assert worked("a or b", a=1.0, b=None) is True
    assert worked("a or b", a=0.0, b=None) is None
    assert worked("not a", a=None) is None
    assert worked("a and b and c", a=None, b=None, c=0.0) is False


def test_comparisons_hold_within_the_tolerance_and_not_beyond():
    inside, outside = TOLERANCE / 2, TOLERANCE * 2
    for apart, alike in ((inside, True), (outside, False)):
        assert worked("a == b", a=1.0 + apart, b=1.0) is alike
        assert worked("a <= b", a=1.0 + apart, b=1.0) is alike
        assert worked("a >= b", a=1.0 - apart, b=1.0) is alike
        assert worked("a > b", a=1.0 + apart, b=1.0) is not alike
        assert worked("a < b", a=1.0 - apart, b=1.0) is not alike
        assert worked("a != b", a=1.0 + apart, b=1.0) is not alike


def test_an_unknown_name_is_a_fault_of_the_caller():
    with pytest.raises(KeyError):
        worked("a + b", a=1.0)
