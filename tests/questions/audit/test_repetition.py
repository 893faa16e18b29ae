"""Figures unchanged for months, and months copied from the one before."""

from __future__ import annotations

import polars as pl

from analysis.facts import dictionary
from analysis.questions.audit import audit_rules
from analysis.questions.audit.figure_history import figures_with_history
from analysis.questions.audit.repetition import copied_findings, unchanged_findings
from honest import months, named
from made_up import long
from made_up import months as row_months


def known(facts):
    return figures_with_history(facts, dictionary())


def same(*values: float, fact: str = "permits"):
    return known(long(row_months("2021-01", *({fact: value} for value in values))))


def test_three_months_alike_are_told_in_the_third():
    found = unchanged_findings(same(48_210.0, 48_210.0, 48_210.0), audit_rules()).row(0, named=True)
    assert (found["month"], found["size"], found["since"]) == ("2021-03", 3.0, "2021-01")


def test_two_months_alike_are_let_be_and_a_run_begins_anew():
    assert unchanged_findings(same(48_210.0, 48_210.0, 48_211.0, 48_210.0, 48_210.0), audit_rules()).is_empty()


def test_small_and_steady_figures_may_stand_still():
    assert unchanged_findings(same(42.0, 42.0, 42.0), audit_rules()).is_empty()
    assert unchanged_findings(
        same(1_269_600.0, 1_269_600.0, 1_269_600.0, fact="registered_population"), audit_rules()
    ).is_empty()


def test_honest_months_stand_still_very_rarely():
    held = known(months(24, seed=7, cities=20))
    assert unchanged_findings(held, audit_rules()).height <= 0.001 * held.height
    assert copied_findings(held, audit_rules()).is_empty()


def test_a_copied_month_is_told_with_its_figures():
    facts, last = months(6, seed=1), named(7)[-1]
    copy = facts.filter(pl.col("month") == named(6)[-1]).with_columns(month=pl.lit(last))
    found = copied_findings(known(pl.concat([facts, copy])), audit_rules()).row(0, named=True)
    assert (found["month"], found["since"], found["size"]) == (last, named(6)[-1], 1.0)
    assert len(found["facts"]) == len(found["values"]) == len(found["places"]) >= 10


def test_a_month_copied_by_half_is_let_be():
    facts, last = months(6, seed=1), named(7)[-1]
    half = pl.int_range(pl.len()) % 2 == 0
    copy = facts.filter(pl.col("month") == named(6)[-1]).with_columns(
        month=pl.lit(last), value=pl.when(half).then(pl.col("value")).otherwise(pl.col("value") + 7)
    )
    assert copied_findings(known(pl.concat([facts, copy])), audit_rules()).is_empty()
