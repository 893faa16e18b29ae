"""What messages show of the values they are about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text_normalisation import LONGEST_QUOTE, has_personal_number, quoted_value


@pytest.mark.parametrize(
    "text",
    ["320281199001011234", "32028119900101123X", "３２０２８１１９９００１０１１２３４", "320281 19900101 1234",
     "13812345678", "138-1234-5678", "联系人13812345678。"],
)  # fmt: skip
def test_identity_and_mobile_numbers_are_masked(text):
    assert "***" in quoted_value(text)
    assert "1234" not in quoted_value(text)
    assert has_personal_number(text)


@pytest.mark.parametrize("text", ["91320281MA1ABCDE7X", "1230000000", "澄信用发〔2021〕1号", "20211231"])
def test_codes_amounts_and_dates_are_no_persons(text):
    assert quoted_value(text) == text
    assert not has_personal_number(text)


@given(st.text(max_size=500))
def test_a_quoted_value_is_one_short_line(text):
    shown = quoted_value(text)
    assert len(shown) <= LONGEST_QUOTE
    assert len(shown.splitlines()) <= 1
