"""Figures that cannot be, in frames as in files."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import facts
from analysis.facts.plausibility import implausible_reasons

KEYS = {"scenario": ["base", "more"], "city": ["320281"] * 2, "month": ["2021-03"] * 2}


def faults_of(**columns: list[float | None]) -> list[str]:
    frame = pl.DataFrame({**KEYS, **columns}, strict=False)
    return [f"{problem.where}: {problem.en}" for problem in facts.impossible_figures(frame).found]


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("market_entities", [1, -5], "more 320281 2021-03 (-5). It cannot be negative"),
        ("market_entities", [1, 1.5], "whole number"),
        ("market_entities", [1, float("nan")], "not finite"),
        ("market_entities", [float("inf"), 1], "not finite"),
        ("summoned", [0, 0.5], "0 (no) or 1 (yes)"),
        ("league", [3, 4], "choices 1, 2, 3"),
        ("monitoring_rank", [0, 1], "begin at 1"),
    ],
)
def test_one_figure_that_cannot_be_is_told_once_with_its_row(name, values, message):
    (text,) = faults_of(**{name: values})
    assert name in text and message in text and "1 row:" in text


def test_a_part_above_its_whole_is_told():
    (text,) = faults_of(market_entities=[10, 10], entities_pledged=[10, 11])
    assert "entities_pledged" in text and "larger than the whole 'market_entities'" in text


def test_a_part_equal_to_its_whole_but_for_rounding_is_fine():
    assert faults_of(arrears=[0.3, 3], arrears_cleared=[0.1 + 0.2, 3]) == []


def test_missing_is_no_fault():
    assert faults_of(market_entities=[None, 5], entities_pledged=[7, None], summoned=[None, None]) == []


def test_many_rows_are_counted_and_three_named():
    frame = pl.DataFrame({"city": ["320281"] * 9, "market_entities": [-1.0] * 9})
    (problem,) = facts.impossible_figures(frame).found
    assert problem.en.startswith("9 rows") and problem.en.count("(-1)") == 3


def test_a_what_if_may_have_broken_counts_but_nothing_else():
    frame = pl.DataFrame({"market_entities": [1.5, -1.5]})
    (problem,) = facts.impossible_figures(frame, fractions=True).found
    assert "negative" in problem.en


def test_columns_that_are_no_facts_are_left_alone():
    assert faults_of(**{"17.target": [-1.0, 2.0]}) == []


def test_a_long_frame_is_checked_with_its_names():
    frame = pl.DataFrame(
        {"city": ["320281"] * 2, "month": ["2021-03"] * 2, "fact": ["summonned", "arrears"], "value": [1.0, -1.0]}
    )
    found = facts.check(frame).found
    assert "Did you mean 'summoned'?" in found[0].en
    assert "negative" in found[1].en


@given(st.sampled_from(sorted(facts.dictionary())), st.floats(-10, 10, allow_nan=False) | st.integers(-3, 5))
def test_files_and_frames_agree_on_what_cannot_be(name, value):
    fact = facts.dictionary()[name]
    in_frame = facts.impossible_figures(pl.DataFrame({name: [float(value)]})).found
    assert bool(implausible_reasons(fact, value)) == bool(in_frame)
