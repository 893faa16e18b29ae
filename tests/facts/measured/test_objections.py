"""Objections found valid, and the mean days until their end."""

from __future__ import annotations

from small_registers import delivered, figures, values


def objection(number, accepted, finished="", valid="是"):
    return {"record": str(number), "accepted_on": accepted, "finished_on": finished, "valid": valid}


def test_valid_ones_accepted_within_the_window(city):
    objections = [
        ("2020-04-01", "是"),
        ("2021-03-31", "是"),
        ("2020-03-31", "是"),
        ("2021-03-01", "否"),
        ("2021-03-01", ""),
    ]
    delivered(city, "objections", *(objection(n, day, valid=valid) for n, (day, valid) in enumerate(objections)))
    assert values("objections_valid") == [2]


def test_the_mean_is_of_those_ended_by_the_months_end(city):
    delivered(
        city, "objections", objection(1, "2020-04-01", "2020-04-04"), objection(2, "2021-03-24", "2021-03-31"),
        objection(3, "2021-03-01"), objection(4, "2021-03-24", "2021-04-01"), objection(5, "2020-03-31", "2020-04-30"),
    )  # fmt: skip
    row = figures("objection_days")["objection_days"]
    assert (row["value"], row["records"]) == (5, 2)


def test_where_none_has_ended_the_mean_is_unknown(city):
    delivered(city, "objections", objection(1, "2021-03-01"))
    row = figures("objection_days")["objection_days"]
    assert (row["value"], row["records"], row["status"], row["note"]) == (
        None,
        None,
        "missing",
        "窗口内没有可计算的记录",
    )
