"""Codes of units: their forms and checks. The check digit is that of ISO 7064, MOD 11,10 (its own example: 0794 5)."""

from __future__ import annotations

import pytest

from analysis import facts
from analysis.facts import unit_codes


def remainder(digits: str) -> int:
    """The check as the standard words it for a whole number with its check digit: it must come to 1."""
    product = 10
    for digit in digits[:-1]:
        added = (product + int(digit)) % 10
        product = (10 if added == 0 else added) * 2 % 11
    return (product + int(digits[-1])) % 10


def test_the_standards_own_example_and_every_local_code_pass_the_check():
    assert remainder("07945") == 1
    codes = [facts.local_code("320281", number) for number in range(1, 300)]
    assert {remainder(code.replace("L", "")) for code in codes} == {1}
    assert not unit_codes.unsound_codes(codes)


def test_one_wrong_digit_of_a_local_code_is_always_found():
    code = facts.local_code("320281", 7)
    wrong = [
        f"{code[:at]}{digit}{code[at + 1 :]}" for at in (7, 8, 9, 10, 11) for digit in "0123456789" if digit != code[at]
    ]
    assert unit_codes.unsound_codes(wrong) == set(wrong)


@pytest.mark.parametrize(
    ("code", "form"),
    [("320281", "division6"), ("320281107", "division9"), ("11320281014033333X", "credit18"),
     ("320281L00013", "local12"), ("32028", None), ("../320281", None), ("320281l00013", None), ("", None)],
)  # fmt: skip
def test_the_form_of_a_code_is_seen_from_its_looks(code, form):
    assert unit_codes.code_form(code) == form and facts.has_code_shape(code) == (form is not None)


def test_codes_of_divisions_that_never_were_and_wrong_credit_codes_are_unsound():
    sound, wrong = "913202817140000025", "913202817140000026"
    assert unit_codes.unsound_codes(["320281107", "999999107", "999999L00013", sound, wrong]) == {
        "999999107", "999999L00013", wrong,
    }  # fmt: skip


def test_a_code_is_kept_narrow_and_in_capitals():
    assert unit_codes.written_code(" 320281ｌ0 0013 ") == "320281L00013"
