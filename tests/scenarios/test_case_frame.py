"""What each name stands for in cases: a column where it varies, else a literal."""

from __future__ import annotations

import polars as pl

import made_up
from analysis import rulebooks, scenarios

BOOK = rulebooks.load("hard-2019")


def test_a_name_is_a_column_a_literal_or_unknown():
    held = scenarios.build_cases(made_up.row(joint_domains=3.0), BOOK, scenarios.BASELINE)
    assert isinstance(held.term("joint_domains"), pl.Expr)
    assert held.term("17.half") == 0.5
    assert held.term("residents_scored") is None


def test_bare_cases_have_the_names_and_no_row():
    held = scenarios.build_cases(made_up.row(joint_domains=3.0), BOOK, scenarios.BASELINE)
    assert held.bare().frame.height == 0 and held.bare().columns == held.columns
