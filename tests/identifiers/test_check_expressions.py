"""The check in polars expressions alone."""

from __future__ import annotations

import polars as pl
import pytest

from analysis.identifiers import fault_mask, fault_mask_expression, fault_masks


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_kernel_and_expressions_agree_on_a_million_codes(corrupted_codes, engine):
    codes = corrupted_codes(1_000_000, 11).to_frame("code").lazy()
    both = codes.select(kernel=fault_mask(pl.col("code")), plain=fault_mask_expression(pl.col("code"))).collect(
        engine=engine
    )
    assert both["kernel"].equals(both["plain"], check_names=False)
    assert both["kernel"].n_unique() > 15


@pytest.mark.parametrize(
    "text", [None, "", "统一社会信用", "9111\n0000101623741", "９" * 18, "\0" * 18, "I" * 18, " " * 18]
)
def test_odd_texts_agree(text):
    frame = pl.DataFrame({"code": pl.Series([text, "91110000101623741K"], dtype=pl.String)})
    assert frame.select(fault_mask_expression(pl.col("code")))["code"].equals(fault_masks(frame["code"]))
