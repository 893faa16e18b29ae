"""Numbers of business registrations, by the check of GS 15-2006 (ISO 7064, MOD 11,10), worked out by hand."""

from __future__ import annotations

import polars as pl
import pytest

from analysis.identifiers import is_business_registration


def found(*texts):
    return (
        pl.DataFrame({"n": pl.Series(texts, dtype=pl.String)}).select(is_business_registration(pl.col("n"))).to_series()
    )


@pytest.mark.parametrize(
    ("text", "is_number"),
    [("440301103097413", True), ("110108000000016", True), ("440301103097412", False), ("320281900307001", False),
     ("44030110309741", False), ("440301103097413 ", False), ("91320281MA1ABCDE7X", False), (None, None)],
)  # fmt: skip
def test_a_registration_number_is_told_by_its_own_check(text, is_number):
    assert found(text).to_list() == [is_number]


def test_of_ten_last_digits_one_passes():
    """Fourteen digits fix the fifteenth: the hybrid system has one check digit for each."""
    stems = [f"3202811990{number:04d}" for number in range(200)]
    assert found(*(f"{stem}{last}" for stem in stems for last in range(10))).sum() == len(stems)


def test_no_text_at_all():
    assert found().to_list() == []
