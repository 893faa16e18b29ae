"""Months as people write them."""

from __future__ import annotations

import pytest

from analysis.facts.months import month_or_none


@pytest.mark.parametrize(
    "text",
    [
        "2021-03",
        "2021/3",
        "202103",
        "2021年3月",
        "2021年03月份",
        " 2021-3 ",
        "２０２１－０３",
        "2021-03-31",
        "2021/3/1",
    ],
)
def test_ways_to_write_a_month(text):
    assert month_or_none(text) == "2021-03"


@pytest.mark.parametrize(
    "text", ["", "2021-13", "2021-00", "21-03", "Mar-21", "2021.3", "44256", "3月", "2021", "320281", "2021-03-32"]
)
def test_what_is_no_month(text):
    assert month_or_none(text) is None
