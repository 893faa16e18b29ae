"""Permits decided in the window, and those reported."""

from __future__ import annotations

from small_registers import WINDOW, delivered, figures, through

HEADS = ["record", "party_kind", "decided_on", "reported_on"]


def test_natural_persons_are_left_out_and_the_month_they_were_delivered_for_counts(city):
    rows = [
        {"record": "1", "party_kind": "法人", "decided_on": "2020-04-01", "reported_on": "2021-03-31"},
        {"record": "2", "party_kind": "个体工商户", "decided_on": "2021-03-31", "reported_on": ""},
        {"record": "3", "party_kind": "自然人", "decided_on": "2021-03-01", "reported_on": "2021-03-02"},
        {"record": "4", "party_kind": "", "decided_on": "2021-03-01", "reported_on": "2021-04-01"},
    ]
    through(city, "permits", *rows, dated="decided_on", heads=HEADS)
    measured = figures("permits", "permits_reported", "penalties")
    assert (measured["permits"]["value"], measured["permits_reported"]["value"]) == (3, 1)
    assert measured["permits"]["source"].endswith("permits.csv 等 12 个文件")
    assert measured["penalties"]["status"] == "missing"


def test_months_of_the_window_that_were_not_delivered_are_told_together(city):
    for month in WINDOW:
        if month not in ("2020-05", "2020-07", "2021-01"):
            delivered(city, "permits", month=month, heads=HEADS)
    row = figures("permits")["permits"]
    assert (row["value"], row["records"], row["status"]) == (None, None, "missing")
    assert row["note"] == "缺 行政许可 2020-05 至 2021-01 间 3 个月"


def test_headings_alone_say_that_there_were_none(city):
    through(city, "permits", dated="decided_on", heads=HEADS)
    row = figures("permits")["permits"]
    assert (row["value"], row["records"], row["status"]) == (0, 0, "measured")
