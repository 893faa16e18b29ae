"""Monitored events by field, the major ones apart, and those handled."""

from __future__ import annotations

from small_registers import delivered, figures, values

FIELDS = {"政务": "government", "商务诚信": "commerce", "社会": "society", "司法公信": "justice"}


def event(number, field, severity, day="2021-03-01", handled=""):
    return {"record": str(number), "field": field, "severity": severity, "occurred_on": day, "handled_on": handled}


def test_serious_events_by_field_and_major_ones_apart(city):
    rows = [event(f"{field}{n}", field, "严重") for n, field in enumerate(FIELDS)]
    delivered(
        city, "events", *rows, event("a", "政务", "严重", "2020-04-01"), event("b", "政务", "严重", "2020-03-31"),
        event("c", "政务", "重大"), event("d", "政务", "一般"),
    )  # fmt: skip
    named = [f"serious_events_{field}" for field in FIELDS.values()]
    assert values(*named, "major_events") == [2, 1, 1, 1, 1]


def test_major_events_handled_by_the_months_end(city):
    days = ["2021-03-31", "2021-04-01", ""]
    delivered(city, "events", *(event(n, "社会", "重大", handled=day) for n, day in enumerate(days)))
    assert values("major_events", "major_events_handled") == [3, 1]


def test_without_the_day_of_handling_it_is_missing(city):
    row = event(1, "社会", "重大")
    del row["handled_on"]
    delivered(city, "events", row)
    assert figures("major_events_handled")["major_events_handled"]["status"] == "missing"
