"""Check characters for codes being made."""

from __future__ import annotations

import polars as pl
import pytest

from analysis.identifiers import check_character, inner_check_digit


@pytest.mark.parametrize(
    ("stem", "check"),
    [
        ("91110000101623741", "K"),
        ("91110106697694187", "2"),
        ("11340722003125597", "L"),
        ("91350211M0000XUF4", "R"),
        ("9111000010162374", None),
        ("9111000010162374I", None),
        ("91110000101623741\n", None),
        (None, None),
    ],
)
def test_a_stem_is_completed(stem, check):
    assert check_character(pl.Series([stem], dtype=pl.String)).item() == check


@pytest.mark.parametrize(
    ("body", "digit"),
    [("10162374", "1"), ("69769418", "7"), ("00312559", "7"), ("M0000XUF", "4"), ("D2143569", "X"), ("1016237", None)],
)
def test_an_organisation_code_is_completed(body, digit):
    """D2143569-X is the example of GB 11714."""
    assert inner_check_digit(pl.Series([body])).item() == digit


def test_names_and_lengths_are_kept():
    stems = pl.Series("stem", ["91110000101623741", None, "91110106697694187"])
    assert check_character(stems).name == "stem" and check_character(stems).to_list() == ["K", None, "2"]
    assert check_character(stems.clear()).len() == 0
