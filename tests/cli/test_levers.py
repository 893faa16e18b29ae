"""`scorecard levers`."""

from __future__ import annotations

import csv
import io

from jiangyin import FILE as SAMPLE

HARD = ("--rulebook", "hard-2019")


def test_the_board_tells_what_a_domain_is_worth(scorecard):
    ran = scorecard("levers", SAMPLE, *HARD, "--lever", "xinyi_domains", "--lever", "xinyidai_loans")
    assert "信易+实施领域数 +1个（0.30 分）相当于" in ran.out
    assert "+30.00亿元" in ran.out


def test_the_board_as_csv_is_one_row_a_lever(scorecard):
    rows = list(csv.DictReader(io.StringIO(scorecard("levers", SAMPLE, *HARD, "--format", "csv").out)))
    result = {row["lever"]: row for row in rows}
    assert (result["xinyi_domains"]["pays"][:3], result["joint_cases"]["clauses"]) == ("0.3", "15")
