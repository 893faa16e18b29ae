"""Near repairs."""

from __future__ import annotations

import polars as pl
import pytest

from analysis.identifiers import suggested_repair

GOOD = "91110000101623741K"


@pytest.mark.parametrize(
    "code",
    [
        "9111OOOO101623741K",
        "9III0000I0I62374IK",
        "9111000010162374１K",
        "911100001016Z3741K",
        "91110000101623741k",
        "９１１１００００１０１６２３７４１Ｋ",
        " 91110000101623741K\u3000",
        "91110000-10162374-1K",
        "91110000—10162374\u200b1K\ufeff",
        "9111oooo 1o1623741k",
    ],
)
def test_a_near_code_is_suggested(code):
    assert suggested_repair(code) == GOOD


@pytest.mark.parametrize("code", [GOOD, None, "", "91110000101623741L", "9111000O101623742K", "V1110000101623741K"])
def test_nothing_is_suggested_where_nothing_passes_or_nothing_is_wrong(code):
    assert suggested_repair(code) is None


def test_s_is_read_as_five():
    assert suggested_repair("911101066976941872".replace("1872", "I87Z")) == "911101066976941872"
    assert suggested_repair("113407220031255S7L") is None
    assert suggested_repair("1134072200312SS97L") == "11340722003125597L"


def test_a_column_is_repaired_and_left_as_it_was():
    frame = pl.DataFrame({"code": ["9111OOOO101623741K", GOOD, None, "x"]})
    assert frame.with_columns(near=suggested_repair(pl.col("code")))["near"].to_list() == [GOOD, None, None, None]
    assert frame.lazy().select(suggested_repair(pl.col("code"))).collect().columns == ["code"]


def test_a_code_confirmed_genuine_needs_no_repair():
    assert suggested_repair("91350211M0000XUF46", pl.Series(["91350211M0000XUF46"])) is None
