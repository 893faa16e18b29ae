"""The other ways that the bench measures against give the project's own answers, so that its ratios mean something."""

from __future__ import annotations

import polars as pl
import pytest

from bench import filed, scoring, tables

FEW = 300


def test_cases_from_a_file_come_to_the_totals_of_those_in_memory(monkeypatch):
    monkeypatch.setattr(filed.wide_facts, "BLOCK_ROWS", 100)
    assert filed.faults(FEW) == []


def test_an_aim_is_met_from_its_bound_on():
    least, most = tables.Aim(10, "least", 1.0, 8.0, least=8), tables.Aim(10, "most", 1.0, 2.6, most=2.5)
    assert least.met and not most.met
    assert least.row()[2:] == ("1.00 s", "8 ×", "≥ 8 ×", "达到 met")
    assert most.row()[2:] == ("1.00 s", "2.6 ×", "≤ 2.5 ×", "未达 missed")


def test_an_aim_has_one_bound():
    for bounds in ({}, {"least": 1, "most": 2}):
        with pytest.raises(ValueError, match="least or most"):
            tables.Aim(1, "nothing", 1.0, 1.0, **bounds)


def test_a_difference_and_a_missing_figure_are_named():
    ours, theirs = pl.DataFrame({"points": [1.0, None, 2.0]}), pl.DataFrame({"points": [1.0 + 1e-6, 3.0, 2.0]})
    (fault,) = scoring.differences(ours, theirs)
    assert fault.startswith("points") and "1e-06" in fault and fault.endswith("1")
    assert scoring.differences(ours, ours) == []
