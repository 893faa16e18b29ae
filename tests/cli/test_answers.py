"""Answers as text, JSON and CSV."""

from __future__ import annotations

import json
from datetime import date

import polars as pl

from analysis.cli.answers import as_csv, as_json, as_text
from analysis.questions.goal import BindingLimit
from analysis.views.view_objects import Table, table_columns


def test_tables_stand_one_after_another_with_their_notes():
    table = Table("Title", table_columns("One", "Two"), (("a", "b"),), "en", notes=("Said.",))
    empty = Table("Other", table_columns("One"), (), "en", empty="Nothing.")
    text = as_text([table, empty])
    assert text.splitlines()[0] == "Title" and "Said." in text and text.endswith("Other\nNothing.")


def test_json_holds_frames_as_rows_and_null_where_nothing_is_known():
    assert json.loads(as_json((BindingLimit("cap", "18.3", None),))) == [
        {"what": "cap", "name": "18.3", "amount": None}
    ]


def test_no_text_of_a_csv_begins_as_a_formula():
    frame = pl.DataFrame({"scenario": ["=1+1", "plan"], "clauses": [["a", "b"], ["-x"]]})
    assert as_csv(frame).splitlines() == ["scenario,clauses", "'=1+1,a;b", "plan,'-x"]


def test_a_day_is_written_as_a_day():
    assert json.loads(as_json({"on": date(2021, 4, 6), "rows": pl.DataFrame({"day": [date(2021, 4, 7), None]})})) == {
        "on": "2021-04-06", "rows": [{"day": "2021-04-07"}, {"day": None}],
    }  # fmt: skip
