"""Cells of a workbook as text, and the limits under which one is opened."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime, time, timedelta

import pytest

from analysis.registers import workbook_process
from small_registers import workbook

MIDNIGHT, MORNING = datetime.fromisoformat("2021-03-05"), datetime.fromisoformat("2021-03-05 08:30")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "1"),
        (False, "0"),
        (3.0, "3"),
        (0.1, "0.1"),
        (9e-07, "0.0000009"),
        (123456789012345.0, "123456789012345"),
        (MIDNIGHT, "2021-03-05"),
        (MORNING, "2021-03-05 08:30:00"),
        (date(2021, 3, 5), "2021-03-05"),
        (time(8, 30), "08:30:00"),
        (timedelta(hours=30), "1 day, 6:00:00"),
        (" 某公司 ", "某公司"),
        ("9132028147931E7458", "9132028147931E7458"),
        ("", ""),
    ],
)
def test_a_cell_is_text_by_rule(value, text):
    assert workbook_process.workbook_cell_text(value) == text


def opened(path, output, memory=2**32, seconds=60, cells=1000):
    """The process that opens a workbook, as it ended."""
    limits = map(str, (memory, seconds, cells))
    return subprocess.run(
        [sys.executable, "-I", workbook_process.__file__, str(path), str(output), *limits], capture_output=True
    )


def test_the_first_line_lists_the_sheets_the_others_are_rows(tmp_path):
    path = workbook(tmp_path / "x.xlsx", {"明": [["甲", 1], [], ["乙"]], "暗": [["丙"]] * 20}, hidden=["暗"])
    assert opened(path, tmp_path / "rows").returncode == 0
    sheets, *rows = map(json.loads, (tmp_path / "rows").read_text("utf-8").splitlines())
    assert sheets == [["明", True], ["暗", False]]
    assert rows[:2] == [[0, 1, ["甲", "1"], []], [0, 3, ["乙", ""], []]]
    assert [row[0] for row in rows[2:]] == [1] * workbook_process.PEEP


@pytest.mark.parametrize("limit", [{"cells": 2}, {"memory": 2**24}])
def test_beyond_a_limit_the_process_ends_alone(tmp_path, limit):
    path = workbook(tmp_path / "x.xlsx", {"甲": [["1", "2", "3"]]})
    assert opened(path, tmp_path / "rows", **limit).returncode != 0
