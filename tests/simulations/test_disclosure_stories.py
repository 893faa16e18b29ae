"""Permits and penalties: late as the calendar counts, silent as planted."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from analysis import calendars
from analysis.facts.measured import measuring_values


@pytest.fixture(params=["permits", "penalties"])
def decided(stories, request):
    return stories[request.param].rows


def test_reports_are_late_by_the_official_calendar(decided):
    waited = decided.select(
        calendars.load().working_days_between(pl.col("decided_on"), pl.col("reported_on"))
    ).to_series()
    late = (waited > measuring_values()["disclosure_deadline"].on(date(2021, 3, 31)).number).fill_null(False)
    expected = decided["lateness"].is_in(["late", "concealed"]).fill_null(False) & decided["reported_on"].is_not_null()
    assert late.sum() > 0 and (late == expected).all()


def test_what_is_omitted_is_never_reported(decided):
    omitted = decided.filter(pl.col("lateness") == "omitted")
    assert omitted.height > 0 and omitted["reported_on"].null_count() == omitted.height


def test_what_is_concealed_says_so_and_nothing_else_does(decided):
    assert (decided["concealed"].fill_null(False) == (decided["lateness"] == "concealed").fill_null(False)).all()


def test_a_record_that_lacks_what_must_be_stated_is_not_compliant(decided):
    lacking = pl.any_horizontal(pl.col("party_name", "subject", "category", "authority").is_null())
    assert decided.filter(lacking).height > 0
    assert decided.filter(pl.col("compliant") & (lacking | ~pl.col("sound"))).is_empty()


def test_nothing_is_reported_after_the_export(scene, decided):
    assert decided["reported_on"].max() <= scene.export and decided["record"].is_unique().all()
