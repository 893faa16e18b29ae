"""Working days from the acceptance of a repair to its review."""

from __future__ import annotations

import pytest

from small_registers import read, table, written


@pytest.mark.parametrize(
    ("accepted", "reviewed", "waited"),
    [
        ("2021-02-10", "2021-02-18", 1),
        ("2021-03-05", "2021-03-19", 10),
        ("2021-03-05", "", None),
        ("1999-03-05", "1999-03-19", None),
    ],
)
def test_days_are_working_days_and_unknown_before_the_calendar_begins(tmp_path, accepted, reviewed, waited):
    row = {"record": "1", "accepted_on": accepted, "reviewed_on": reviewed}
    assert read("repairs", written(tmp_path / "repairs.csv", table([row]))).rows["waited"].to_list() == [waited]


def test_a_review_in_a_year_that_the_calendar_does_not_know_is_set_aside(tmp_path):
    row = {"record": "1", "accepted_on": "2021-03-05", "reviewed_on": "2201-03-19"}
    delivery = read("repairs", written(tmp_path / "repairs.csv", table([row])))
    assert delivery.aside["reason_en"].to_list() == ["of a year whose holidays are not known"]
