"""Facts made wide at the door: held by test_cases.py too, where cases are made of them."""

from __future__ import annotations

import polars as pl
import pytest

import made_up
from analysis import rulebooks
from analysis.problems import InputError
from analysis.scenarios import city_month_frame

BOOK = rulebooks.load("hard-2019")


def test_long_and_wide_facts_come_to_the_same():
    facts = made_up.cities(BOOK, 3, seed=2)
    assert (
        city_month_frame(made_up.long(facts), BOOK)
        .select(sorted(facts.columns))
        .equals(city_month_frame(facts, BOOK).select(sorted(facts.columns)))
    )


def test_facts_of_other_rulebooks_are_left_out():
    assert city_month_frame(made_up.row(joint_domains=1.0, fraud_findings=1.0), BOOK).columns == [
        "city",
        "month",
        "joint_domains",
    ]


@pytest.mark.parametrize("month", ["2021-3", "2021-13", "March"])
def test_a_month_is_written_as_year_and_month(month):
    with pytest.raises(InputError, match="write it as 2021-03"):
        city_month_frame(pl.DataFrame({"city": ["320281"], "month": [month], "joint_domains": [1.0]}), BOOK)
