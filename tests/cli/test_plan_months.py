"""`scorecard plan --by`: the calendar, its sheets, and what is asked in vain."""

from __future__ import annotations

import csv
import io

import pytest

PLACE = ("--city", "江阴", "--month", "2021-03", "--rulebook", "hard-2019")
PACES = "指标,每月最多,见效时滞,开始\n已联通并归集单位数,3家,,\n信易+实施领域数,1,1,2021年5月\n"


@pytest.fixture
def paces(tmp_path):
    path = tmp_path / "进度.csv"
    path.write_text(PACES, "utf-8")
    return path


def test_by_when_the_calendar_is_told_month_by_month(scorecard, paces):
    ran = scorecard("plan", *PLACE, "--reach", "36", "--by", "2021年6月", "--paces", paces)
    assert ran.code == 0
    assert "排期：2021年6月总分 33.16 → 36.16，改动 1 项" in ran.out and "已证明最优（差距 0）" in ran.out
    assert "2021年4月" in ran.out and "49家" in ran.out and "按平均分布计" in ran.out
    words = ("--reach", "36", "--by", "2021-06", "--paces", paces, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(scorecard("plan", *PLACE, *words).out)))
    assert [(row["month"], row["change"]) for row in rows] == [
        ("2021-04", "3.0"),
        ("2021-05", "3.0"),
        ("2021-06", "1.0"),
    ]


def test_too_late_is_told_with_the_earliest_month_and_ends_with_five(scorecard, paces):
    words = ("--reach", "46", "--at-most", "4", "--by", "2021-04", "--until", "2021-09")
    ran = scorecard("plan", *PLACE, *words, "--paces", paces)
    assert ran.code == 5 and "2021年4月无法实现" in ran.out and "最早可达到" in ran.out and "不能更早" in ran.out


def test_sheets_are_written_once_and_equal(scorecard, paces, tmp_path):
    words = ("plan", *PLACE, "--reach", "36", "--by", "2021-06", "--paces", paces, "--sheets")
    for name in ("一.xlsx", "二.xlsx", "各单位"):
        assert scorecard(*words, tmp_path / name).code == 0
    assert (tmp_path / "一.xlsx").read_bytes() == (tmp_path / "二.xlsx").read_bytes()
    (sheet,) = (tmp_path / "各单位").iterdir()
    assert sheet.read_text("utf-8-sig").splitlines()[1].startswith("2021-04,已联通并归集单位数,家,3.0,49.0,2021-04")
    for name in ("一.xlsx", "各单位", "各单位.txt"):
        assert scorecard(*words, tmp_path / name).code == 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--reach", "40", "--until", "2021-12"), "--by"),
        (("--reach", "40", "--by", "2021-03"), "应晚于"),
        (("--reach", "40", "--by", "年底"), "月份"),
        (("--reach", "40", "--by", "2021-06", "--until", "2021-05"), "--until"),
    ],
)
def test_months_asked_in_vain_are_told(scorecard, words, says):
    ran = scorecard("plan", *PLACE, *words)
    assert ran.code == 1 and says in ran.err and "Traceback" not in ran.err
