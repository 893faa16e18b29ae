"""What `--faults` says, and how many rows that makes."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from analysis.problems import InputError
from analysis.simulations.fault_rates import fault_count, parse_fault_rates, random_kinds, random_mask


def test_none_is_nothing_and_usual_is_what_the_table_says():
    assert set(parse_fault_rates("none").values()) == {0.0}
    assert parse_fault_rates("usual")["late"] > 0
    assert parse_fault_rates("none").keys() == parse_fault_rates("usual").keys()


def test_kinds_named_stand_alone_or_change_the_usual_ones():
    assert {kind: amount for kind, amount in parse_fault_rates("late=0.02,shared=5").items() if amount} == {
        "late": 0.02,
        "shared": 5,
    }
    assert parse_fault_rates("usual, late=0.5") == {**parse_fault_rates("usual"), "late": 0.5}


@pytest.mark.parametrize("text", ["late", "late=", "late=-1", "late=1.5", "late=x", "lat=1", "late=nan"])
def test_what_is_not_understood_is_refused(text):
    with pytest.raises(InputError, match="--faults"):
        parse_fault_rates(text)


def test_all_parts_not_understood_are_told_at_once():
    with pytest.raises(InputError) as caught:
        parse_fault_rates("lat=1,shard=2,late=0.1")
    assert len(caught.value.problems) == 2 and "shared" in caught.value.text()


def test_from_one_on_it_is_a_number_and_below_a_share():
    draw = np.random.default_rng(1)
    assert fault_count(5, 100, draw) == 5
    assert fault_count(5, 3, draw) == 3
    assert {fault_count(0.25, 10, draw) for _ in range(50)} == {2, 3}
    assert random_mask(4, 20, draw).sum() == 4


def test_no_row_has_two_kinds_and_only_those_allowed_have_one():
    allowed = pl.Series([True] * 10 + [False] * 10)
    kinds = random_kinds({"one": 4, "two": 4, "three": 4}, allowed, np.random.default_rng(1))
    assert kinds.value_counts().drop_nulls().sort("").rows() == [("one", 4), ("three", 2), ("two", 4)]
    assert kinds.tail(10).null_count() == 10
