"""The rules as other tools take them: what is written, and that it means the same as the clause."""

from __future__ import annotations

import runpy

import numpy as np
import polars as pl
import pytest

from analysis import rulebooks
from analysis.formulas import parse_formula
from bench import instead, openfisca, scoring, sheets, written

BOOK = rulebooks.load("hard-2019")
NAMES = {"a": "A2", "b": "B2", "c": "C2"}


@pytest.mark.parametrize(
    ("formula", "sheet", "numpy"),
    [
        ("min(a, b, 1)", "MIN(MIN(A2, B2), 1.0)", "minimum(minimum(A2, B2), 1.0)"),
        ("when(a > 0 and b, c, 0)", "IF(AND((A2 > 0.0 + 1e-09), B2), C2, 0.0)",
         "where((((A2 > 0.0 + 1e-09) != 0) & (B2 != 0)) != 0, C2, 0.0)"),
        ("steps(a, b, c)", "INT((A2 - B2) / C2 + 1e-09)", "floor((A2 - B2) / C2 + 1e-09)"),
        ("not (a == 1) or -b < 0", "OR(NOT((ABS(A2 - 1.0) <= 1e-09)), ((-B2) < 0.0 - 1e-09))",
         "((((abs(A2 - 1.0) <= 1e-09) == 0) != 0) | (((-B2) < 0.0 - 1e-09) != 0))"),
    ],
)  # fmt: skip
def test_a_formula_is_written_in_the_words_of_each_tool(formula, sheet, numpy):
    rule = written.Rule("1", False, parse_formula(formula), ("a", "b", "c"), {})
    assert rule.formula(NAMES, written.SHEET) == sheet
    assert rule.formula(NAMES, written.NUMPY) == numpy


def test_every_clause_is_written_with_its_values_and_facts():
    rules = {rule.id: rule for rule in written.rules(BOOK)}
    assert list(rules) == list(BOOK.clauses)
    assert rules["18.3"].facts == ("market_entities", "xinyidai_loans") and not rules["18.3"].test
    assert rules["18.3"].values == {"rate": 0.00002, "most": 2.0}
    assert rules["1"].test


def test_the_cases_compared_are_whole_and_leave_nothing_open():
    wide = instead.cases(50)
    assert wide.height == 50
    assert sum(wide.null_count().row(0)) == 0
    assert scoring.outcomes(wide).null_count().pipe(lambda counts: sum(counts.row(0))) == 0


def test_the_rule_system_computes_what_the_clauses_say(tmp_path):
    """Worked out by numpy from the texts that OpenFisca is given, without OpenFisca."""
    wide = instead.cases(300)
    ours = scoring.outcomes(wide).select(pl.all().cast(pl.Float64))
    facts = {name: wide[name].to_numpy() for name in wide.columns}
    theirs = pl.DataFrame({rule.id: worked_out(rule, facts, tmp_path) for rule in written.rules(BOOK)})
    assert scoring.differences(ours, theirs) == []


def worked_out(rule, facts, folder):
    program = folder / "rule.py"
    text = rule.formula({name: name for name in (*rule.facts, *rule.values)}, written.NUMPY)
    program.write_text(f"from numpy import floor, maximum, minimum, where\nfound = {text}\n", "utf-8")
    with np.errstate(all="ignore"):
        return runpy.run_path(str(program), facts | rule.values)["found"].astype(float)


def test_the_rule_system_has_a_variable_for_each_fact_and_clause_and_is_python():
    text = openfisca.system(BOOK)
    compile(text, "rules.py", "exec")
    assert {f"class {name}(Variable):" for name in BOOK.facts()} <= {*text.splitlines()}
    assert "class item_18_3(Variable):" in text and "values.item_18_3.rate" in text


def test_a_recalculated_spreadsheet_agrees_or_is_said_not_to_be_here(tmp_path):
    if reason := sheets.absent():
        assert "libreoffice-calc-nogui" in reason
        return
    wide = instead.cases(20)
    assert scoring.differences(instead.decided(wide), instead.in_a_sheet(wide, BOOK)) == []


def test_without_the_tools_the_bench_says_so_and_goes_on(monkeypatch):
    monkeypatch.setattr(sheets, "PROGRAM", "no such program")
    monkeypatch.setattr(openfisca, "absent", lambda: "OpenFisca could not be installed")
    assert instead.faults(5) == []
    (table,) = instead.tables(print)
    assert table.rows == [] and "OpenFisca could not be installed" in table.notes and not table.aims
