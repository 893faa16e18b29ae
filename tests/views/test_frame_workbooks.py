"""Frames as a workbook: what was put in comes out, no text is a formula, equal frames give equal bytes."""

from __future__ import annotations

import io

import openpyxl
import polars as pl

from analysis.views.frame_workbooks import frames_workbook

FRAME = pl.DataFrame(
    {
        "city": ["320281", "=1+1", "@x"],
        "points": [1 / 3, None, -2.0],
        "rank": [1, None, 3],
        "missing": [["a", "b"], [], None],
    }
)


def test_what_was_put_in_comes_out():
    book = openpyxl.load_workbook(io.BytesIO(frames_workbook({"places": FRAME, "peers": FRAME.head(1)})))
    assert book.sheetnames == ["places", "peers"]
    rows = list(book["places"].iter_rows(values_only=True))
    assert rows[0] == ("city", "points", "rank", "missing")
    assert rows[1] == ("320281", 1 / 3, 1, "a; b") and rows[2][1:3] == (None, None)


def test_no_text_is_a_formula():
    sheet = openpyxl.load_workbook(io.BytesIO(frames_workbook({"places": FRAME})))["places"]
    assert [(sheet.cell(row, 1).value, sheet.cell(row, 1).data_type) for row in (3, 4)] == [("=1+1", "s"), ("@x", "s")]


def test_equal_frames_give_equal_bytes():
    assert frames_workbook({"places": FRAME}) == frames_workbook({"places": FRAME})
