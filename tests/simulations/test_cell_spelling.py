"""Values as offices spell them: however written, the value stays."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest

from analysis.simulations import cell_spelling

FEN = pl.Series([0, 1, 10_000, 123_456_789, 3_000_000_000])


@pytest.fixture
def draw():
    return np.random.default_rng(5)


def test_money_is_written_exactly(draw):
    assert cell_spelling.money_texts(FEN, "元", 0.0, draw).to_list() == ["0", "0.01", "100", "1234567.89", "30000000"]
    assert cell_spelling.money_texts(FEN, "万元", 0.0, draw).to_list() == [
        "0",
        "0.000001",
        "0.01",
        "123.456789",
        "3000",
    ]
    assert cell_spelling.money_texts(FEN, "亿元", 0.0, draw).to_list()[-2:] == ["0.0123456789", "0.3"]
    assert cell_spelling.money_texts_with_unit(FEN, 0.0, draw).to_list()[-1] == "30000000元"


def test_thousands_are_parted(draw):
    written = set(cell_spelling.money_texts(pl.Series([123_456_789] * 50), "元", 1.0, draw))
    assert written == {"1234567.89", "1,234,567.89"}


def test_a_unit_beside_an_amount_is_its_own(draw):
    amounts, units = cell_spelling.money_texts_and_units(pl.Series([5_000_000] * 50), 1.0, draw)
    assert set(zip(amounts, units, strict=True)) == {("50000", "元"), ("5", "万元"), ("0.0005", "亿元")}


def test_dates_are_written_in_many_ways(draw):
    written = set(cell_spelling.date_texts(pl.Series([date(2021, 3, 5)] * 300), 1.0, draw))
    assert written >= {"2021-03-05", "2021/3/5", "2021年3月5日", "20210305", "44260"}
    assert cell_spelling.date_texts(pl.Series([date(2021, 3, 5), None]), 0.0, draw).to_list() == ["2021-03-05", None]


def test_flags_and_choices_are_words(draw):
    assert cell_spelling.flag_texts(pl.Series([True, False, None]), False, draw).to_list() == ["是", "否", None]
    words = {"red": ["红名单", "守信红名单"], "black": ["黑名单"]}
    assert cell_spelling.choice_texts(pl.Series(["black", "red", None]), words, False, draw).to_list() == [
        "黑名单",
        "红名单",
        None,
    ]
    assert set(cell_spelling.choice_texts(pl.Series(["red"] * 50), words, True, draw)) == {"红名单", "守信红名单"}


def test_soiled_texts_are_the_same_texts(draw):
    soiled = cell_spelling.noisy_texts(pl.Series(["91X", None] * 100), 0.5, 0.5, draw)
    assert {text.strip(" 　") for text in soiled.drop_nulls()} == {"91X", "９１Ｘ"}
    assert soiled.null_count() == 100
    assert cell_spelling.noisy_texts(pl.Series(["91X"]), 0.0, 0.0, draw).to_list() == ["91X"]
