"""The other ways that the bench measures against give the project's own answers, so that its ratios mean something."""

from __future__ import annotations

import polars as pl

from bench import scoring, sweeps

FEW = 300


def test_the_plain_loop_and_pandas_agree_with_the_project():
    assert scoring.faults(FEW) == []


def test_a_sweep_gives_the_same_as_changes_and_as_facts():
    assert sweeps.faults(FEW) == []


def test_a_difference_and_a_missing_figure_are_told():
    ours, theirs = pl.DataFrame({"points": [1.0, None, 2.0]}), pl.DataFrame({"points": [1.0 + 1e-6, 3.0, 2.0]})
    (fault,) = scoring.differences(ours, theirs)
    assert fault.startswith("points") and "1e-06" in fault and fault.endswith("1")
    assert scoring.differences(ours, ours) == []
