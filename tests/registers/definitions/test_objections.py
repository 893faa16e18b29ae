"""Calendar days from the acceptance of an objection to its end."""

from __future__ import annotations

import pytest

from small_registers import read, table, written


@pytest.mark.parametrize(("finished", "days"), [("2021-03-05", 0), ("2021-03-12", 7), ("2021-04-01", 27), ("", None)])
def test_days_are_calendar_days_and_unknown_while_it_is_open(tmp_path, finished, days):
    row = {"record": "1", "accepted_on": "2021-03-05", "finished_on": finished, "valid": "是"}
    assert read("objections", written(tmp_path / "objections.csv", table([row]))).rows["days"].to_list() == [days]
