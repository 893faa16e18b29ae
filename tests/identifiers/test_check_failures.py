"""Names and words of the failures."""

from __future__ import annotations

import polars as pl
import pytest

from analysis.identifiers import FAILURES, failure_bit, failure_names, failure_wording, passing_masks
from analysis.paths import root

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


def test_only_a_registry_that_no_table_knows_is_doubted_and_not_faulty(tmp_path, monkeypatch):
    """The list of registries is not complete; the setting makes such codes faulty again."""
    assert passing_masks() == (0, failure_bit("division"))
    for name in ("params/identifiers.toml", "data/divisions.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        text = (root() / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("unknown_is_faulty = false", "unknown_is_faulty = true"), "utf-8")
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    assert passing_masks() == (0,)
