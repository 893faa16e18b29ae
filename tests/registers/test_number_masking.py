"""Numbers of persons where none belong."""

from __future__ import annotations

import polars as pl
import pytest

from analysis.registers import REGISTERS, number_masking

IDENTITY = "320281199003070014"


@pytest.mark.parametrize(
    ("code", "person"),
    [
        (IDENTITY, True),
        ("320281199003070015", True),
        ("3202811990********", True),
        ("138****5678", True),
        ("13812345678", True),
        ("91110000101623741K", False),
        ("91320281MA000001XX", False),
        ("", False),
        (None, None),
    ],
)
def test_who_a_code_belongs_to(code, person):
    frame = pl.DataFrame({"code": pl.Series([code], dtype=pl.String)})
    assert frame.select(number_masking.is_person_number(pl.col("code"))).item() is person


def rows(**columns):
    register = REGISTERS["codes"]
    height = len(next(iter(columns.values())))
    plain = pl.DataFrame({name: pl.Series([None] * height, dtype=kind) for name, kind in register.schema().items()})
    return plain.with_columns(pl.Series(name, texts) for name, texts in columns.items()), register


def test_the_same_number_has_the_same_sign_and_other_texts_stay():
    names = [IDENTITY, "甲公司", IDENTITY, f"张三{IDENTITY}", None]
    masked, found = number_masking.mask_numbers(*rows(name=names, division=["320281", "13812345678", None, None, None]))
    assert masked["name"].to_list() == ["（已隐去1）", "甲公司", "（已隐去1）", "（已隐去2）", None]
    assert masked["division"].to_list() == ["320281", "（已隐去1）", None, None, None]
    assert {name: int(marks.sum()) for name, marks in found.items()} == {"name": 3, "division": 1}


def test_columns_of_bodies_codes_are_left_alone():
    """No row with a person's number there is ever used."""
    masked, found = number_masking.mask_numbers(*rows(code=["91110000101623741K"]))
    assert found == {} and masked["code"].to_list() == ["91110000101623741K"]
