"""`scorecard compare`, `sweep`, `levers` and `goal`."""

from __future__ import annotations

import csv
import io
import json

import pytest

from jiangyin import FILE as SAMPLE

HARD = ("--rulebook", "hard-2019")


def told(ran):
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_a_goal_is_exact_and_its_working_is_told(scorecard):
    ran = scorecard("goal", SAMPLE, *HARD, "--lever", "信易贷放款金额", "--reach", "18.3:满分")
    assert ran.code == 0
    assert "信易贷放款金额 须达到 200.00亿元（+187.70亿元）" in ran.out
    assert "方案不等于已经做到" in ran.out
    held = told(
        scorecard("goal", SAMPLE, *HARD, "--lever", "xinyidai_loans", "--reach", "18.3:cap", "--format", "json")
    )
    assert (held["needed"], held["change"], held["lever"]["now"]) == (2e10, 18_770_000_000, 1_230_000_000)


def test_what_it_needs_gives_the_total_that_score_gives(scorecard):
    held = told(scorecard("goal", SAMPLE, *HARD, "--lever", "xinyidai_loans", "--reach", "37.5", "--format", "json"))
    ran = scorecard("score", SAMPLE, *HARD, "--set", f"xinyidai_loans={held['needed']!r}", "--format", "json")
    card = told(ran)["cards"][-1]
    assert card["low"] == held["after"] >= 37.5


def test_an_impossible_goal_ends_well_and_says_why(scorecard):
    ran = scorecard("goal", SAMPLE, *HARD, "--lever", "xinyidai_loans", "--reach", "60", "--lang", "en")
    assert ran.code == 0
    assert "Not possible: a total of 60.00 by Xinyidai lending alone" in ran.out
    assert "the cap of 18.3 Xinyidai: lending per market entity is 2.00" in ran.out
    assert "The most it can add is 1.88" in ran.out


def test_the_goal_starts_from_the_scenario(scorecard):
    held = told(
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
    assert held["change"] == 5_000_000_000


def test_the_board_tells_what_a_domain_is_worth(scorecard):
    ran = scorecard("levers", SAMPLE, *HARD, "--lever", "xinyi_domains", "--lever", "xinyidai_loans")
    assert "信易+实施领域数 +1个（0.30 分）相当于" in ran.out
    assert "+30.00亿元" in ran.out


def test_the_board_as_csv_is_one_row_a_lever(scorecard):
    rows = list(csv.DictReader(io.StringIO(scorecard("levers", SAMPLE, *HARD, "--format", "csv").out)))
    held = {row["lever"]: row for row in rows}
    assert (held["xinyi_domains"]["pays"][:3], held["joint_cases"]["clauses"]) == ("0.3", "15")


def test_a_sweep_marks_its_turns(scorecard):
    ran = scorecard("sweep", SAMPLE, *HARD, "--lever", "residents_scored")
    assert "888,720人" in ran.out and "满一档" in ran.out and "起步界线" in ran.out
    held = told(
        scorecard(
            "sweep", SAMPLE, *HARD, "--lever", "信易贷放款金额", "--from", "10亿", "--to", "300亿", "--format", "json"
        )
    )
    assert [kink["value"] for kink in held["kinks"]] == [2e10]
    assert (held["curve"][0]["value"], held["curve"][-1]["value"]) == (1e9, 3e10)


def test_two_levers_make_a_grid(scorecard):
    ran = scorecard(
        "sweep", SAMPLE, *HARD, "--lever", "residents_scored", "--lever", "xinyi_domains", "--format", "csv"
    )
    assert ran.out.splitlines()[0] == "first,second,passes,points,low,high"
    assert scorecard("sweep", SAMPLE, *HARD, *["--lever", "xinyi_domains"] * 2).code == 1


def test_compare_puts_vetoes_first(scorecard):
    ran = scorecard(
        "compare",
        SAMPLE,
        *HARD,
        "--set",
        "xinyidai_loans=+30亿",
        "--set",
        "service_halls_connected=17",
        "--together",
        "--format",
        "csv",
    )
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    assert [row["clause"] for row in rows] == ["4", "4", "18.3", "18.3"]
    assert rows[0]["met_base"], rows[0]["met"] == ("true", "false")


def test_compare_of_nothing_says_so(scorecard):
    assert "没有差别" in scorecard("compare", SAMPLE, *HARD).out


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


@pytest.mark.parametrize(
    "args",
    [
        ("goal", SAMPLE, *HARD, "--lever", "xinyidai_lons", "--reach", "18.3:cap"),
        ("goal", SAMPLE, *HARD, "--lever", "xinyidai_loans", "--reach", "18.9:cap"),
        ("goal", SAMPLE, *HARD, "--lever", "league", "--reach", "40"),
        ("sweep", SAMPLE, *HARD, "--lever", "xinyidai_loans", "--from", "20亿", "--to", "10亿"),
        ("levers", SAMPLE, *HARD, "--month", "2019-01"),
    ],
)
def test_bad_requests_end_with_1_and_no_traceback(scorecard, args):
    ran = scorecard(*args)
    assert ran.code == 1 and ran.out == "" and "Traceback" not in ran.err


@pytest.mark.parametrize("args", [("goal", SAMPLE, *HARD), ("sweep", SAMPLE, *HARD), ("levers", SAMPLE), ("goal",)])
def test_wrong_usage_ends_with_2(scorecard, args):
    assert scorecard(*args).code == 2


@pytest.mark.parametrize("command", ["compare", "sweep", "levers", "goal", "readings", "uncertainty"])
def test_help_has_both_languages_and_an_example(scorecard, command):
    ran = scorecard(command, "--help")
    assert ran.code == 0 and f"scorecard {command}" in ran.out and "Example" in ran.out
