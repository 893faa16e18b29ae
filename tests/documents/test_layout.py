"""Tables fit their page: columns as wide as their text needs, pages across only where they help."""

from __future__ import annotations

import pytest

from analysis.documents import DocumentCell, DocumentColumn, DocumentTable, Heading, Paragraph
from analysis.documents.layout import ACROSS, PADDING, UPRIGHT, keeps_together, page_runs, splittable_rows, table_fit


def table(rows: list[list[str]], kinds: list[str], small: bool = False) -> DocumentTable:
    heads = tuple(DocumentColumn(f"栏{place}", kind) for place, kind in enumerate(kinds))
    return DocumentTable("表", heads, tuple(tuple(map(DocumentCell, row)) for row in rows), small=small)


@pytest.mark.parametrize(
    "given",
    [
        table([["17", "个人诚信分", "2.50"]], ["id", "name", "number"]),
        table([["17", "名称" * 40, "缺（0.00–18.00）", "备注" * 60]], ["id", "name", "number", ""]),
        table([["长" * 30] * 12] * 20, [""] * 12),
        table([], ["", ""]),
        table([["x" * 500]], [""]),
    ],
)
def test_widths_fill_the_page_exactly(given):
    fit = table_fit(given)
    assert abs(sum(fit.widths) - (ACROSS if fit.across else UPRIGHT)) < 0.01
    assert all(wide > 0 for wide in fit.widths)


def test_a_short_table_is_set_large_and_upright():
    fit = table_fit(table([["17", "个人诚信分", "2.50"]], ["id", "name", "number"]))
    assert (fit.size, fit.across) == (10.5, False)


def test_the_longest_text_gets_the_room():
    fit = table_fit(table([["17", "名", "备注" * 60]] * 3, ["id", "name", ""]))
    assert fit.widths[2] > fit.widths[1] and fit.widths[2] > fit.widths[0]


def test_many_tall_rows_lie_across_and_one_alone_does_not():
    tall = ["名称", "长文" * 70, "长文" * 70, "长文" * 70]
    assert table_fit(table([tall] * 20, ["name", "", "", ""])).across
    assert not table_fit(table([tall], ["name", "", "", ""])).across


def test_a_number_is_never_broken():
    """A column of numbers has room for its longest: 14 half letters of 9 points are 63 points."""
    fit = table_fit(table([["1,234,567.89 元", "长文" * 200]], ["number", ""]))
    assert fit.widths[0] >= 14 * fit.size / 2


def test_headings_go_along_with_a_table_across():
    wide = table([["长文" * 40] * 8] * 20, [""] * 8)
    above, title = Paragraph("段"), Heading("题")
    assert table_fit(wide).across
    assert page_runs([above, title, wide, above]) == [(False, [above]), (True, [title, wide]), (False, [above])]
    assert page_runs([]) == []


def test_a_short_table_is_kept_whole_and_a_long_one_is_not():
    assert keeps_together(table([["1", "短"]] * 5, ["id", "name"]))
    assert not keeps_together(table([["1", "短"]] * 40, ["id", "name"]))
    assert not keeps_together(table([["1", "长" * 600]], ["id", "name"]))


def test_only_a_row_that_could_fill_a_page_may_be_split():
    assert splittable_rows(table([["1", "长" * 3000], ["2", "长" * 100]], ["id", "name"])) == [True, False]


def test_a_short_word_in_brackets_is_not_broken():
    """（信用牵头单位） stands whole, however little room there is: eight signs of 10.5 points and the padding."""
    text = "发展改革部门（信用牵头单位）"
    rows = tuple((DocumentCell("字" * 200), DocumentCell("字" * 200), DocumentCell(text)) for _ in range(9))
    fit = table_fit(DocumentTable("表", (DocumentColumn("甲"), DocumentColumn("乙"), DocumentColumn("丙")), rows))
    assert fit.widths[2] >= 8 * fit.size + PADDING
