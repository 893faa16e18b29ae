"""Tables of comparisons and sweeps."""

from __future__ import annotations

from analysis.views import comparison_tables

from . import asked_of


def test_what_differs_stands_with_before_and_after_and_vetoes_first():
    table = comparison_tables.comparison_table(asked_of.compared(), asked_of.BOOK)
    assert table.title == "江阴市2021年3月：各情景与“baseline”相比"
    assert table.rows[0][1:5] == ("第4项“政务服务大厅接入信用平台和网站”", "通过", "未通过", "评定变化")
    assert ("xinyidai_loans=+30亿", "第18.3项“‘信易贷’开展情况”", "0.12", "0.42", "+0.30", "") in table.rows
    assert "方案不等于已经做到" in table.notes[-1]


def test_the_base_heads_the_totals():
    rows = comparison_tables.totals_comparison(asked_of.compared(), "en").rows
    assert rows[0] == ("baseline", "passed", "36.41–38.41", "+0.00")
    assert rows[-1][1:] == ("failed", "36.71–38.71", "+0.30")


def test_every_turn_is_a_row():
    rows = comparison_tables.turns_table(asked_of.swept(), asked_of.BOOK).rows
    assert rows[2] == ("888,720人", "第17项“个人诚信分覆盖”", "满一档", "2.00 → 2.50", "36.41 → 36.91")


def test_a_test_that_turns_shows_its_outcomes():
    (row,) = comparison_tables.turns_table(asked_of.swept("monitoring_rank"), asked_of.BOOK, "en").rows
    assert row[0] == "101" and row[3] == "passed → failed"


def test_the_curve_and_the_grid_are_tables_too():
    curve = comparison_tables.sweep_table(asked_of.swept(), asked_of.BOOK)
    assert len(curve.rows) == asked_of.swept().curve.height and "<table" in curve._repr_html_()
    grid = comparison_tables.grid_table(asked_of.crossed(), asked_of.BOOK, "en")
    assert grid.columns[0].title == "Residents with an integrity score"
    assert [len(row) for row in grid.rows] == [len(grid.columns)] * len(grid.rows)
