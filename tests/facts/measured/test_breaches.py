"""Breaches by government bodies and by units; a link to persons is a flag and nothing more."""

from __future__ import annotations

from small_registers import delivered, figures, values

NAMED = ("gov_breaches", "gov_breaches_resolved", "unit_breach_records", "unit_breach_records_linked")


def breach(number, kind, day, linked="", resolved=""):
    return {"record": str(number), "kind": kind, "recorded_on": day, "linked": linked, "resolved_on": resolved}


def test_events_of_government_are_those_of_the_window_records_of_units_all_that_stand(city):
    """The records of units are a stock (月末数): one from before the window still stands on the register."""
    delivered(
        city, "breaches",
        breach(1, "政府", "2020-04-01", resolved="2021-03-31"), breach(2, "政府", "2021-03-31", resolved="2021-04-01"),
        breach(3, "政府", "2020-03-31", resolved="2020-04-02"), breach(4, "政府", "2020-05-01"),
        breach(5, "企业", "2020-04-01", "是"), breach(6, "企业", "2021-03-31", "否"), breach(7, "企业", "2021-03-31"),
        breach(8, "企业", "2020-03-31", "是"),
    )  # fmt: skip
    assert values(*NAMED) == [3, 1, 4, 2]


def test_columns_not_delivered_leave_their_own_facts_missing(city):
    delivered(city, "breaches", {"record": "1", "kind": "政府", "recorded_on": "2021-03-01"})
    measured = figures(*NAMED)
    assert [measured[name]["value"] for name in NAMED] == [1, None, 0, None]
