"""A plan as of a month: what is not reported is unknown, lateness goes by the month asked for."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from analysis import workplans
from analysis.contracts import FACTS
from analysis.questions.progress import is_behind_pace, linked_tasks, progress
from analysis.workplans import REPORTS
from made_up import long, months

PLAN = workplans.load("江阴", "2021-03")
NOTHING = pl.DataFrame(schema=FACTS.columns)


def reports(*rows):
    return pl.DataFrame([(*row, "办公室", "", "a.csv") for row in rows], schema=REPORTS, orient="row")


def of(goal, month="2021-03", facts=NOTHING, *rows):
    targets = progress(PLAN, facts, reports(*rows), month)
    return targets.goals.row(by_predicate=pl.col("goal") == goal, named=True)


def test_what_is_not_reported_is_unknown_and_never_zero():
    row = of("standard_firms")
    assert (row["value"], row["share"], row["state"], row["late"]) == (None, None, "unknown", None)


def test_a_report_of_zero_is_zero():
    assert of("standard_firms", "2021-03", NOTHING, ("standard_firms", "2021-03-31", 0.0))["share"] == 0.0


def test_the_latest_report_up_to_the_months_end_counts():
    rows = [
        ("standard_firms", "2021-02-28", 20.0),
        ("standard_firms", "2021-03-31", 31.0),
        ("standard_firms", "2021-04-01", 99.0),
    ]
    assert of("standard_firms", "2021-03", NOTHING, *rows)["value"] == 31.0
    assert of("standard_firms", "2021-02", NOTHING, *rows)["value"] == 20.0
    assert of("standard_firms", "2021-01", NOTHING, *rows)["state"] == "unknown"


@pytest.mark.parametrize(
    ("month", "value", "state", "late"),
    [
        ("2021-12", 149.0, "open", None), ("2021-12", 150.0, "reached", None), ("2022-01", 149.0, "late", 31),
        ("2022-01", 150.0, "reached", None), ("2022-01", None, "unknown late", 31),
    ],
)  # fmt: skip
def test_lateness_is_told_by_the_month_asked_for(month, value, state, late):
    """Due on 31 December 2021: January's end is 31 days past it."""
    rows = [] if value is None else [("standard_firms", "2021-12-31", value)]
    row = of("standard_firms", month, NOTHING, *rows)
    assert (row["state"], row["late"]) == (state, late)


def test_a_fact_gives_progress_where_no_report_does():
    facts = long(months("2021-03", {"rectified_domains": 17.0}))
    by_fact = of("fields_rectified", "2021-03", facts)
    assert (by_fact["value"], by_fact["basis"], by_fact["status"]) == (17.0, "fact", "supplied")
    progressed = of("fields_rectified", "2021-03", facts, ("fields_rectified", "2021-03-20", 12.0))
    assert (progressed["value"], progressed["basis"]) == (12.0, "reported")


def test_a_fact_of_another_month_or_city_gives_none():
    assert of("fields_rectified", "2021-04", long(months("2021-03", {"rectified_domains": 17.0})))["value"] is None
    other = long(months("2021-03", {"rectified_domains": 17.0}, city="320282"))
    assert of("fields_rectified", "2021-03", other)["value"] is None


def test_a_task_is_as_its_worst_goal():
    rows = [("standard_firms", "2021-03-31", 150.0)]
    assert progress(PLAN, NOTHING, reports(*rows), "2021-03").state("8.1") == "unknown"
    both = reports(*rows, ("model_firms", "2021-03-31", 10.0))
    assert progress(PLAN, NOTHING, both, "2021-03").state("8.1") == "reached"


def test_the_pace_is_the_share_of_the_year_that_has_passed():
    """90 of 365 days at the end of March; 31 of 150 firms lag behind that, 37 do not."""
    assert of("standard_firms")["pace"] == pytest.approx(90 / 365)
    assert of("standard_firms", "2022-02")["pace"] == 1.0
    assert is_behind_pace(of("standard_firms", "2021-03", NOTHING, ("standard_firms", "2021-03-31", 31.0)))
    assert not is_behind_pace(of("standard_firms", "2021-03", NOTHING, ("standard_firms", "2021-03-31", 37.0)))


def test_tasks_behind_a_clause_come_with_what_the_text_says_first():
    targets = progress(PLAN, NOTHING, reports(), "2021-03")
    assert targets.day == date(2021, 3, 31)
    found = list(linked_tasks(targets, "monitoring-2021", "22"))
    assert [row["basis"] for row in found] == sorted((row["basis"] for row in found), reverse=True)
    assert {"3.1", "4.1"} <= {row["task"] for row in found if row["basis"] == "text"}
