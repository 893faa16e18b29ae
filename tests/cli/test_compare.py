"""`scorecard compare`."""

from __future__ import annotations

import csv
import io

from jiangyin import FILE as SAMPLE

HARD = ("--rulebook", "hard-2019")


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
