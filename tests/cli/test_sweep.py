"""`scorecard sweep`."""

from __future__ import annotations

import json

from jiangyin import FILE as SAMPLE

HARD = ("--rulebook", "hard-2019")


def answer(ran):
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_a_sweep_marks_its_turns(scorecard):
    ran = scorecard("sweep", SAMPLE, *HARD, "--lever", "residents_scored")
    assert "888,720人" in ran.out and "满一档" in ran.out and "起步界线" in ran.out
    result = answer(
        scorecard(
            "sweep", SAMPLE, *HARD, "--lever", "信易贷放款金额", "--from", "10亿", "--to", "300亿", "--format", "json"
        )
    )
    assert [kink["value"] for kink in result["kinks"]] == [2e10]
    assert (result["curve"][0]["value"], result["curve"][-1]["value"]) == (1e9, 3e10)


def test_two_levers_make_a_grid(scorecard):
    ran = scorecard(
        "sweep", SAMPLE, *HARD, "--lever", "residents_scored", "--lever", "xinyi_domains", "--format", "csv"
    )
    assert ran.out.splitlines()[0] == "first,second,passes,points,low,high"
    assert scorecard("sweep", SAMPLE, *HARD, *["--lever", "xinyi_domains"] * 2).code == 1
