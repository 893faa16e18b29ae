"""Cells of text made values: dates, money, counts, truths, choices as people write them; what is none is told."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from analysis.registers.cell_values import cell_value, tidied_cells
from analysis.registers.schema import AMOUNT, CHOICE, COUNT, DATE, FLAG, NUMBER, TEXT, RegisterColumn

DAY = date(2021, 3, 5)


def cell(kind, text, unit="", words=None, **settings):
    """The value and the fault of one cell."""
    column = RegisterColumn("x", kind, **settings)
    frame = pl.DataFrame({"x": pl.Series([text], dtype=pl.String)}).select(tidied_cells(pl.col("x")))
    value, fault = cell_value(column, pl.col("x"), pl.lit(unit, dtype=pl.String), words or {})
    return frame.select(value.alias("value"), fault.cast(pl.String).alias("fault")).row(0)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("９１３２０２８１ＭＡ", "91320281MA"),
        ("\u3000某 公司\u200b\ufeff ", "某 公司"),
        ("\xa0甲\t", "甲"),
        ('="91320281000000000E"', "91320281000000000E"),
        ("'91320281", "91320281"),
        ("9132028147931E7458", "9132028147931E7458"),
        ("", None),
        ("—", None),
        ("N/A", None),
        ("＼", None),
        ("NA", "NA"),
    ],
)
def test_text_is_tidied_and_never_taken_for_a_number(text, plain):
    assert cell(TEXT, text) == (plain, None)


@pytest.mark.parametrize(
    "text",
    [
        "2021-03-05", "2021-3-5", "2021/3/5", "2021.03.05", "20210305", "2021年3月5日", "2021年03月05日",
        "２０２１－３－５",
        "2021-03-05 10:30:00", "2021-03-05T10:30", "2021-03-05 00:00:00.000000", "44260", "44260.75",
    ],
)  # fmt: skip
def test_a_day_in_any_usual_writing(text):
    assert cell(DATE, text) == (DAY, None)


@pytest.mark.parametrize(
    "text",
    [
        "2021-02-29",
        "2021-13-01",
        "2021-00-10",
        "20210230",
        "2021-03",
        "3月5日",
        "05/03/2021",
        "4426",
        "99999999",
        "待定",
        "无期",
    ],
)
def test_a_day_that_no_calendar_has_is_none(text):
    assert cell(DATE, text) == (None, "not a date")


def test_a_date_left_open_is_missing_and_a_required_one_is_a_fault():
    assert cell(DATE, "无") == cell(DATE, "") == (None, None)
    assert cell(DATE, "/", required=True) == (None, "empty")


@pytest.mark.parametrize(
    ("text", "unit", "fen"),
    [
        ("1.5", "万元", 1_500_000),
        ("1.5万元", "", 1_500_000),
        ("1.5万元", "元", 1_500_000),
        ("15,000", "元", 1_500_000),
        ("１５，０００．５０ 元", "", 1_500_050),
        ("2", "亿元", 2_0000_0000_00),
        ("3", "千元", 300_000),
        ("0", "元", 0),
        ("0.000001", "万元", 1),
        ("9e-07", "亿元", 9000),
        ("1234567890.12", "元", 123_456_789_012),
    ],
)
def test_money_is_whole_fen_in_the_unit_of_the_cell_else_of_the_heading(text, unit, fen):
    assert cell(AMOUNT, text, unit) == (fen, None)


@pytest.mark.parametrize(
    ("text", "unit", "fault"),
    [
        ("1.5", "", "no unit"),
        ("1.5", None, "no unit"),
        ("1.5", "人次", "no unit"),
        ("-1.5", "万元", "negative"),
        ("一万元", "", "not an amount"),
        ("1,50", "元", "not an amount"),
        ("1.5.2", "元", "not an amount"),
        ("1.005", "元", "finer than fen"),
        ("999999999999999", "亿元", "not an amount"),
    ],
)
def test_money_that_is_none_is_told_by_its_reason(text, unit, fault):
    assert cell(AMOUNT, text, unit)[1] == fault


@pytest.mark.parametrize(("text", "count"), [("1,234", 1234), ("1234.0", 1234), ("０", 0), ("", None)])
def test_counts(text, count):
    assert cell(COUNT, text) == (count, None)


@pytest.mark.parametrize("text", ["1.5", "-1", "12人", "1e3", "9" * 30])
def test_what_is_no_count(text):
    assert cell(COUNT, text)[1] == "not a count"


def test_numbers():
    assert cell(NUMBER, "1,234.5") == (1234.5, None)
    assert cell(NUMBER, "-1")[1] == "negative" and cell(NUMBER, "-1", least=None) == (-1.0, None)
    assert cell(NUMBER, "约3")[1] == "not a number"


@pytest.mark.parametrize(
    ("text", "truth"),
    [("是", True), ("√", True), ("Ｙ", True), ("1", True), ("否", False), ("无", False), ("0.0", False), ("", None)],
)
def test_truths(text, truth):
    assert cell(FLAG, text) == (truth, None)


def test_what_is_neither_yes_nor_no():
    assert cell(FLAG, "待核") == (None, "not yes or no")


def test_choices_are_compared_without_blanks_and_case():
    words = {"法人及非法人组织": "organisation", "a级纳税人": "taxpayer"}
    assert cell(CHOICE, "法人 及非法人组织", words=words) == ("organisation", None)
    assert cell(CHOICE, "Ａ级纳税人", words=words) == ("taxpayer", None)
    assert cell(CHOICE, "机关", words=words) == (None, "not a choice")
    assert cell(CHOICE, "", words=words) == (None, None)
