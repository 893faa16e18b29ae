"""Penalties decided in the window, and those reported."""

from __future__ import annotations

from small_registers import delivered, figures, through, values

HEADS = ["record", "authority", "decided_on", "reported_on"]


def test_the_same_number_of_two_authorities_is_two_records(city):
    rows = [
        {"record": "1", "authority": authority, "decided_on": "2021-03-01", "reported_on": day}
        for authority, day in (("甲局", "2021-03-31"), ("乙局", "2021-04-01"), ("乙局", "2021-03-02"))
    ]
    through(city, "penalties", *rows, dated="decided_on", heads=HEADS)
    measured = figures("penalties", "penalties_reported")
    assert (measured["penalties"]["value"], measured["penalties_reported"]["value"]) == (2, 1)
    assert measured["penalties"]["note"].startswith("所依据的台账另有 1 行搁置，未计入")


def test_records_of_another_month_are_set_aside_and_not_counted_twice(city):
    through(city, "penalties", dated="decided_on", heads=HEADS)
    record = {"record": "1", "authority": "甲局", "decided_on": "2021-02-28", "reported_on": ""}
    delivered(city, "penalties", record)
    delivered(city, "penalties", record, month="2021-02")
    assert values("penalties") == [1]
