"""`scorecard rolloff`: table, JSON, CSV and a workbook; an unknown city and an empty project are told."""

from __future__ import annotations

import json

import pytest

from questions.test_rolloff import BASE, home, lent  # noqa: F401  (a fixture)
from questions.test_rolloff_points import FIGURES, write

ASKED = ["rolloff", "--city", "江阴", "--month", BASE, "--rulebook", "hard-2019"]


@pytest.fixture
def asked(scorecard, home):  # noqa: F811
    lent(home)
    write(home, {BASE: FIGURES})
    return lambda *more: scorecard(*ASKED, *more)


def test_the_table_has_the_calendar_and_why_what_is_unknown(asked):
    said = asked().out
    assert "2021-04" in said and "信易贷放款金额" in said and "推不出" in said


def test_json_and_csv_hold_the_rows(asked):
    rows = json.loads(asked("--format", "json").out)["leavings"]
    assert {"fact", "month", "leaves", "remains", "basis", "why"} <= set(rows[0])
    assert "xinyidai_loans,2021-04,4123.0,120.0,4003.0,registers" in asked("--format", "csv").out


def test_a_workbook_is_written(asked, tmp_path):
    path = tmp_path / "逐月滚出.xlsx"
    assert asked("--output", str(path)).code == 0 and path.stat().st_size > 0


def test_an_empty_project_says_that_nothing_is_certain(scorecard, home):  # noqa: F811
    ran = scorecard(*ASKED)
    assert ran.code == 0 and "没有可以确定的滚出" in ran.out


def test_an_unknown_city_is_told(scorecard, home):  # noqa: F811
    ran = scorecard("rolloff", "--city", "无此市", "--month", BASE)
    assert ran.code == 1 and "无此市" in ran.err
