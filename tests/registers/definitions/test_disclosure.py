"""Compliance with the data standard, and the working days from decision to report; permits and penalties alike."""

from __future__ import annotations

import polars as pl
import pytest

from analysis import identifiers
from small_registers import code, read, table, written

PLAIN = {
    "record": "1", "party_name": "某公司", "party_code": code(1), "subject": "某事", "category": "普通",
    "authority": "某局", "decided_on": "2021-03-05", "reported_on": "2021-03-10",
}  # fmt: skip


@pytest.fixture
def delivered_record(tmp_path):
    """Compliance and days waited of one record, of either register."""

    def of(register="permits", **cells):
        month = str((PLAIN | cells)["decided_on"])[:7]
        path = written(tmp_path / f"{register}.csv", table([PLAIN | cells]))
        delivery = read(register, path, month=month)
        return delivery.rows.select("compliant", "waited").row(0)

    return of


@pytest.mark.parametrize("register", ["permits", "penalties"])
def test_a_record_that_states_all_with_a_sound_code_is_compliant(delivered_record, register):
    assert delivered_record(register) == (True, 3)


@pytest.mark.parametrize("name", ["party_name", "party_code", "subject", "category", "authority"])
def test_a_record_that_leaves_something_out_is_not(delivered_record, name):
    assert delivered_record(**{name: ""})[0] is False


def test_a_code_that_fails_the_check_makes_it_not_compliant_unless_confirmed(delivered_record, monkeypatch):
    wrong = code(1)[:-1] + ("0" if code(1)[-1] != "0" else "1")
    assert delivered_record(party_code=wrong)[0] is False
    monkeypatch.setattr(identifiers, "load_genuine_codes", lambda: pl.Series("code", [wrong]))
    assert delivered_record(party_code=wrong)[0] is True


@pytest.mark.parametrize(
    ("decided", "reported", "waited"),
    [
        ("2021-03-05", "2021-03-05", 0),
        ("2021-03-05", "2021-03-08", 1),
        ("2021-03-05", "2021-03-06", 0),
        ("2021-02-10", "2021-02-18", 1),
        ("2021-02-05", "2021-02-07", 1),
        ("2021-03-31", "2021-04-12", 7),
        ("2021-03-05", "", None),
    ],
)
def test_working_days_are_those_of_the_official_calendar(delivered_record, decided, reported, waited):
    """The Spring Festival of 2021 was 11 to 17 February; 7 and 20 February were worked; 3 to 5 April were off."""
    assert delivered_record(decided_on=decided, reported_on=reported)[1] == waited
