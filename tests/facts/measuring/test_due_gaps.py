"""What cannot be told of what falls due is said, register by register, and never taken for an empty list."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.facts.measuring import list_due_records
from small_registers import CITY, code, delivered, through

ON = date(2021, 4, 6)
HEADS = ("record", "party_name", "party_code", "authority", "decided_on", "reported_on", "concealed")


def permit(record, decided, **other):
    row = {"record": record, "party_name": "某公司", "party_code": code(1), "authority": "某局"}
    return row | {"decided_on": decided, "reported_on": "", "concealed": "否"} | other


def gaps(on=ON):
    return dict(list_due_records(CITY, on, 10, "2021-03").gaps.iter_rows())


def listed(on=ON):
    return list_due_records(CITY, on, 10, "2021-03").records["record"].to_list()


@pytest.mark.parametrize("day", ["", "去年", "2021-04-20"])
def test_a_row_without_a_usable_date_or_dated_after_its_month_is_said_to_be_left_out(city, day):
    through(city, "permits", permit("R1", "2021-03-26"), permit("R2", "2021-03-27"), dated="decided_on", heads=HEADS)
    assert "搁置" not in gaps().get("permit_report", "")
    delivered(city, "permits", permit("R1", "2021-03-26"), permit("R2", day))
    assert "行政许可 有 1 行" in gaps()["permit_report"] and "补正后重送" in gaps()["permit_report"]
    assert listed() == ["R1"]


def test_a_register_without_the_column_of_dates_is_said_to_be_unread(city):
    rows = [{key: text for key, text in permit("R1", "").items() if key != "decided_on"}]
    through(city, "permits", permit("R0", "2021-02-26", reported_on="2021-02-27"), dated="decided_on", heads=HEADS)
    delivered(city, "permits", *rows)
    assert "行政许可" in gaps()["permit_report"] and listed() == []


def test_a_month_that_lacks_within_the_window_is_named(city):
    through(city, "permits", permit("R1", "2021-03-26"), dated="decided_on", heads=HEADS)
    assert "permit_report" not in gaps(date(2021, 3, 31))
    (city / "data" / "registers" / CITY / "2020-11" / "permits.csv").unlink()
    assert "2020-11" in gaps(date(2021, 3, 31))["permit_report"] and listed(date(2021, 3, 31)) == ["R1"]
