"""The figures looked at: what each was before, and where it was read."""

from __future__ import annotations

import polars as pl
from polars.testing import assert_frame_equal

from analysis.facts import dictionary
from analysis.questions.audit.figure_history import FINDINGS, figures_with_history, findings_frame
from made_up import long, months


def test_each_figure_knows_the_latest_one_before_it():
    """February is missing: in March, January's figure is what was before."""
    history = figures_with_history(
        long(months("2021-01", {"permits": 10.0}, {"penalties": 1.0}, {"permits": 12.0})), dictionary()
    )
    march = history.filter(pl.col("month") == "2021-03").row(0, named=True)
    assert (march["fact"], march["before"], march["before_month"]) == ("permits", 10.0, "2021-01")


def test_a_missing_figure_is_no_figure():
    blank = long(months("2021-01", {"permits": 10.0})).with_columns(value=pl.lit(None, dtype=pl.Float64))
    assert figures_with_history(blank, dictionary()).is_empty()


def test_the_place_is_where_it_was_read_else_its_source():
    unplaced = long(months("2021-01", {"permits": 10.0}))
    placed = unplaced.with_columns(place=pl.lit("a.csv, row 2"))
    sourced = unplaced.with_columns(source=pl.lit("审批局台账"))
    assert [figures_with_history(facts, dictionary())["place"].item() for facts in (placed, sourced, unplaced)] == [
        "a.csv, row 2", "审批局台账", "",
    ]  # fmt: skip


def test_no_rows_give_no_findings_with_every_column():
    history = figures_with_history(long(months("2021-01", {"permits": 10.0})), dictionary())
    assert_frame_equal(findings_frame(history.clear(), "jump"), pl.DataFrame(schema=FINDINGS))
