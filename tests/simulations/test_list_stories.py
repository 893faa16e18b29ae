"""Lists and what follows from them: exits, returns, reports, training, pledges."""

from __future__ import annotations

import polars as pl


def test_some_leave_and_come_back_later(stories):
    rows = stories["lists"].rows.sort("party_code", "kind", "entered_on")
    again = rows.filter(pl.struct("party_code", "kind").is_duplicated())
    before = again.with_columns(pl.col("exited_on").shift(1).over("party_code", "kind").alias("left"))
    back = before.filter(pl.col("left").is_not_null() | ~pl.struct("party_code", "kind").is_first_distinct())
    assert back.height > 0 and (back["left"] < back["entered_on"]).all()


def test_who_left_has_a_reason_and_who_stays_has_none(stories):
    rows = stories["lists"].rows
    assert (rows["exited_on"].is_null() == rows["exit_reason"].is_null()).all()
    assert {"expired", "rectified"} <= set(rows["exit_reason"].drop_nulls())


def test_records_of_one_register_can_be_told_apart(stories):
    keys = {"reports": ["record"], "pledges": ["record"], "training": ["party_code", "trained_on", "course"]}
    for name, key in {**keys, "lists": ["kind", "party_code", "domain", "entered_on"]}.items():
        assert stories[name].rows.select(pl.struct(key).is_unique().all()).item(), name


def test_nothing_happens_after_the_last_month(scene, stories):
    days = {"lists": "entered_on", "reports": "submitted_on", "training": "trained_on", "pledges": "made_on"}
    assert all(stories[name].rows[day].max() <= scene.last for name, day in days.items())


def test_most_blacklisted_bodies_pledge_repair(stories):
    black = stories["lists"].rows.filter(pl.col("kind") == "black")["party_code"]
    assert black.is_in(stories["pledges"].rows.filter(pl.col("kind") == "repair")["party_code"].implode()).any()
