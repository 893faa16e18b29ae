"""Words and numbers as readers see them."""

from __future__ import annotations

import pytest

from analysis import facts
from analysis.views import words


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (2.345, "2.35"), (0.125, "0.13"), (-0.125, "-0.13"), (2.675, "2.68"), (1.0049999999999999, "1.01"),
        (-0.001, "0.00"), (1269600, "1,269,600.00"), (2.5, "2.50"), (0, "0.00"),
    ],
)  # fmt: skip
def test_points_round_half_away_from_zero(value, shown):
    assert words.points_text(value, "zh") == shown


def test_missing_is_said_and_never_zero():
    assert words.points_text(None, "zh") == "缺报"
    assert words.points_text(None, "en") == "missing"
    assert words.earned_text({"points": None, "low": 0.0, "high": 4.0}, "zh") == "待评定（0.00–4.00）"


@pytest.mark.parametrize(
    ("low", "high", "zh", "en"),
    [
        (12.3, 18.5, "12.30–18.50", "12.30–18.50"),
        (-20.0, 0.0, "-20.00 至 0.00", "-20.00 to 0.00"),
        (1.001, 1.002, "1.00", "1.00"),
        (3.0, None, "不少于 3.00", "at least 3.00"),
        (None, None, "缺报", "missing"),
    ],
)
def test_intervals(low, high, zh, en):
    assert (words.interval_text(low, high, "zh"), words.interval_text(low, high, "en")) == (zh, en)


@pytest.mark.parametrize(("value", "shown"), [(2, "2"), (2.4, "2.4"), (56.4, "56.4"), (None, "—")])
def test_what_can_be_earned_is_shown_as_documents_print_it(value, shown):
    assert words.maximum_text(value, "zh") == shown


@pytest.mark.parametrize(
    ("fact", "value", "zh", "en"),
    [
        ("registered_population", 1269600, "1,269,600人", "1,269,600 people"),
        ("xinyidai_loans", 12_345_000_000, "123.45亿元", "12.35 billion yuan"),
        ("xinyidai_loans", 125_000, "12.50万元", "125,000 yuan"),
        ("xinyidai_loans", 0, "0元", "0 yuan"),
        ("township_plan", 1, "是", "yes"),
        ("market_entities", 200_000, "200,000家", "200,000 entities"),
        ("township_plan", None, "缺报", "missing"),
        ("league", 3, "县级市", "county-level city"),
        ("monitoring_rank", 18, "18", "18"),
        ("site_visits_daily", 12696.125, "12,696.13次/日", "12,696.13 visits/day"),
    ],
)
def test_figures_carry_their_units(fact, value, zh, en):
    entry = facts.dictionary()[fact]
    assert (words.amount_text(value, entry, "zh"), words.amount_text(value, entry, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (0.7, "share", "70%", "70%"), (0.0001, "share", "0.01%", "0.01%"), (4, "point", "4 分", "4 points"),
        (0.5, "point*entity/record", "0.5 分·家/条", "0.5 point·entity/record"), (None, "share", "未公布", "not set"),
        (3, "month", "3 个月", "3 months"),
    ],
)  # fmt: skip
def test_rule_values_are_shown_exactly(value, unit, zh, en):
    assert (words.rule_value_text(value, unit, "zh"), words.rule_value_text(value, unit, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("1.5 + 0.5 × 2 = 2.5", "1.5 + 0.5 × 2 = 2.5"),
        ("11 ÷ 12 = 0.916666666667", "11 ÷ 12 ≈ 0.916667"),
        ("9 ÷ 215,000 = 0.0000418604651163", "9 ÷ 215,000 ≈ 0.0000418605"),
        ("0.0000418604651163 < 0.0001 = 是", "0.0000418605 < 0.0001 = 是"),
        ("200,000 ÷ 81 = 2,469.13580247", "200,000 ÷ 81 ≈ 2,469.14"),
    ],
)
def test_endless_decimals_of_a_working_are_cut_and_marked_as_near(line, shown):
    assert words.shortened_working(line) == shown


def test_months_and_cities_are_named():
    assert words.month_title("2021-03", "zh") == "2021年3月"
    assert words.month_title("2021-03", "en") == "March 2021"
    assert words.city_title("320281", "zh") == "江阴市"
    assert words.city_title("320281", "en") == "Jiangyin (江阴市)"
