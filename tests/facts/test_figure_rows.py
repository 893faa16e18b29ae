"""One figure: how people write it, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.facts import dictionary
from analysis.facts.dictionary import unit_factor
from analysis.facts.figure_rows import FigureError, parse_figure

SHARE = replace(dictionary()["arrears"], name="rate", zh="率", unit="share")


def fact(name):
    return SHARE if name == "rate" else dictionary()[name]


@pytest.mark.parametrize(
    ("name", "text", "unit", "value"),
    [
        ("registered_population", "126.96", "万人", "1269600"),
        ("registered_population", "126.96 万人", "", "1269600"),
        ("registered_population", "126.96万", "人", "1269600"),
        ("registered_population", "1,269,600", "人", "1269600"),
        ("registered_population", "１，２６９，６００", "", "1269600"),
        ("registered_population", " 1269600 ", "person", "1269600"),
        ("registered_population", "1269600.00", "", "1269600"),
        ("xinyidai_loans", "12.3", "亿元", "1230000000"),
        ("xinyidai_loans", "12.3亿", "", "1230000000"),
        ("xinyidai_loans", "8600", "千元", "8600000"),
        ("permits", "4.821", "万条", "48210"),
        ("codes_total", "21.435", "万个", "214350"),
        ("market_entities", "20万户", "", "200000"),
        ("site_visits_daily", "5234.5", "次/日", "5234.5"),
        ("objection_days", "3.2天", "", "3.2"),
        ("rate", "95%", "", "0.95"),
        ("rate", "９５．５％", "", "0.955"),
        ("rate", "95", "%", "0.95"),
        ("rate", "0.95", "", "0.95"),
        ("rate", "3‰", "", "0.003"),
        ("monitoring_rank", "第8名", "", "8"),
        ("league", "县级市", "", "3"),
        ("league", "3", "", "3"),
        ("gov_breaches", "0", "", "0"),
    ],
)
def test_a_figure_is_read_exactly(name, text, unit, value):
    assert parse_figure(text, fact(name), unit) == Decimal(value)


@pytest.mark.parametrize("word", ["是", "有", "yes", "Yes", "TRUE", "true", "1", "1.0", "Y"])
def test_words_for_yes(word):
    assert parse_figure(word, fact("summoned")) == 1


@pytest.mark.parametrize("word", ["否", "无", "no", "No", "FALSE", "false", "0", "n"])
def test_words_for_no(word):
    assert parse_figure(word, fact("summoned")) == 0


@pytest.mark.parametrize("name", ["summoned", "market_entities", "league", "monitoring_rank"])
@pytest.mark.parametrize("text", ["", "  ", "NA", "n/a", "无数据", "—", "——", "-", "缺失", "null", "暂无"])
def test_words_for_missing(name, text):
    assert parse_figure(text, fact(name)) is None


@pytest.mark.parametrize(
    ("name", "text", "unit", "column", "message"),
    [
        ("market_entities", "约20万", "", "value", "not a number"),
        ("market_entities", "abc", "", "value", "not a number"),
        ("market_entities", "1,26,960", "", "value", "not a number"),
        ("market_entities", "12,5", "", "value", "not a number"),
        ("market_entities", "1.2.3", "", "value", "not a number"),
        ("market_entities", "无", "", "value", "write 0 if it really is zero"),
        ("gov_breaches", "零", "", "value", "write 0 if it really is zero"),
        ("gov_breaches", "没有", "", "value", "leave it empty only where there is no figure"),
        ("summoned", "没有", "", "value", "yes or no"),
        ("market_entities", "12 3", "", "value", "two numbers"),
        ("market_entities", "1 2000", "", "value", "two numbers"),
        ("market_entities", "1 200 30", "", "value", "two numbers"),
        ("market_entities", "1\n200", "", "value", "two numbers"),
        ("market_entities", "1.2696E+06", "", "value", "Scientific notation"),
        ("market_entities", "NaN", "", "value", "not finite"),
        ("market_entities", "inf", "", "value", "not finite"),
        ("market_entities", "#DIV/0!", "", "value", "spreadsheet error"),
        ("market_entities", "-5", "", "value", "negative"),
        ("market_entities", "−5", "", "value", "negative"),
        ("market_entities", "5.5", "", "value", "whole number"),
        ("registered_population", "126.96001", "万人", "value", "whole number"),
        ("market_entities", "95%", "", "value", "no percentage"),
        ("market_entities", "95", "%", "unit", "no percentage"),
        ("xinyidai_loans", "5", "万人", "unit", "expected yuan"),
        ("registered_population", "5万元", "", "value", "expected person"),
        ("xinyidai_loans", "", "万人", "unit", "expected yuan"),
        ("xinyidai_loans", "12.3亿", "亿元", "value", "write it once"),
        ("xinyidai_loans", "1" + "0" * 17, "", "value", "10 to the 15th"),
        ("summoned", "2", "", "value", "0 (no) or 1 (yes)"),
        ("summoned", "也许", "", "value", "yes or no"),
        ("summoned", "1万", "", "value", "does not fit"),
        ("league", "4", "", "value", "choices 1, 2, 3"),
        ("league", "镇", "", "value", "choices 1, 2, 3"),
        ("monitoring_rank", "0", "", "value", "begin at 1"),
        ("monitoring_rank", "1.5", "", "value", "whole number"),
        ("rate", "95", "", "value", "at most 1"),
    ],
)
def test_what_is_refused_says_why_in_both_languages(name, text, unit, column, message):
    with pytest.raises(FigureError) as caught:
        parse_figure(text, fact(name), unit)
    assert caught.value.column == column
    assert message in caught.value.en
    assert caught.value.zh.startswith("“")


@given(st.integers(0, 10**15), st.booleans())
def test_every_whole_number_is_read_back_with_and_without_separators(number, separated):
    text = f"{number:,}" if separated else str(number)
    assert parse_figure(text, fact("market_entities")) == number


@given(st.decimals(0, 10**9, places=2))
def test_hundred_million_yuan_are_exact(amount):
    assert parse_figure(str(amount), fact("xinyidai_loans"), "万元") == amount * 10_000


@given(st.text(max_size=12))
def test_a_cell_gives_a_figure_or_a_reason_never_another_error(text):
    for name in ("market_entities", "summoned", "league", "monitoring_rank", "rate"):
        try:
            value = parse_figure(text, fact(name), "")
        except FigureError as error:
            assert error.en and error.zh
        else:
            assert value is None or 0 <= value <= 10**15


@pytest.mark.parametrize(
    ("text", "unit", "by"),
    [("万", "yuan", 10_000), ("", "person", 1), ("persons", "person", 1), ("%", "share", Decimal("0.01")),
     ("%", "yuan", None), ("万", "flag", None), ("亿万", "yuan", None), ("美元", "yuan", None)],
)  # fmt: skip
def test_the_factor_of_a_unit(text, unit, by):
    assert unit_factor(text, unit) == by
