"""What is open on a day and until when: dates worked out by hand from the official notices of days off.

Spring Festival 2021: 11 to 17 February off, Sunday 7 and Saturday 20 February worked. Qingming 2021: 3 to 5 April off.
National Day 2021: 1 to 7 October off, Sunday 26 September and Saturday 9 October worked.
"""

from __future__ import annotations

from datetime import date

import pytest

from analysis.facts.measuring import list_due_records
from analysis.problems import InputError
from small_registers import CITY, code, delivered, through, values

HEADS = ("record", "party_name", "party_code", "authority", "decided_on", "reported_on", "concealed")


def permit(record, decided, reported="", authority="某局"):
    return {
        "record": record, "party_name": "某公司", "party_code": code(1), "authority": authority,
        "decided_on": decided, "reported_on": reported, "concealed": "否",
    }  # fmt: skip


def listed(on, days=10, base="2021-03", matter=None):
    found = list_due_records(CITY, date.fromisoformat(on), days, base).records
    return found if matter is None else found.filter(matter=matter)


@pytest.mark.parametrize(
    ("decided", "deadline", "last_day"),
    [
        ("2021-02-08", "2021-02-23", "2021-02-23"),  # over Spring Festival, Saturday the 20th worked
        ("2021-02-01", "2021-02-09", "2021-02-09"),  # Sunday the 7th worked
        ("2021-03-25", "2021-04-06", "2021-04-06"),  # over Qingming
        ("2021-03-24", "2021-04-02", "2021-04-05"),  # ends on the eve of Qingming: in time to the end of the days off
        ("2021-09-24", "2021-10-09", "2021-10-10"),  # over National Day, Saturday 9 October worked
        ("2021-09-23", "2021-10-08", "2021-10-08"),
    ],
)
def test_seven_working_days_by_the_official_calendar(city, decided, deadline, last_day):
    delivered(city, "permits", permit("R1", decided), month=decided[:7])
    row = listed(decided, 30, decided[:7]).row(0, named=True)
    assert [str(row["deadline"]), str(row["last_day"])] == [deadline, last_day]
    assert row["days_left"] == (date.fromisoformat(deadline) - date.fromisoformat(decided)).days
    assert row["working_days_left"] == 7 and row["other_deadline"] > row["deadline"]


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2021-03-24", "later"),
        ("2021-03-30", "due"),
        ("2021-04-02", "due"),
        ("2021-04-05", "due"),
        ("2021-04-06", "overdue"),
    ],
)
def test_the_state_turns_with_the_day(city, on, state):
    """Decided on 24 March: the seventh working day is 2 April, and 3 to 5 April are off."""
    delivered(city, "permits", permit("R1", "2021-03-24"))
    assert listed(on, 3)["state"].to_list() == [state]


DAYS = {
    "2021-02-10": {  # Wednesday, the eve of Spring Festival: 11 to 17 February off, Sunday 7 and Saturday 20 worked
        "2021-02-01": ("2021-02-09", "2021-02-09", -1, "overdue"),
        "2021-02-02": ("2021-02-10", "2021-02-17", 0, "due"),
        "2021-02-03": ("2021-02-18", "2021-02-18", 1, "due"),
        "2021-02-05": ("2021-02-20", "2021-02-21", 3, "due"),
        "2021-02-07": ("2021-02-22", "2021-02-22", 4, "later"),
        "2021-02-10": ("2021-02-25", "2021-02-25", 7, "later"),
    },
    "2022-01-28": {  # Friday: Saturday 29 and Sunday 30 January worked, 31 January to 6 February off
        "2022-01-18": ("2022-01-27", "2022-01-27", -1, "overdue"),
        "2022-01-19": ("2022-01-28", "2022-01-28", 0, "due"),
        "2022-01-20": ("2022-01-29", "2022-01-29", 1, "due"),
        "2022-01-21": ("2022-01-30", "2022-02-06", 2, "due"),
        "2022-01-24": ("2022-02-07", "2022-02-07", 3, "due"),
        "2022-01-26": ("2022-02-09", "2022-02-09", 5, "later"),
    },
    "2021-10-08": {  # the day after National Day: 1 to 7 October off, Sunday 26 September, Saturday 9 October worked
        "2021-09-22": ("2021-09-30", "2021-10-07", -1, "overdue"),
        "2021-09-23": ("2021-10-08", "2021-10-08", 0, "due"),
        "2021-09-25": ("2021-10-09", "2021-10-10", 1, "due"),
        "2021-09-26": ("2021-10-11", "2021-10-11", 2, "due"),
        "2021-09-30": ("2021-10-15", "2021-10-17", 6, "due"),
    },
    "2026-03-31": {  # Tuesday; Saturday 4 to Monday 6 April off
        "2026-03-19": ("2026-03-30", "2026-03-30", -1, "overdue"),
        "2026-03-20": ("2026-03-31", "2026-03-31", 0, "due"),
        "2026-03-23": ("2026-04-01", "2026-04-01", 1, "due"),
        "2026-03-25": ("2026-04-03", "2026-04-06", 3, "due"),
        "2026-03-26": ("2026-04-07", "2026-04-07", 4, "due"),
    },
    "2026-04-01": {
        "2026-03-20": ("2026-03-31", "2026-03-31", -1, "overdue"),
        "2026-03-23": ("2026-04-01", "2026-04-01", 0, "due"),
        "2026-03-25": ("2026-04-03", "2026-04-06", 2, "due"),
        "2026-03-31": ("2026-04-10", "2026-04-12", 6, "due"),
    },
}  # fmt: skip
"""By the day asked: for each day of a decision the seventh working day, the last day in time, working days left."""


