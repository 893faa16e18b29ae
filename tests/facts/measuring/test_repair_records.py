"""The adverse records of a city by its deliveries, and what of them could not be asked."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.facts.measuring import list_repair_records
from analysis.problems import InputError
from small_registers import CITY, code, delivered

ON = date(2021, 4, 6)


def penalty(record, decided, confiscated=""):
    return {
        "record": record, "party_name": "某公司", "party_code": code(1), "authority": "某局", "decided_on": decided,
        "confiscated": confiscated,
    }  # fmt: skip


def entry(record, kind, entered, exited="", reason=""):
    return {
        "record": record, "kind": kind, "party_code": code(2), "domain": "某领域", "entered_on": entered,
        "exited_on": exited, "exit_reason": reason,
    }  # fmt: skip


def listed(on=ON):
    return list_repair_records(CITY, on)


def test_penalties_of_every_month_delivered_are_there(city):
    """Display runs up to three years: those of months before the window of twelve count too."""
    delivered(city, "penalties", penalty("P1", "2019-08-15"), month="2019-08")
    delivered(city, "penalties", penalty("P2", "2021-03-15"))
    found = listed()
    assert set(found.records["record"]) == {"P1", "P2"} and found.as_of == {"penalties": "2021-03"}
    days = found.records.filter(record="P1").select("class", "first_repair", "last_display").rows()
    assert days == [
        ("general", date(2019, 11, 16), date(2020, 8, 15)),
        ("serious", date(2020, 2, 16), date(2022, 8, 15)),
        ("specific", None, date(2022, 8, 15)),
    ]


def test_only_adverse_entries_of_the_newest_lists_that_have_not_left(city):
    delivered(city, "lists", entry("L0", "serious", "2020-01-05"), month="2021-02")
    delivered(
        city, "lists", entry("L1", "serious", "2021-01-05"), entry("L2", "red", "2021-01-05"),
        entry("L3", "black", "2020-01-05", "2021-02-01", ""), entry("L4", "poor", "2021-03-05"),
    )  # fmt: skip
    found = listed().records
    assert set(found["record"]) == {"L1", "L4"} and set(found["state"]) == {"unruled"}


def test_what_is_dated_after_the_day_is_counted_and_not_listed(city):
    delivered(city, "penalties", penalty("P1", "2021-03-05"), penalty("P2", "2021-03-25"))
    found = listed(date(2021, 3, 10))
    assert set(found.records["record"]) == {"P1"} and found.aside.rows() == [("penalties", "after", 1)]


@pytest.mark.parametrize("decided", ["", "某日", "2021-02-30", "2021-04-05"])
def test_a_record_without_a_usable_date_is_counted_and_not_listed(city, decided):
    delivered(city, "penalties", penalty("P1", "2021-03-05"), penalty("P2", decided))
    found = listed()
    assert set(found.records["record"]) == {"P1"} and found.aside.rows() == [("penalties", "no_date", 1)]


def test_lists_without_a_column_of_exits_are_said(city):
    delivered(city, "lists", {"kind": "serious", "party_code": code(2), "entered_on": "2021-01-05"})
    assert listed().aside.rows() == [("lists", "no_column", 1)]


def test_a_sum_confiscated_reaches_the_rules(city):
    delivered(city, "penalties", penalty("P1", "2026-04-01", "100元"), month="2026-04")
    found = listed(date(2026, 4, 10)).records.filter(rule="2026-36")
    assert found["class"].to_list() == ["general", "serious"] and found["confiscated"].to_list() == [10000, 10000]


def test_a_file_that_cannot_be_read_is_said(city):
    delivered(city, "penalties", penalty("P1", "2021-03-05"))
    path = city / "data" / "registers" / CITY / "2021-02" / "penalties.xlsx"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"no workbook")
    found = listed()
    assert set(found.records["record"]) == {"P1"} and "penalties.xlsx" in found.unread[0].where


def test_nothing_delivered_is_refused_with_the_folder(city):
    delivered(city, "permits", heads=["record"])
    with pytest.raises(InputError, match=f"data/registers/{CITY}"):
        listed()
