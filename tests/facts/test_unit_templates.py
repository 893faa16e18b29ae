"""The workbook to list units in: equal bytes, kinds to choose from, kept units filled in."""

from __future__ import annotations

import io

import openpyxl

import small_units
from analysis import facts


def test_the_template_holds_the_kept_units_and_reads_back_as_they_are(home):
    small_units.build(home)
    content = facts.unit_template("320281")
    assert content == facts.unit_template("320281")
    path = home / "again.xlsx"
    path.write_bytes(content)
    keys = ("code", "name", "short", "kind", "group", "also")
    own = [{key: row[key] for key in keys} for row in facts.listed_units()]
    again = facts.read_units(path, "320281", new=True)
    assert [{key: row[key] for key in keys} for row in again] == own


def test_kinds_are_chosen_from_a_list(home):
    small_units.build(home)
    sheet = openpyxl.load_workbook(io.BytesIO(facts.unit_template("320583"))).worksheets[0]
    (rule,) = sheet.data_validations.dataValidation
    assert all(kind.zh in rule.formula1 for kind in facts.unit_kinds().values())
