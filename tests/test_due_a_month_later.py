"""A month later in a made-up city: what the due list named is exactly what was late, by the story itself.

The truth is the story's own days and working days counted here one by one from the table of days off.
"""

from __future__ import annotations

import csv
import unicodedata
from datetime import date, timedelta

import pytest

import small_registers
from analysis import simulations
from analysis.facts.measuring import list_due_records
from analysis.simulations.simulated_city import build_scene, register_stories

CITY, MONTHS, ENTITIES = "320282", 2, 15_000
FAULTS = "late=0.1,omitted=0.05,concealed=0.02"
BEFORE, AFTER = date(2021, 2, 28), date(2021, 3, 31)
ONE = timedelta(days=1)
DATED = {
    "permits": ("permit_report", "decided_on", "reported_on", 7),
    "penalties": ("penalty_report", "decided_on", "reported_on", 7),
    "repairs": ("repair_review", "accepted_on", "reviewed_on", 10),
}
"""Of each register: the matter, the day it waits from, the day it is done, and the working days that it has."""


@pytest.fixture(params=[3, 8], scope="module")
def city(request, tmp_path_factory):
    """The stories of a made-up city, whose registers are delivered; of two seeds."""
    with pytest.MonkeyPatch.context() as patched:
        home = small_registers.build(tmp_path_factory.mktemp("later"))
        patched.setenv("CITY_CREDIT_HOME", str(home))
        simulations.simulate(CITY, "2021-03", MONTHS, ENTITIES, request.param, FAULTS)
        scene = build_scene(CITY, "2021-03", MONTHS, ENTITIES, request.param, FAULTS)
        yield {name: story.rows.to_dicts() for name, story in register_stories(scene).items()}


@pytest.fixture(scope="module")
def days_off():
    """Which days the notices take off and which they make worked."""
    with (small_registers.ROOT / "params" / "calendar.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.reader(file) if len(row) == 3 and row[1] in ("holiday", "workday")]
    return {date.fromisoformat(day): kind == "workday" for day, kind, _ in rows}


def is_worked(day, days_off):
    return days_off.get(day, day.weekday() < 5)


def last_days(start, limit, days_off):
    """The working day on which the period ends, and the last day before the next working one."""
    day, passed = start, 0
    while passed < limit:
        day += ONE
        passed += is_worked(day, days_off)
    rest = day
    while not is_worked(rest + ONE, days_off):
        rest += ONE
    return day, rest


def plain(record):
    return unicodedata.normalize("NFKC", record)


def listed(on, days, matter, *states):
    found = list_due_records(CITY, on, days, "2021-03").records
    return sorted(
        plain(row["record"]) for row in found.filter(matter=matter).iter_rows(named=True) if row["state"] in states
    )


def undone(rows, start, done, on):
    return [row for row in rows if row[start] and row[start] <= on and not (row[done] and row[done] <= on)]


@pytest.mark.parametrize("register", DATED)
def test_all_that_was_late_a_month_later_was_on_the_list_and_nothing_else(city, days_off, register):
    """Named in February, either overdue or due by the end of March: all that a month later was done late or not yet."""
    matter, start, done, limit = DATED[register]
    horizon = (AFTER - BEFORE).days
    named = set(listed(BEFORE, horizon, matter, "overdue", "due"))
    waiting = undone(city[register], start, done, BEFORE)
    ends = {plain(row["record"]): last_days(row[start], limit, days_off) for row in waiting}
    assert named == {record for record, (end, _) in ends.items() if end <= AFTER}
    dones = {plain(row["record"]): row[done] for row in waiting}
    late = {record for record, (end, rest) in ends.items()
            if end <= AFTER and (dones[record] is None or dones[record] > rest)}  # fmt: skip
    in_time = {record for record in named if dones[record] is not None and dones[record] <= ends[record][1]}
    assert named - in_time == late and late


@pytest.mark.parametrize("register", DATED)
def test_what_is_overdue_on_the_day_is_what_the_story_left_beyond_its_last_day(city, days_off, register):
    matter, start, done, limit = DATED[register]
    for on in (BEFORE, AFTER):
        waiting = undone(city[register], start, done, on)
        beyond = [plain(row["record"]) for row in waiting if last_days(row[start], limit, days_off)[1] < on]
        assert listed(on, 10, matter, "overdue") == sorted(beyond)


def test_objections_named_and_open_a_month_later_are_those_the_story_never_ended_meanwhile(city):
    """No rule sets them a period: all that are open are named, without a date."""
    first, then = (set(listed(on, 31, "objection", "open")) for on in (BEFORE, AFTER))
    rows = city["objections"]
    assert first == {plain(row["record"]) for row in undone(rows, "accepted_on", "finished_on", BEFORE)}
    old = {plain(row["record"]) for row in rows if row["accepted_on"] <= BEFORE}
    assert then & old == first & {plain(row["record"]) for row in undone(rows, "accepted_on", "finished_on", AFTER)}
