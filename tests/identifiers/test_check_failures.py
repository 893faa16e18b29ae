"""Names and words of the failures."""

from __future__ import annotations

import polars as pl
import pytest

from analysis.identifiers import FAILURES, failure_bit, failure_names, failure_wording

NAMES = ["length", "alphabet", "department", "division", "inner_digit", "check_character"]


def test_names_and_bits_are_stable():
    """Saved masks and saved names are read again later: neither may change."""
    assert [(each.name, each.bit) for each in FAILURES] == list(zip(NAMES, [1, 2, 4, 8, 16, 32], strict=True))


def test_every_mask_is_named_in_order():
    masks = pl.DataFrame({"mask": pl.Series([*range(64), None], dtype=pl.UInt8)})
    found = masks.select(failure_names(pl.col("mask")))["mask"].to_list()
    assert found[:64] == [[name for name in NAMES if mask & failure_bit(name)] for mask in range(64)]
    assert found[64] is None


@pytest.mark.parametrize("name", NAMES)
def test_every_failure_has_words(name):
    zh, en = failure_wording(name)
    assert zh and en and zh != en
