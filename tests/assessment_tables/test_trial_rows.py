"""A clause tried on typed figures gives the points worked out by hand."""

from __future__ import annotations

import pytest

from analysis import rulebooks
from analysis.assessment_tables.trial_rows import trial_names, try_clause
from published_kinds import Kind, book_of

POINT = "point"


@pytest.fixture
def book(tmp_path):
    each = Kind("每配合一个得0.5分，最高4分。", "min(most, each * answered)",
                values={"most": (4, POINT), "each": (0.5, "point/document")})  # fmt: skip
    rank = Kind("按名次，第一名满分，每低一名减0.1分。", "max(0, most - each * (place(rate) - 1))",
                values={"most": (3, POINT), "each": (0.1, POINT)}, more='field = { of = "league" }')  # fmt: skip
    return rulebooks.load(book_of(tmp_path / "book", **{"1": each, "2": rank}))


def test_typed_figures_give_points_and_working(book):
    trial = try_clause(book, "1", {"answered": "３"})
    assert trial.row["points"] == 1.5 and trial.problems == () and trial_names(book, "1") == ("answered",)
    assert trial.working.steps == ("0.5 × 3 = 1.5",)


def test_nothing_typed_is_missing_and_nonsense_is_said(book):
    assert try_clause(book, "1", {}).row["missing"] == ["answered"]
    trial = try_clause(book, "1", {"answered": "<b>三</b>"})
    assert trial.row["points"] is None and "指标answered" in trial.problems[0].where


def test_many_units_are_ranked_ties_share_and_a_missing_figure_leaves_places_open(book):
    trial = try_clause(book, "2", {"rate": "90%"}, "甲镇, 100%\n乙镇，0.9\n丙镇,80%")
    assert trial.ranking.select("unit", "points", "place").rows() == [
        ("甲镇", 3.0, 1), ("本单位", pytest.approx(2.9), 2), ("乙镇", pytest.approx(2.9), 2),
        ("丙镇", pytest.approx(2.7), 4),
    ]  # fmt: skip
    opened = try_clause(book, "2", {"rate": "90%"}, "甲镇,\n乙镇,80%")
    assert (opened.row["low"], opened.row["high"]) == (pytest.approx(2.9), pytest.approx(3.0))


def test_alone_a_comparison_is_open_and_says_why(book):
    trial = try_clause(book, "2", {"rate": "90%"})
    assert trial.row["points"] is None and "不作比较" in trial.working.steps[0]


def test_too_many_figures_in_a_line_are_said(book):
    (problem,) = try_clause(book, "2", {"rate": "1"}, "甲镇,1,200").problems
    assert problem.where == "甲镇" and "千分位" in problem.zh
