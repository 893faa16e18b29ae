"""What each clause of each case waits for, put together from flags."""

import polars as pl

from analysis.scorecards.missing_lists import missing_names

HELD = pl.DataFrame({"a": [True, False, None], "b": [True, True, False]})


def test_names_stand_at_their_case_and_clause_in_the_order_of_the_flags():
    """Two clauses a case: the first waits for x and y, the second for nothing."""
    flags = [(0, "x", pl.col("a")), (0, "y", pl.col("b"))]
    assert missing_names(HELD, flags, 2).to_list() == [["x", "y"], [], ["y"], [], [], []]


def test_a_later_clause_waits_on_its_own():
    assert missing_names(HELD, [(1, "x", pl.col("b"))], 2).to_list() == [[], ["x"], [], ["x"], [], []]


def test_where_nothing_is_waited_for_every_list_is_empty():
    assert missing_names(HELD, [(0, "x", pl.lit(False) & pl.col("b"))], 1).to_list() == [[], [], []]