@pytest.mark.parametrize("on", DAYS)
def test_days_around_spring_festival_national_day_and_the_new_rules(city, on):
    for month in sorted({decided[:7] for decided in DAYS[on]}):
        rows = [permit(decided, decided) for decided in DAYS[on] if decided[:7] == month]
        delivered(city, "permits", *rows, month=month)
    found = listed(on, 10, on[:7])
    columns = ("deadline", "last_day", "working_days_left", "state")
    told = {row["record"]: tuple(row[name] for name in columns) for row in found.iter_rows(named=True)}
    assert {
        key: (str(deadline), str(last), left, state) for key, (deadline, last, left, state) in told.items()
    } == DAYS[on]


def test_on_the_last_day_off_it_is_still_in_time_and_on_the_next_working_day_overdue(city):
    delivered(city, "permits", permit("R1", "2021-02-02"), month="2021-02")
    assert [listed(on, 10, "2021-02")["state"].item() for on in ("2021-02-17", "2021-02-18")] == ["due", "overdue"]


def test_what_is_reported_by_the_day_is_not_listed_and_what_comes_later_has_not_happened_yet(city):
    delivered(city, "permits", permit("R1", "2021-03-24", "2021-03-26"), permit("R2", "2021-03-24", "2021-04-01"))
    assert listed("2021-03-29")["record"].to_list() == ["R2"]
    assert listed("2021-04-01")["record"].to_list() == []
    assert listed("2021-03-25")["record"].to_list() == ["R1", "R2"]


def test_what_was_decided_after_the_day_is_not_listed(city):
    delivered(city, "permits", permit("R1", "2021-03-24"), permit("R2", "2021-03-30"))
    assert listed("2021-03-29")["record"].to_list() == ["R1"]


@pytest.mark.parametrize(
    ("accepted", "applied", "deadline"),
    [
        ("2025-06-20", "2025-06-16", "2025-07-04"),  # before the scheme: ten working days of the acceptance
        ("2025-06-23", "2025-06-16", "2025-06-30"),  # from 22 June 2025: of the application
        ("2025-06-23", "", None),  # the day of the application is not stated
    ],
)
def test_a_repair_is_judged_by_the_period_and_the_clock_of_its_own_day(city, accepted, applied, deadline):
    row = {"record": "A1", "party_code": code(1), "applied_on": applied, "accepted_on": accepted, "reviewed_on": ""}
    delivered(city, "repairs", row, month="2025-06")
    found = listed("2025-06-25", base="2025-06", matter="repair_review").row(0, named=True)
    assert (found["deadline"] and str(found["deadline"])) == deadline
    assert found["state"] == ("open" if deadline is None else "due")


def test_the_records_listed_and_left_are_those_the_next_month_counts_as_omitted_or_late(city):
    """All that is due by the end of March and is not reported in time is what the measure then finds."""
    rows = [
        permit("in time", "2021-03-10", "2021-03-19"), permit("late", "2021-03-10", "2021-03-25"),
        permit("never", "2021-03-11"), permit("after", "2021-03-12", "2021-04-08"), permit("runs", "2021-03-29"),
    ]  # fmt: skip
    through(city, "permits", *rows, dated="decided_on", heads=HEADS)
    through(city, "penalties", dated="decided_on", heads=HEADS)
    due = listed("2021-03-17", 14, "2021-02")
    assert due["record"].to_list() == ["in time", "late", "never", "after"]
    missed = [row["record"] for row in rows if row["record"] in due["record"] and row["record"] != "in time"]
    late, omitted = values("disclosure_late", "disclosure_omitted")
    assert len(missed) == 3 == late + omitted


