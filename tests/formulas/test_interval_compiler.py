"""Formulas over intervals: no figure within them comes to less or more, and certain figures come to what they are."""

from __future__ import annotations

import itertools

import polars as pl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.formulas import compiler, evaluate, interval_compiler, parse_formula

from .random_formulas import FLAGS, NUMBERS, at_an_edge, numbers, truths

FIGURES = st.sampled_from([0.0, 1.0, 2.0, 7.0, 0.1, -3.0])


def bounds(tree, intervals):
    frame = pl.DataFrame({f"{name} {end}": [pair[end]] for name, pair in intervals.items() for end in (0, 1)})
    terms = {name: (pl.col(f"{name} 0"), pl.col(f"{name} 1")) for name in intervals}
    ends = interval_compiler.interval_terms(tree, terms)
    return frame.select(
        compiler.as_expression(end).cast(pl.Float64).alias(str(place)) for place, end in enumerate(ends)
    ).row(0)


@given(numbers | truths, st.fixed_dictionaries(dict.fromkeys(NUMBERS, st.tuples(FIGURES, FIGURES))), st.data())
def test_whatever_lies_within_comes_to_something_between_the_bounds(tree, drawn, data):
    intervals = {name: (min(pair), max(pair)) for name, pair in drawn.items()}
    flags = {name: data.draw(st.sampled_from([(0.0, 0.0), (1.0, 1.0), (0.0, 1.0)])) for name in FLAGS}
    low, high = bounds(tree, intervals | flags)
    for _ in range(4):
        inside = {name: data.draw(st.sampled_from([*pair, sum(pair) / 2])) for name, pair in intervals.items()}
        inside |= {name: data.draw(st.sampled_from(pair)) for name, pair in flags.items()}
        assume(not at_an_edge(tree, inside))
        reached = evaluate(tree, inside)
        if low is not None and high is not None:
            assert reached is not None
            assert low - 1e-6 * (1 + abs(low)) <= float(reached) <= high + 1e-6 * (1 + abs(high))


@pytest.mark.parametrize(
    "text",
    ["a / b", "min(a, c / b)", "c * a / b", "steps(a, c, b)", "when(a > c, c, b)", "a * b", "not a >= c or b == c"],
)
def test_bounds_are_reached_where_each_uncertain_name_stands_once(text):
    tree, intervals = parse_formula(text), {"a": (1.0, 5.0), "b": (2.0, 4.0), "c": (3.0, 3.0)}
    grid = itertools.product((1.0, 2.0, 2.999, 3.0, 3.001, 4.0, 5.0), (2.0, 3.0, 4.0))
    reached = [float(evaluate(tree, {"a": a, "b": b, "c": 3.0})) for a, b in grid]
    assert bounds(tree, intervals) == (pytest.approx(min(reached)), pytest.approx(max(reached)))


def test_a_denominator_that_may_be_zero_leaves_both_bounds_open_or_is_passed_over():
    tree, intervals = parse_formula("a / b"), {"a": (1.0, 2.0), "b": (0.0, 4.0)}
    assert bounds(tree, intervals) == (None, None)
    terms = {name: tuple(map(pl.lit, pair)) for name, pair in intervals.items()}
    ends = interval_compiler.interval_terms(tree, terms, undefined=True)
    assert pl.select(*(end.alias(str(place)) for place, end in enumerate(ends))).row(0) == (0.25, float("inf"))
    assert pl.select(interval_compiler.may_be_undefined(tree, terms)).item()


def test_a_part_of_a_whole_is_at_most_all_of_it():
    terms = {"a": (pl.lit(0.0), pl.lit(float("inf"))), "b": (pl.lit(0.0), pl.lit(float("inf")))}
    ends = interval_compiler.interval_terms(parse_formula("a / b"), terms, undefined=True, wholes={"a": "b"})
    assert pl.select(*(compiler.as_expression(end).alias(str(place)) for place, end in enumerate(ends))).row(0) == (
        0,
        1,
    )
