"""Of which city and month a question is asked, and how its answer is given."""

from __future__ import annotations

import json

import pytest

from jiangyin import FILE as SAMPLE

HARD = ("--rulebook", "hard-2019")


def test_the_latest_month_is_taken_and_earlier_ones_serve_histories(scorecard, facts_file):
    files = [facts_file(f"{month}.csv", month=month, monitoring_rank=40, league=3) for month in ("2021-02", "2021-03")]
    ran = scorecard("readings", *files, *HARD, "--format", "json")
    assert json.loads(ran.out)["month"] == "2021-03"
    assert (
        json.loads(scorecard("readings", *files, *HARD, "--month", "2021-02", "--format", "json").out)["month"]
        == "2021-02"
    )


def test_of_several_cities_one_must_be_named(scorecard, facts_file):
    files = [facts_file(f"{city}.csv", city=city, xinyi_domains=3) for city in ("320281", "320282")]
    assert scorecard("levers", *files, *HARD).code == 1
    assert scorecard("levers", *files, *HARD, "--city", "宜兴").code == 0


def test_the_answer_can_be_written_to_a_file(scorecard, tmp_path):
    ran = scorecard("levers", SAMPLE, *HARD, "--format", "json", "--output", tmp_path / "board.json")
    assert ran.code == 0 and ran.out == ""
    assert json.loads((tmp_path / "board.json").read_text("utf-8"))["rulebook"] == "hard-2019"


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
