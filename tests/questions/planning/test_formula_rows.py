"""Formulas in a programme: at every combination of steps they are worth what the formula says, from both sides."""

from __future__ import annotations

from itertools import product

import pytest

from analysis.formulas import evaluate, parse_formula
from analysis.questions.lever_lattice import Lever
from analysis.questions.planning.formula_rows import ATLEAST, ATMOST, EQUAL, FormulaRows, OutsideProgramme
from analysis.questions.planning.planned_levers import PlannedLever
from analysis.questions.planning.programme import ONE, Programme

STILL = {"half": 0.5, "third": 1 / 3, "two": 2.0, "four": 4.0, "ten": 10.0, "none": None, "tenth": 0.1, "zero": 0.0}
NUMBERS = (
    "min(four, x)",
    "max(two, four - x)",
    "min(x, y)",
    "max(x, y + 1)",
    "min(four, half * x + y)",
    "max(0, four - half * (y - x))",
    "min(two, x / y)",
    "x / (y + two)",
    "when(x > two, y, 0)",
    "when(x > y, four, half * x)",
    "when(x + y >= four, min(x, two), 0 - y)",
    "when(x == 0, four, min(four, y / x))",
    "steps(x, two, half)",
    "steps(x + y, two, four)",
    "-min(x, four)",
    "two - max(x, min(y, two))",
    "four * min(1, x / ten) + third * y",
    "when(f, y, x)",
    "when(f and x > two, min(four, half + half * steps(x, two, two)), 0)",
    "x + none",
    "when(f, none, x)",
    "x / zero",
    "min(four, none)",
    "max(0, two * (1 - x / ten / half))",
)
TRUTHS = (
    "x >= two",
    "x > y",
    "x < y + 1",
    "x == y",
    "x != y",
    "half * x + y <= four",
    "x / (y + 1) >= third",
    "third <= x / (y + 1)",
    "x / y >= half",
    "f",
    "not f or x > two",
    "(f and x > two) or y == 0",
    "when(y == 0, 1 == 1, x / (y + 1) >= half)",
    "min(four, x + min(two, y)) >= four",
    "f and none > 0",
    "f or none > 0",
    "x > none",
    "x and y",
    "third * x + half * y >= two",
    "tenth * x + tenth * y > half",
)
RANGES = {"x": (-1, 4), "y": (-2, 2), "f": (0, 1)}
NOW = {"x": 1.0, "y": 2.0, "f": 0.0}


def rows_of():
    programme, levers = Programme(), {}
    for name, (first, last) in RANGES.items():
        lever = Lever(name, "record", NOW[name], NOW[name] + first, NOW[name] + last, 1, "dictionary", name, name)
        up, down = (programme.variable(0.0, float(end), whole=True) for end in (max(0, last), max(0, -first)))
        levers[name] = PlannedLever(lever, 1.0, first, last, (first, last), up.plus(down, -1.0))
    return FormulaRows(programme, levers, STILL)


def everywhere(text):
    """Every combination of steps, with the formula's own value there."""
    tree = parse_formula(text)
    used = [name for name in RANGES if name in tree.names]
    for moves in product(*(range(first, last + 1) for first, last in (RANGES[name] for name in used))):
        moved = dict(zip(used, moves, strict=True))
        names = {**STILL, **{name: NOW[name] + moved.get(name, 0) for name in RANGES}}
        yield moved, evaluate(tree, names)


def end_of(rows, term, moved, *, most):
    bounds = {}
    for name, lever in rows.levers.items():
        up, down = lever.moves.parts
        move = moved.get(name, 0)
        bounds[up], bounds[down] = (max(0, move),) * 2, (max(0, -move),) * 2
    return rows.programme.end(term, most=most, bounds=bounds)


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_is_worth_what_the_formula_says_from_both_sides(text):
    for side in (ATMOST, ATLEAST, EQUAL):
        rows = rows_of()
        amount = rows.number(parse_formula(text), side)
        for moved, value in everywhere(text):
            there = end_of(rows, amount.there, moved, most=False)
            assert there == end_of(rows, amount.there, moved, most=True) == (value is not None), (side, moved)
            if value is not None and side != ATLEAST:
                assert end_of(rows, amount.value, moved, most=True) == pytest.approx(value, abs=1e-9), (side, moved)
            if value is not None and side != ATMOST:
                assert end_of(rows, amount.value, moved, most=False) == pytest.approx(value, abs=1e-9), (side, moved)


@pytest.mark.parametrize("text", TRUTHS)
def test_a_condition_is_true_false_or_missing_where_the_formula_says_so(text):
    rows = rows_of()
    truth = rows.truth(parse_formula(text))
    for moved, value in everywhere(text):
        wanted = None if value is None else bool(value)
        for most in (True, False):
            assert round(end_of(rows, truth.true, moved, most=most), 9) == (wanted is True), moved
            assert round(end_of(rows, truth.false, moved, most=most), 9) == (wanted is False), moved


@pytest.mark.parametrize(
    ("text", "why"),
    [("x * y", "multiplied"), ("ten / (x * x + 1)", "multiplied"), ("x * third > y * tenth * tenth * tenth", None)],
)
def test_what_cannot_be_put_in_exactly_is_refused(text, why):
    rows = rows_of()
    if why is None:
        assert rows.truth(parse_formula(text)).true != ONE
        return
    with pytest.raises(OutsideProgramme, match=why) as refused:
        rows.number(parse_formula(text))
    assert refused.value.zh


def test_a_denominator_of_very_many_values_is_refused():
    rows = rows_of()
    wide = rows.levers["y"]
    up = rows.programme.variable(0.0, 1e6, whole=True)
    rows.levers["y"] = PlannedLever(wide.lever, 1.0, 0, 10**6, (0, 10**6), up)
    with pytest.raises(OutsideProgramme, match="denominator"):
        rows.number(parse_formula("x / (y + 1)"))
