"""Of which city and month a question is asked, and how its answer is given."""

from __future__ import annotations

import json

from jiangyin import FILE as SAMPLE

HARD = ("--rulebook", "hard-2019")


def test_the_latest_month_is_taken_and_earlier_ones_serve_histories(scorecard, facts_file):
    files = [facts_file(f"{month}.csv", month=month, monitoring_rank=40, league=3) for month in ("2021-02", "2021-03")]
    held = scorecard("readings", *files, *HARD, "--format", "json")
    assert json.loads(held.out)["month"] == "2021-03"
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
