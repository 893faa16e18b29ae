"""Targets and their amounts as readers see them."""

from __future__ import annotations

import pytest

from analysis import rulebooks
from analysis.views import amounts

BOOK = rulebooks.load("hard-2019")


@pytest.mark.parametrize(
    ("target", "zh", "en"),
    [
        ("xinyidai_loans", "信易贷放款金额", "Xinyidai lending"), ("18.3.most", "第18.3项 最高分", "18.3 most"),
        ("other", "other", "other"),
    ],
)  # fmt: skip
def test_names(target, zh, en):
    assert (amounts.target_title(target, BOOK, "zh"), amounts.target_title(target, BOOK, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("value", "target", "shown"),
    [
        (2e10, "xinyidai_loans", "200.00亿元"), (1_234_567_890.12, "xinyidai_loans", "12.35亿元（1,234,567,890.12元）"),
        (12_300.0, "xinyidai_loans", "1.23万元"), (12_345.67, "xinyidai_loans", "1.23万元（12,345.67元）"),
        (0.0, "xinyidai_loans", "0元"),
        (888_720.0, "residents_scored", "888,720人"), (1.0, "judicial_lists", "是"), (0.7, "17.target", "70%"),
        (None, "site_visits_daily", "缺报"),
    ],
)  # fmt: skip
def test_money_that_two_decimals_do_not_give_is_given_in_full(value, target, shown):
    assert amounts.target_amount(value, target, BOOK, "zh") == shown


@pytest.mark.parametrize(
    ("change", "target", "shown"),
    [
        (3e9, "xinyidai_loans", "+30.00亿元"), (-2.0, "xinyi_domains", "-2个"), (1.0, "judicial_lists", "否 → 是"),
        (-0.1, "17.target", "-10%"), (None, "xinyi_domains", "—"),
    ],
)  # fmt: skip
def test_changes_have_their_sign(change, target, shown):
    assert amounts.target_change(change, target, BOOK, "zh") == shown


@pytest.mark.parametrize(
    ("points", "shown"), [(0.3, "0.30"), (0.000005780, "0.0000058"), (0.0, "0.00"), (1.877, "1.88"), (None, "—")]
)
def test_very_few_points_are_not_shown_as_none(points, shown):
    assert amounts.points_gain(points, "zh") == shown


def test_a_change_of_points_has_its_sign():
    assert [amounts.points_change(points, "zh") for points in (0.3, -0.3, 0.0, None)] == [
        "+0.30",
        "-0.30",
        "+0.00",
        "—",
    ]
