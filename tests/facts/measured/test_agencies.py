"""Bodies to be connected, those that share, and sectors of public utilities."""

from __future__ import annotations

from small_registers import delivered, figures, values

NAMED = ("agencies", "agencies_connected", "utility_sectors", "utility_sectors_collected")


def agency(name, connected="", collected="", sector=""):
    return {"agency": name, "sector": sector, "connected_on": connected, "collected_on": collected}


def test_a_body_counts_as_connected_once_its_records_are_collected_too(city):
    delivered(
        city, "agencies", agency("甲", "2021-03-31", "2021-03-31"), agency("乙", "2020-01-01"),
        agency("丙", "", "2020-01-01"),
        agency("丁", "2020-01-01", "2021-04-01"), agency("水务一", "2020-01-01", "2020-01-01", "供水"),
        agency("水务二", sector="自来水"), agency("电力", sector="供电"),
    )  # fmt: skip
    assert values(*NAMED) == [7, 2, 2, 1]


def test_records_of_a_sector_count_however_they_were_collected(city):
    """Indicator 7 asks for records collected; by which connection they came is the matter of hard item 13."""
    delivered(
        city, "agencies", agency("邮政", "", "2021-03-31", "邮政"), agency("燃气", "2021-03-01", "2021-04-01", "供气")
    )
    assert values(*NAMED) == [2, 0, 2, 1]


def test_columns_not_delivered_leave_their_own_facts_missing(city):
    delivered(city, "agencies", {"agency": "甲"})
    measured = figures(*NAMED)
    assert [measured[name]["value"] for name in NAMED] == [1, None, None, None]
