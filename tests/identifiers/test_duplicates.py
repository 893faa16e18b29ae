"""One key on many others."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.identifiers import duplicates, shared_keys


def naively(frame: pl.DataFrame, key: str, other: str) -> pl.DataFrame:
    counted = frame.drop_nulls([key, other]).group_by(key).agg(pl.col(other).n_unique().alias("others"))
    return counted.filter(pl.col("others") > 1).sort(key)


def test_one_code_on_two_bodies_is_found_and_a_repeated_row_is_not():
    frame = pl.LazyFrame({"code": ["A", "A", "B", "B", "C", None, None], "body": ["x", "y", "x", "x", "z", "p", "q"]})
    assert shared_keys(frame, "code", "body").rows() == [("A", 2)]
    assert shared_keys(frame, "body", "code").rows() == [("x", 2)]


def test_a_missing_other_is_no_other():
    assert shared_keys(pl.LazyFrame({"code": ["A", "A"], "body": ["x", None]}), "code", "body").is_empty()


@pytest.mark.parametrize("rows", [0, 1])
def test_almost_nothing_is_no_trouble(rows):
    frame = pl.LazyFrame({"code": ["A"] * rows, "body": ["x"] * rows}, schema={"code": pl.String, "body": pl.String})
    assert shared_keys(frame, "code", "body").rows() == []


pairs = st.lists(st.tuples(st.sampled_from([None, "A", "B", "C", "D"]), st.sampled_from([None, "x", "y", "z"])))


@given(pairs)
def test_any_small_frame_agrees_with_grouping(rows):
    frame = pl.DataFrame(rows, schema={"code": pl.String, "body": pl.String}, orient="row")
    assert shared_keys(frame.lazy(), "code", "body").equals(naively(frame, "code", "body"))


def test_a_million_rows_agree_with_grouping(valid_codes, tmp_path):
    chance = np.random.default_rng(31)
    codes = valid_codes(900_000, 32)
    frame = pl.DataFrame({"code": pl.concat([codes, codes[:100_000]]), "body": chance.integers(0, 990_000, 1_000_000)})
    frame = frame.with_columns(pl.col("body").cast(pl.String)).sample(fraction=1, shuffle=True, seed=33)
    frame.write_parquet(tmp_path / "codes.parquet")
    scan = pl.scan_parquet(tmp_path / "codes.parquet")
    for key, other in [("code", "body"), ("body", "code")]:
        expected = naively(frame, key, other)
        assert expected.height > 90_000
        assert shared_keys(scan, key, other).equals(expected)


def test_hashes_that_fall_together_are_told_apart(monkeypatch):
    """With a sieve of one place every row passes the first pass; the strings decide."""
    monkeypatch.setattr(duplicates, "SIEVE", 1)
    frame = pl.LazyFrame({"code": ["A", "A", "B", "C"], "body": ["x", "y", "x", "y"]})
    assert shared_keys(frame, "code", "body").rows() == [("A", 2)]