def test_the_authority_of_the_record_must_act(city):
    delivered(city, "permits", permit("R1", "2021-03-24", authority="市住建局"))
    assert listed("2021-03-29")["owner"].to_list() == ["市住建局"]


def test_a_listed_body_owes_training_and_pledge_once_however_often_it_is_listed(city):
    delivered(city, "codes", {"code": code(1), "name": "甲", "kind": "企业法人", "status": "存续"})
    entry = {"kind": "黑名单", "party_code": code(1), "exited_on": "", "exit_reason": ""}
    delivered(
        city, "lists", entry | {"domain": "税收", "entered_on": "2021-01-05"},
        entry | {"domain": "环保", "entered_on": "2021-02-05"},
    )  # fmt: skip
    for name, heads in (("training", ["party_code", "trained_on"]), ("reports", ["party_code", "submitted_on"])):
        delivered(city, name, heads=heads)
    delivered(city, "pledges", {"record": "P1", "party_code": code(1), "kind": "修复承诺", "made_on": "2021-02-01"})
    found = listed("2021-03-29")
    assert found["matter"].to_list() == ["repair_training", "credit_report"]
    assert found["deadline"].null_count() == 2 and set(found["state"]) == {"open"}


def test_a_register_of_an_older_month_is_used_and_said(city):
    delivered(city, "repairs", {"record": "A1", "accepted_on": "2021-02-20", "reviewed_on": ""}, month="2021-02")
    delivered(city, "permits", permit("R1", "2021-03-24"))
    found = list_due_records(CITY, date(2021, 4, 6), 10, "2021-03")
    assert found.as_of == {"repairs": "2021-02", "permits": "2021-03"}
    assert set(found.records["matter"]) == {"repair_review", "permit_report"}


def test_what_was_not_delivered_is_a_gap_and_never_an_empty_list(city):
    delivered(city, "permits", {key: text for key, text in permit("R1", "2021-03-24").items() if key != "reported_on"})
    found = list_due_records(CITY, date(2021, 4, 6), 10, "2021-03")
    lacking = dict(found.gaps.iter_rows())
    assert "缺 reported_on 列" in lacking["permit_report"] and "缺 行政处罚" in lacking["penalty_report"]
    assert found.records.filter(matter="permit_report").is_empty()


def test_without_any_register_it_is_said_where_they_go(city):
    with pytest.raises(InputError, match="2021年4月及以前没有送来的台账") as caught:
        list_due_records(CITY, date(2021, 4, 6), 10, "2021-03")
    assert "data/registers/320281" in str(caught.value)


def test_a_day_whose_days_off_are_not_known_is_refused(city):
    delivered(city, "permits", permit("R1", "2021-03-24"))
    with pytest.raises(InputError, match="放假调休安排"):
        list_due_records(CITY, date(2031, 4, 6), 10, "2021-03")


def test_the_effects_are_what_measuring_finds_with_the_record_done_and_left(city):
    """The truth is measured from a second delivery in which the record is done."""
    rows = [permit("R1", "2021-03-24"), permit("R2", "2021-03-02", "2021-03-05")]
    for name in ("permits", "penalties"):
        through(city, name, *(rows if name == "permits" else []), dated="decided_on", heads=HEADS)
    effects = list_due_records(CITY, date(2021, 4, 6), 10, "2021-03").effects
    moved = {row["fact"]: (row["done"], row["left"]) for row in effects.iter_rows(named=True)}
    assert moved["permits_reported"] == (1, 0) and moved["disclosure_records"] == (1, 0)
    assert moved["disclosure_late"] == (1, 0) and moved["disclosure_omitted"] == (0, 1)


def test_what_another_register_would_tell_is_a_gap_where_it_was_not_delivered(city):
    """Without trainings every blacklisted body would look untrained; without codes none is seen in operation."""
    entry = {"kind": "黑名单", "party_code": code(1), "entered_on": "2021-01-05", "exited_on": "", "exit_reason": ""}
    delivered(city, "lists", entry)
    without_codes = list_due_records(CITY, date(2021, 3, 29), 10, "2021-03")
    assert (
        without_codes.records.is_empty()
        and "缺 统一社会信用代码" in dict(without_codes.gaps.iter_rows())["repair_pledge"]
    )
    delivered(city, "codes", {"code": code(1), "name": "甲", "kind": "企业法人", "status": "存续"})
    delivered(city, "pledges", heads=["record", "party_code", "kind", "made_on"])
    found = list_due_records(CITY, date(2021, 3, 29), 10, "2021-03")
    assert found.records["matter"].to_list() == ["repair_pledge"]
    lacking = dict(found.gaps.iter_rows())
    assert "repair_pledge" not in lacking and {"repair_training", "credit_report"} <= lacking.keys()
