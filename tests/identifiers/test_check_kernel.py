"""The check of codes: real codes, each failure, and agreement with a plain reading of the standards."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from analysis.identifiers import (
    FAILURES,
    check_character,
    code_standard,
    failure_bit,
    failure_names,
    fault_mask,
    fault_masks,
)
from analysis.identifiers.check_kernel import FLAGS, SUMS, build_lookup_tables
from analysis.identifiers.standards import CODE_ALPHABET

COMPARABLE = r"^[0-9]{8}[^a-z\s-]*$"
"""Codes python-stdnum does not change before it looks, and which begin with eight digits."""

FORMAL = failure_bit("length") | failure_bit("alphabet") | failure_bit("check_character")


def failures(code: str | None, genuine: pl.Series | None = None) -> list[str] | None:
    mask = fault_masks(pl.Series([code], dtype=pl.String), genuine)
    return pl.DataFrame({"mask": mask}).select(failure_names(pl.col("mask"))).item()


def names(code: str, genuine: pl.Series | None = None) -> list[str]:
    return list(failures(code, genuine))


def plainly(code: str) -> int:
    """The mask of one code, read from the standards step by step."""
    passing = {each.name: True for each in FAILURES}
    passing["length"] = len(code) == 18
    passing["alphabet"] = all(letter in CODE_ALPHABET for letter in code)
    if len(code) == 18:
        readable = lambda part: all(letter in CODE_ALPHABET for letter in part)  # noqa: E731
        passing["department"] = not readable(code[:2]) or code[:2] in code_standard().pairs
        passing["division"] = not readable(code[2:8]) or code[2:8] in code_standard().divisions
        passing["inner_digit"] = not readable(code[8:17]) or code[16] == _ninth(code[8:16])
        passing["check_character"] = not readable(code) or code[17] == uscc.calc_check_digit(code[:17])
    return sum(each.bit for each in FAILURES if not passing[each.name])


def _ninth(body: str) -> str:
    rest = (
        11 - sum(int(letter, 36) * weight for letter, weight in zip(body, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    )
    return {10: "X", 11: "0"}.get(rest, str(rest))


@pytest.mark.parametrize("code", ["91110000101623741K", "911101066976941872", "11340722003125597L"])
def test_real_codes_pass(code):
    assert names(code) == []


@pytest.mark.parametrize(
    "code", ["91133100MA0D8N1J7G", "91320594780268314T", "91610131668680296Q", "91320191062611800K"]
)
def test_codes_registered_in_development_zones_pass(code):
    """Their third to eighth characters are no division of GB/T 2260."""
    assert names(code) == []


@pytest.mark.parametrize("division", ["100000", "110000", "320200", "320281", "110103", "341400", "410381"])
def test_national_provincial_prefectural_and_abolished_divisions_pass(division):
    stem = f"91{division}MA1MR7NT7"
    assert "division" not in names(stem + check_character(pl.Series([stem])).item())


@pytest.mark.parametrize("pair", ["A1", "A9", "N1", "N2", "N3", "N9", "Y1", "54", "55", "11", "39", "93"])
def test_every_department_of_the_table_passes(pair):
    stem = f"{pair}320281101623741"
    assert names(stem + check_character(pl.Series([stem])).item()) == []


def test_a_sum_that_is_a_multiple_of_31_asks_for_a_zero():
    """Often got wrong: 31 less 0 is 31, which no character stands for; the check is 0."""
    stems = pl.Series([f"91320281{number:08d}0" for number in range(200)])
    zero = stems.filter(check_character(stems) == "0")
    assert zero.len() > 0
    assert not any(mask & failure_bit("check_character") for mask in fault_masks(zero + "0"))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("9111000010162374K", ["length"]),
        ("", ["length"]),
        ("91110000101623741KK", ["length"]),
        ("9111000010162374IK", ["alphabet"]),
        ("９1110000101623741K", ["alphabet"]),
        ("91110000101623741k", ["alphabet"]),
        ("统一社会信用", ["length", "alphabet"]),
        ("9111 0000-1016", ["length", "alphabet"]),
        ("99110000101623741", ["length"]),
        ("91350211M0000XUF46", ["check_character"]),
        ("911101066976941873", ["check_character"]),
    ],
)
def test_a_failure_is_named(code, expected):
    assert names(code) == expected


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        ("96110000101623741", ["department"]),
        ("N4110000101623741", ["department"]),
        ("91110199101623741", ["division"]),
        ("9111A000101623741", ["division"]),
        ("91110000101623742", ["inner_digit"]),
        ("91110000101623741", []),
        ("9111000010162374A", ["inner_digit"]),
        ("96110199101623742", ["department", "division", "inner_digit"]),
    ],
)
def test_a_failure_under_a_right_check_character_is_named(stem, expected):
    assert names(stem + check_character(pl.Series([stem])).item()) == expected


def test_only_checks_that_can_be_made_are_claimed():
    """The first character is unreadable: neither department nor check can be told, the division can."""
    assert names("I1110199101623742K") == ["alphabet", "division", "inner_digit"]
    assert names("911101O9101623741K") == ["alphabet"]


def test_missing_stays_missing():
    assert failures(None) is None
    assert fault_masks(pl.Series([None, None], dtype=pl.String)).to_list() == [None, None]
    assert fault_masks(pl.Series([], dtype=pl.String)).len() == 0


def test_a_failing_code_confirmed_genuine_passes():
    """Reported as a genuine code; its check should be R. A failed check is evidence, not proof."""
    assert check_character(pl.Series(["91350211M0000XUF4"])).item() == "R"
    assert names("91350211M0000XUF46", pl.Series(["91350211M0000XUF46", None])) == []
    assert names("91350211M0000XUF45", pl.Series(["91350211M0000XUF46"])) == ["check_character"]
    assert failures(None, pl.Series(["91350211M0000XUF46"])) is None


def test_parts_of_a_series_and_categories_are_checked_too(corrupted_codes):
    codes = corrupted_codes(5_000, 3)
    whole = fault_masks(codes)
    assert fault_masks(codes[1_003:2_501]).equals(whole[1_003:2_501])
    assert fault_masks(pl.concat([codes[:7], codes[7:]], rechunk=False)).equals(whole)
    assert fault_masks(codes.cast(pl.Categorical)).equals(whole)


def test_a_lazy_streaming_query_gives_the_same(corrupted_codes, tmp_path):
    codes = corrupted_codes(100_000, 4)
    codes.to_frame("code").write_parquet(tmp_path / "codes.parquet")
    query = pl.scan_parquet(tmp_path / "codes.parquet").select(fault_mask(pl.col("code")))
    assert query.collect(engine="streaming")["code"].equals(fault_masks(codes), check_names=False)


def test_a_plain_reading_of_the_standards_agrees(corrupted_codes, valid_codes):
    codes = corrupted_codes(20_000, 5).drop_nulls()
    assert fault_masks(codes).to_list() == [plainly(code) for code in codes]
    assert set(fault_masks(valid_codes(50_000, 6))) == {0}


@given(st.text(alphabet=CODE_ALPHABET + "IOSVZak 中９\n-", max_size=20))
def test_any_text_is_read_as_the_standards_say(text):
    assert fault_masks(pl.Series([text])).item() == plainly(text)


def formally(code: str) -> bool:
    return not fault_masks(pl.Series([code])).item() & FORMAL


@given(st.from_regex(r"\A[0-9]{8}[0-9A-Z]{9,11}\Z"))
def test_python_stdnum_agrees_on_length_alphabet_and_check(code):
    """For codes that begin with eight digits: python-stdnum takes no others."""
    assert formally(code) == uscc.is_valid(code)


@given(st.text(alphabet="0123456789", min_size=8, max_size=8), st.text(alphabet=CODE_ALPHABET, min_size=9, max_size=9))
def test_python_stdnum_agrees_on_completed_codes(head, body):
    stem = head + body
    assert check_character(pl.Series([stem])).item() == uscc.calc_check_digit(stem)
    assert formally(stem + uscc.calc_check_digit(stem)) and uscc.is_valid(stem + uscc.calc_check_digit(stem))


def test_python_stdnum_agrees_on_a_sample_of_a_million(corrupted_codes):
    """A million are checked at once; python-stdnum, row by row, on a sample of 100,000 of them."""
    codes = corrupted_codes(1_000_000, 7)
    found = pl.DataFrame({"code": codes, "mask": fault_masks(codes)}).drop_nulls()
    sample = found.filter(pl.col("code").str.contains(COMPARABLE)).sample(100_000, seed=8)
    passing = ((sample["mask"] & FORMAL) == 0).to_list()
    assert passing == [uscc.is_valid(code) for code in sample["code"]]
    assert 0.1 < sum(passing) / sample.height < 0.8


def test_sums_over_all_places_never_run_into_the_next_part():
    """The largest number each table can add, summed, stays below 63 bits, and sums below their part."""
    pairs = build_lookup_tables(code_standard()).pairs
    assert sum(int(table.max()) for table in pairs) < 1 << 62
    assert sum(int(SUMS.of(table).max()) for table in pairs) < 1 << SUMS.width


def test_an_accepted_pair_raises_no_flag():
    first = build_lookup_tables(code_standard()).pairs[0]
    places = np.frombuffer("".join(sorted(code_standard().pairs)).encode(), dtype=np.uint16)
    assert not FLAGS.of(first[places]).any()
