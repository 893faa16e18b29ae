"""`scorecard goal`."""

from __future__ import annotations

import json

from jiangyin import FILE as SAMPLE

HARD = ("--rulebook", "hard-2019")


def answer(ran):
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_a_goal_is_exact_and_its_working_is_told(scorecard):
    ran = scorecard("goal", SAMPLE, *HARD, "--lever", "信易贷放款金额", "--reach", "18.3:满分")
    assert ran.code == 0
    assert "信易贷放款金额 须达到 200.00亿元（+187.70亿元）" in ran.out
    assert "方案不等于已经做到" in ran.out
    result = answer(
        scorecard("goal", SAMPLE, *HARD, "--lever", "xinyidai_loans", "--reach", "18.3:cap", "--format", "json")
    )
    assert (result["needed"], result["change"], result["lever"]["now"]) == (2e10, 18_770_000_000, 1_230_000_000)


def test_what_it_needs_gives_the_total_that_score_gives(scorecard):
    result = answer(
        scorecard("goal", SAMPLE, *HARD, "--lever", "xinyidai_loans", "--reach", "37.5", "--format", "json")
    )
    ran = scorecard("score", SAMPLE, *HARD, "--set", f"xinyidai_loans={result['needed']!r}", "--format", "json")
    card = answer(ran)["cards"][-1]
    assert card["low"] == result["after"] >= 37.5


def test_an_impossible_goal_ends_with_a_code_of_its_own_and_says_why(scorecard):
    ran = scorecard("goal", SAMPLE, *HARD, "--lever", "xinyidai_loans", "--reach", "60", "--lang", "en")
    assert (ran.code, ran.err) == (5, "")
    assert "Not possible: a total of 60.00 by Xinyidai lending alone" in ran.out
    assert "the cap of 18.3 Xinyidai: lending per market entity is 2.00" in ran.out
    assert "The most it can add is 1.88" in ran.out


def test_the_goal_starts_from_the_scenario(scorecard):
    result = answer(
        scorecard(
            "goal",
            SAMPLE,
            *HARD,
            "--lever",
            "xinyidai_loans",
            "--reach",
            "18.3:cap",
            "--set",
            "xinyidai_loans=150亿",
            "--format",
            "json",
        )
    )
    assert result["change"] == 5_000_000_000


def test_conflicts_and_unusual_values_are_told_beside_the_answer(scorecard):
    ran = scorecard(
        "goal",
        SAMPLE,
        *HARD,
        "--lever",
        "xinyi_domains",
        "--reach",
        "18.1:cap",
        "--set",
        "xinyidai_loans=1亿",
        "--set",
        "xinyidai_loans=3000亿",
    )
    assert ran.code == 0
    assert "以后者" in ran.err and "超出通常范围" in ran.err
