"""Shared points as cells: what LibreOffice works out anew is what the engine gives, whoever applies."""

from __future__ import annotations

import polars as pl
import pytest

from analysis import scorecards
from analysis.reports import workbooks
from inapplicable_books import POINTS, book, drawn_units
from recalculating import formulas, names, recalculated
from reports.workbooks.worked import differing, edited, typed

CITY, MONTH = "320281", "2021-03"
UNITS = 6
TYPED = {"has_a1": 0.0, "has_b1": 0.0, "has_b2": 0.0, "x_a2": 3.0, "x_d": 1.0}
"""What is typed into the workbook: nothing of one group applies, and one of another does not."""


def card_of(rules, unit: dict, **changed: float):
    """The card of a unit among a few others."""
    others = drawn_units(3, 6, 0.0).with_columns(month=pl.lit(MONTH))
    own = pl.DataFrame([{**unit, "city": CITY, "month": MONTH, **changed}], schema=others.schema)
    return scorecards.card(pl.concat([own, others]), rules, CITY, MONTH)


@pytest.mark.parametrize(("over", "instead"), [("group", "share"), ("total", "share"), ("group", "mean")])
def test_a_workbook_recalculated_and_typed_into_gives_the_engines_points(tmp_path, over, instead):
    clauses = ("a1",) if instead == "mean" else ("a1", "b1", "b2")
    rules, books, after = book(tmp_path / "rules", over, instead, clauses), {}, {}
    changed = {name: value for name, value in TYPED.items() if name in rules.facts()}
    for number, unit in enumerate(drawn_units(UNITS, 5).rows(named=True)):
        content = workbooks.workbook_bytes([card_of(rules, unit)], "zh")
        books[f"u{number}"] = content
        books[f"typed{number}"] = edited(content, {typed(content, name): value for name, value in changed.items()})
        after[f"typed{number}"] = card_of(rules, unit, **changed)
    again = recalculated(books)
    for name, content in books.items():
        if name in after:
            agrees(after[name], content, again[name])
        else:
            assert formulas(content) and differing(content, again[name]) == [], name


def agrees(card, content: bytes, cells: dict):
    """Every part of every clause, group and of the total, as the engine has it."""
    called = names(content)
    for name in POINTS:
        row = card.points.row(by_predicate=pl.col("clause") == name, named=True)
        same(row, cells, {part: called[f"rules_{name}_{part}_shown"] for part in ("points", "low", "high", "possible")})
    for node in GROUP_NODES:
        same(card.node(node), cells, {part: called[f"rules_group_{node}_{part}"] for part in ("low", "high", "points")})
    same(card.node("total"), cells, {part: called[f"rules_total_{part}"] for part in ("low", "high", "points")})


GROUP_NODES = ("A", "B", "C")


def same(row: dict, cells: dict, places: dict):
    for part, place in places.items():
        if row[part] is None:
            assert not isinstance(cells[place], float | int), (row, part)
        else:
            assert cells[place] == pytest.approx(row[part], abs=1e-9), (row, part)
