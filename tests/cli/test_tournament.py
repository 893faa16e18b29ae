"""The tournament on the command line."""

from __future__ import annotations

import csv
import io
import json

ASKED = ("tournament", "--month", "2021-03", "--city", "江阴")


def test_each_change_and_each_combination_is_a_scenario(scorecard):
    ran = scorecard(
        *ASKED, "--each", "信易贷放款金额=100亿，200亿", "--each", "xinyi_domains=+0,+2", "--set", "leading.weight=*0.9"
    )
    assert ran.code == 0 and "6 个方案比选" in ran.out and "江阴市" in ran.out
    answer = json.loads(scorecard(*ASKED, "--set", "xinyi_domains=+2", "--format", "json").out)
    assert answer["readings"] == 15552 and [row["scenario"] for row in answer["scenarios"]] == [
        "baseline",
        "xinyi_domains=+2",
    ]
    assert answer["scenarios"][0]["dominated_by"] == "xinyi_domains=+2"


def test_as_csv_a_row_a_scenario(scorecard):
    ran = scorecard(*ASKED, "--set", "xinyi_domains=+2", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ran.out.lstrip("\ufeff"))))
    assert [row["wins"] for row in rows] == ["0", "1"]


def test_in_english_all_cities(scorecard):
    ran = scorecard("tournament", "--month", "2021-03", "--lang", "en")
    assert ran.code == 0 and "of 1 scenarios, Baseline is nowhere below another in Jiangyin" in ran.out


def test_faults_are_told(scorecard):
    for wrong in (
        ("--each", "信易贷放款金额"),
        ("--set", "leading.weight=2"),
        ("--rulebook", "hard2019"),
        ("--city", "江阳"),
    ):
        ran = scorecard(*ASKED[:3], *wrong)
        assert ran.code == 1 and "Traceback" not in ran.err and "共 1 处问题" in ran.err
