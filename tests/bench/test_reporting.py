"""The loop that the run is measured against executes the same notebooks to the same outputs."""

from __future__ import annotations

from bench import reporting


def test_papermill_in_a_loop_gives_the_outputs_of_the_published_notebooks():
    assert reporting.faults() == []


def test_a_minute_holds_so_many_reports():
    assert reporting.Taken(4, 120.0, 10.0).a_minute == 2
