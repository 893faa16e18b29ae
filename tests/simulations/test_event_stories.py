"""Loans, cases, breaches, events, objections, repairs."""

from __future__ import annotations

import polars as pl
import pytest

from analysis import calendars

ENDS = {
    "breaches": ("recorded_on", "resolved_on"),
    "events": ("occurred_on", "handled_on"),
    "objections": ("accepted_on", "finished_on"),
}


def test_loans_are_whole_fen_and_every_month_has_some(scene, stories):
    rows = stories["loans"].rows
    assert rows["amount"].dtype == pl.Int64 and rows["amount"].min() > 0
    assert rows["granted_on"].dt.strftime("%Y-%m").n_unique() == len(scene.months)


@pytest.mark.parametrize("name", ENDS)
def test_nothing_ends_before_it_began(stories, name):
    began, ended = ENDS[name]
    rows = stories[name].rows.drop_nulls(ended)
    assert (rows[began] <= rows[ended]).all()


def test_reviews_waited_as_the_official_calendar_counts(stories):
    rows = stories["repairs"].rows.drop_nulls("reviewed_on")
    waited = rows.select(
        calendars.load().working_days_between(pl.col("accepted_on"), pl.col("reviewed_on"))
    ).to_series()
    assert rows.height > 0 and (waited == rows["waited"]).all()


def test_every_record_has_its_own_number(stories):
    for name in ("loans", "cases", "breaches", "events", "objections", "repairs"):
        assert stories[name].rows["record"].is_unique().all(), name
