"""The figures looked at: what each was before, and where it was read."""

from __future__ import annotations

import polars as pl
from polars.testing import assert_frame_equal

from analysis.facts import dictionary
from analysis.questions.audit.figure_history import FINDINGS, figures_with_history, findings_frame
from made_up import long, months


def test_each_figure_knows_the_latest_one_before_it():
    """February is missing: in March, January's figure is what was before."""
    known = figures_with_history(
        long(months("2021-01", {"permits": 10.0}, {"penalties": 1.0}, {"permits": 12.0})), dictionary()
    )
    march = known.filter(pl.col("month") == "2021-03").row(0, named=True)
    assert (march["fact"], march["before"], march["before_month"]) == ("permits", 10.0, "2021-01")


def test_a_missing_figure_is_no_figure():
    held = long(months("2021-01", {"permits": 10.0})).with_columns(value=pl.lit(None, dtype=pl.Float64))
    assert figures_with_history(held, dictionary()).is_empty()


def test_the_place_is_where_it_was_read_else_its_source():
    held = long(months("2021-01", {"permits": 10.0}))
    placed = held.with_columns(place=pl.lit("a.csv, row 2"))
    sourced = held.with_columns(source=pl.lit("审批局台账"))
    assert [figures_with_history(one, dictionary())["place"].item() for one in (placed, sourced, held)] == [
        "a.csv, row 2", "审批局台账", "",
    ]  # fmt: skip


def test_no_rows_give_no_findings_with_every_column():
    known = figures_with_history(long(months("2021-01", {"permits": 10.0})), dictionary())
    assert_frame_equal(findings_frame(known.clear(), "jump"), pl.DataFrame(schema=FINDINGS))
