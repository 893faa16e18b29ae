"""A mixed-integer programme: terms, what they take whole multiples of, and its solution."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from fractions import Fraction
from itertools import product

import pytest

from analysis.problems import InputError
from analysis.questions.planning.programme import (
    ONE,
    ZERO,
    Linear,
    Programme,
    as_fraction,
    common_grain,
    denied,
    refuse_out_of_time,
    solver_chatter_dropped,
    summed,
)


def test_terms_are_added_and_multiplied():
    x, y = Linear(0.0, {0: 1.0}), Linear(1.0, {1: 2.0})
    assert x.plus(y, 3.0) == Linear(3.0, {0: 1.0, 1: 6.0})
    assert x.plus(x, -1.0) == Linear(0.0) and y.times(0.5) == Linear(0.5, {1: 1.0})
    assert summed([x, y, y]).at([10.0, 1.0]) == 16.0


def test_the_least_and_the_most_keep_to_bounds_and_rows():
    programme = Programme()
    x, y = programme.variable(0, 10, whole=True), programme.variable(0, 10)
    programme.keep(x.plus(y).plus(Linear(1.0)), high=6.5)
    found = programme.solved(x.plus(y, 2.0), most=True)
    assert (found.objective, found.bound, found.proven) == (11.0, 11.0, True)
    assert programme.solved(x.times(2.0).plus(y), most=True).of(x) == 5.0
    row = programme.keep(x, low=11.0)
    assert programme.solved(x) is None
    assert programme.solved(x, rows={row: (2.5, 9.0)}).objective == 3.0
    assert programme.solved(x, rows={row: (2.5, 9.0)}, bounds={0: (4.0, 4.0)}).objective == 4.0
    assert programme.end(x, most=False, bounds={}) is None


def test_a_programme_without_rows_is_solved():
    programme = Programme()
    assert programme.solved(programme.variable(-2.0, 3.0), most=True).objective == 3.0


@pytest.mark.parametrize(("how", "truth"), [("all_of", all), ("any_of", any)])
def test_literals_are_joined(how, truth):
    for given in product((0, 1), repeat=3):
        programme = Programme()
        literals = [programme.binary() for _ in given]
        joined = getattr(programme, how)([*literals, ONE if how == "all_of" else ZERO])
        bounds = {at: (value, value) for at, value in enumerate(given)}
        assert {programme.end(joined, most=most, bounds=bounds) for most in (True, False)} == {float(truth(given))}
    assert Programme().all_of([]) == ONE and Programme().any_of([]) == denied(ONE) == ZERO


def test_what_a_term_takes_whole_multiples_of():
    programme = Programme()
    x, y, free = programme.binary(), programme.variable(0, 9, whole=True), programme.variable(0, 1)
    assert programme.grain(x.times(0.5).plus(y, 1 / 3)) == Fraction(1, 6)
    assert programme.grain(x.plus(free)) is None and programme.grain(Linear(2.0)) == 0
    assert common_grain([Fraction(3, 4), Fraction(1, 2)]) == Fraction(1, 4)
    assert as_fraction(0.1) == Fraction(1, 10) and as_fraction(2**0.5) is None


def test_a_search_that_is_cut_off_says_so():
    programme = Programme()
    items = [programme.variable(0, 50, whole=True) for _ in range(40)]
    weights = [10_007 + 137 * place % 911 for place in range(40)]
    total = summed(item.times(weight) for item, weight in zip(items, weights, strict=True))
    programme.keep(total, high=999_983.5)
    try:
        found = programme.solved(total, most=True, seconds=0.0)
    except InputError as cut_off:
        assert "--seconds" in str(cut_off)
    else:
        assert found is not None and not found.proven


def test_a_search_cut_off_before_anything_was_found_never_means_impossible():
    assert refuse_out_of_time(0) is None and refuse_out_of_time(2) is None
    with pytest.raises(InputError, match="不能说能否达到"):
        refuse_out_of_time(1)


def test_what_the_solver_prints_past_python_reaches_no_answer():
    """By a process of its own, whose output is a pipe, as that of a command is."""
    lines = (
        "import ctypes",
        "from analysis.questions.planning.programme import solver_chatter_dropped",
        "with solver_chatter_dropped():",
        "    ctypes.CDLL(None).printf(b'chatter')",
        "print('answer')",
    )
    ran = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, encoding="utf-8", check=True)
    assert ran.stdout == "answer\n"
    with solver_chatter_dropped():
        assert ctypes
