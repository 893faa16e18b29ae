"""`scorecard readings`."""

from __future__ import annotations

import json

from jiangyin import FILE as SAMPLE

HARD = ("--rulebook", "hard-2019")


def test_readings_tell_the_interval_and_what_matters(scorecard):
    ran = scorecard("readings", SAMPLE, *HARD, "--lang", "en")
    assert "15,552 combinations of readings: the total lies in 35.42–38.51" in ran.out
    assert "The reading of 20.1 Integrity campaign held moves the total most (0.67)" in ran.out
    assert "Readings turn the verdict on 7" in ran.out


def test_readings_as_json_hold_every_combination(scorecard):
    answer = json.loads(scorecard("readings", SAMPLE, *HARD, "--format", "json").out)
    assert sum(row["combinations"] for row in answer["totals"]) == answer["combinations"] == 15_552
