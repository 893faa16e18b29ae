"""Numbers of natural persons. All numbers here are made up or are the standard's own example."""

from __future__ import annotations

import polars as pl
import pytest

from analysis.identifiers import code_standard, fault_masks, is_personal_number

EXAMPLE = "11010519491231002X"
"""The example of GB 11643."""


def personal(text: str | None) -> bool | None:
    return pl.DataFrame({"text": pl.Series([text], dtype=pl.String)}).select(is_personal_number(pl.col("text"))).item()


@pytest.mark.parametrize(
    "text",
    [
        EXAMPLE,
        EXAMPLE.lower(),
        f"当事人{EXAMPLE}，男",
        f"ID{EXAMPLE}",
        "110105 19491231 002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105491231002",
        "证号110105491231002。",
        "13800138000",
        "联系电话：138-0013-8000",
        "+86 13800138000",
        "8613800138000",
        "19912345678x",
        f"91110000101623741K {EXAMPLE}",
    ],
)
def test_personal_numbers_are_seen(text):
    assert personal(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "911101066976941872",
        "91110000101623741K",
        "统一社会信用代码911101066976941872",
        "11010519491331002X",
        "110105491331002",
        "320281000000016",
        "12800138000",
        "138001380001",
        "0510-86861234",
        "2021-03-15 2021-04-15",
        "澄市监处罚〔2021〕00123号",
        "",
    ],
)
def test_other_texts_are_not(text):
    assert personal(text) is False


def test_missing_stays_missing():
    assert personal(None) is None


def test_valid_codes_are_never_taken_for_persons(valid_codes):
    codes = valid_codes(100_000, 21).to_frame("code")
    assert not codes.select(is_personal_number(pl.col("code")))["code"].any()


def test_the_overlap_is_as_small_as_said():
    """An identity number can pass as a code only where pair and division fall into place: 33 ways in all."""
    standard = code_standard()
    begins = [(place, year) for place in standard.divisions for year in ("19", "20")]
    both = {(p, y) for p, y in begins if p[:2] in standard.pairs and p[2:] + y in standard.divisions}
    assert 0 < len(both) < 60


def test_an_expired_looking_code_of_digits_is_a_code_only_while_it_passes():
    assert fault_masks(pl.Series(["911101066976941872"])).item() == 0
    assert personal("911101066976941873") is False


def test_rows_keep_their_order_in_a_lazy_query():
    texts = ["某公司", EXAMPLE, None, "13800138000", "91110000101623741K"]
    found = pl.LazyFrame({"text": texts}).select(is_personal_number(pl.col("text"))).collect(engine="streaming")
    assert found["text"].to_list() == [False, True, None, True, False]


def test_a_mistyped_identity_number_is_hidden_all_the_same():
    """Its last sign should be X: region and birth date give it away."""
    assert personal("110105194912310029") is True
