"""Which rows are natural persons', which column makes them so, and which of them speak of a body too."""

from __future__ import annotations

import polars as pl
import pytest

from analysis.registers import REGISTERS, natural_persons
from small_registers import code, read, written

IDENTITY, OLD_IDENTITY, REGISTERED, PHONE = "320281199003070014", "320281900307001", "320281900307008", "13912345678"
HEADS = ["编号", "主体类别", "统一社会信用代码", "提交日期", "证件号码"]


@pytest.fixture
def of(tmp_path):
    """What becomes of one record of reports: kind, code and identity cell; its delivery."""

    def build(kind, number, identity="", heads=HEADS):
        rows = [["1", "法人", code(1), "2021-03-01", ""], ["2", kind, number, "2021-03-01", identity]]
        return read("reports", written(tmp_path / "reports.csv", [heads, *rows]))

    return build


@pytest.mark.parametrize(
    ("kind", "number", "identity", "column"),
    [("自然人", "", "", "主体类别"), ("个人", IDENTITY, "", "主体类别"), ("", IDENTITY, "", "统一社会信用代码"),
     ("", OLD_IDENTITY, "", "统一社会信用代码"), ("", PHONE, "", "统一社会信用代码"), ("", "", IDENTITY, "证件号码")],
)  # fmt: skip
def test_a_plain_natural_person_is_noted_with_the_column_that_says_so(of, kind, number, identity, column):
    delivery = of(kind, number, identity)
    assert delivery.aside.height == 0 and delivery.tables[0]["natural"] == 1 and delivery.tables[0]["disputed"] == 0
    assert delivery.noted.filter(pl.col("counted") == "否").select("line", "column").rows() == [(3, column)]


@pytest.mark.parametrize(
    ("kind", "number", "identity", "reason"),
    [("企业", IDENTITY, "", "写的是单位"), ("法人", OLD_IDENTITY, "", "写的是单位"),
     ("个体工商户", REGISTERED, "", "写的是单位"),
     ("自然人", code(2), "", "有合格的统一社会信用代码"), ("", code(2), IDENTITY, "有合格的统一社会信用代码")],
)  # fmt: skip
def test_a_row_that_speaks_of_a_body_too_is_listed_to_be_mended_and_warned_of(of, kind, number, identity, reason):
    delivery = of(kind, number, identity)
    assert delivery.rows.height == 1 and delivery.tables[0]["disputed"] == 1
    assert delivery.aside["line"].to_list() == [3] and reason in delivery.aside["reason"].item()
    assert IDENTITY not in str(delivery) and any("按自然人剔除" in note.zh for note in delivery.notes)


def test_a_registration_number_of_a_firm_is_no_identity_number(of):
    delivery = of("企业", REGISTERED)
    assert delivery.rows.height == 2 and delivery.tables[0]["natural"] == 0
    assert delivery.noted.filter(pl.col("line") == 3)["reason"].str.contains("代码未通过校验").any()


def test_a_register_without_kinds_and_codes_says_that_persons_could_not_be_left_out(tmp_path):
    heads, cells = ["决定书文号", "处罚决定日期", "上报日期"], ["CF-1", "2021-03-05", "2021-03-08"]
    delivery = read("penalties", written(tmp_path / "x.csv", [heads, cells]))
    assert delivery.rows.height == 1 and any("自然人的记录未能剔除" in note.zh for note in delivery.notes)


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
    assert frame.select(natural_persons.is_person_number(pl.col("code"))).item() is person


def rows(**columns):
    register = REGISTERS["codes"]
    height = len(next(iter(columns.values())))
    plain = pl.DataFrame({name: pl.Series([None] * height, dtype=kind) for name, kind in register.schema().items()})
    return plain.with_columns(pl.Series(name, texts) for name, texts in columns.items()), register


def test_the_same_number_has_the_same_sign_and_other_texts_stay():
    names = [IDENTITY, "甲公司", IDENTITY, f"张三{IDENTITY}", None]
    masked, found = natural_persons.mask_numbers(
        *rows(name=names, division=["320281", "13812345678", None, None, None])
    )
    assert masked["name"].to_list() == ["（已隐去1）", "甲公司", "（已隐去1）", "（已隐去2）", None]
    assert masked["division"].to_list() == ["320281", "（已隐去1）", None, None, None]
    assert {name: int(marks.sum()) for name, marks in found.items()} == {"name": 3, "division": 1}


def test_columns_of_bodies_codes_are_left_alone():
    """No row with a person's number there is ever used."""
    masked, found = natural_persons.mask_numbers(*rows(code=["91110000101623741K"]))
    assert found == {} and masked["code"].to_list() == ["91110000101623741K"]
