"""Figures unchanged for months, and months copied from the one before."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import polars as pl
import pytest

from analysis.facts import dictionary
from analysis.questions.audit import audit_rules
from analysis.questions.audit.figure_history import figures_with_history
from analysis.questions.audit.repetition import copied_findings, rounding_findings, unchanged_findings
from honest import months, named
from made_up import long
from made_up import months as row_months

COUNTS = [
    name for name, fact in dictionary().items() if fact.nature != "state" and fact.unit in ("entity", "record", "code")
]


def with_history(facts):
    return figures_with_history(facts, dictionary())


def same(*values: float, fact: str = "permits"):
    return with_history(long(row_months("2021-01", *({fact: value} for value in values))))


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
    history = with_history(months(24, seed=7, cities=20))
    assert unchanged_findings(history, audit_rules()).height <= 0.001 * history.height
    assert copied_findings(history, audit_rules()).is_empty()


def test_a_copied_month_is_told_with_its_figures():
    facts, last = months(6, seed=1), named(7)[-1]
    copy = facts.filter(pl.col("month") == named(6)[-1]).with_columns(month=pl.lit(last))
    found = copied_findings(with_history(pl.concat([facts, copy])), audit_rules()).row(0, named=True)
    assert (found["month"], found["since"], found["size"]) == (last, named(6)[-1], 1.0)
    assert len(found["facts"]) == len(found["values"]) == len(found["places"]) >= 10


def test_a_month_copied_by_half_is_let_be():
    facts, last = months(6, seed=1), named(7)[-1]
    half = pl.int_range(pl.len()) % 2 == 0
    copy = facts.filter(pl.col("month") == named(6)[-1]).with_columns(
        month=pl.lit(last), value=pl.when(half).then(pl.col("value")).otherwise(pl.col("value") + 7)
    )
    assert copied_findings(with_history(pl.concat([facts, copy])), audit_rules()).is_empty()


def filed(values, status="supplied", month="2021-03"):
    rows = [("320281", month, name, float(value), status) for name, value in zip(COUNTS, values, strict=False)]
    return pl.DataFrame(rows, schema=["city", "month", "fact", "value", "status"], orient="row")


def roundings(facts):
    return rounding_findings(figures_with_history(facts, dictionary()), audit_rules())


def test_ten_counts_that_all_end_in_zero_are_told():
    found = roundings(filed([1_230 + 10 * place for place in range(10)])).row(0, named=True)
    assert found["rule"] == "10" and len(found["facts"]) == 10
    assert found["expected"] == pytest.approx(1.0) and found["size"] == pytest.approx(0.1**10)


def test_ten_counts_with_one_round_among_them_are_let_be():
    assert roundings(filed([1_230, *(1_231 + 7 * place for place in range(9))])).is_empty()


def test_hundreds_are_told_as_hundreds():
    assert roundings(filed([1_200 + 100 * place for place in range(10)]))["rule"].to_list() == ["100"]


def test_few_figures_prove_nothing():
    few = int(audit_rules().values["digit_least"]) - 1
    assert roundings(filed([1_000 * place for place in range(1, few + 1)])).is_empty()


def test_one_number_filed_for_many_figures_is_one_figure():
    """All of 2,000 permits reported, all 2,000 compliant: one round number, not ten."""
    assert roundings(filed([2_000] * 10)).is_empty()


@pytest.mark.parametrize("count", [8, 12, 20])
def test_so_many_are_told_where_so_many_or_more_are_less_likely_than_the_rule_allows(count):
    """The exact binomial tail, one digit in ten, decides for every number of round figures."""
    limit = audit_rules().values["digit_chance"] / len(audit_rules().digits)
    for part in range(count + 1):
        ways = sum(comb(count, many) * 9 ** (count - many) for many in range(part, count + 1))
        tail = Fraction(ways, 10**count)
        ends = [0] * part + [1] * (count - part)
        found = roundings(filed([10 * (1_001 + 7 * place) + end for place, end in enumerate(ends)])).filter(rule="10")
        assert found.height == (tail < limit), part
        assert found["size"].to_list() == pytest.approx([float(tail)] * found.height, rel=1e-12)


def test_what_was_counted_from_registers_stays_out():
    assert roundings(filed([1_000 * place for place in range(1, 11)], status="measured")).is_empty()


def test_counts_by_chance_are_told_in_no_more_than_one_month_of_a_thousand():
    random = np.random.default_rng(11)
    months = [f"{year}-{month:02d}" for year in range(1990, 2100) for month in range(1, 13)][:1_000]
    counts = pl.concat([filed(random.integers(1_000, 100_000, 20), month=month) for month in months])
    # at most 1 expected in 1,000 months; five or more would come of chance in one trial of 250
    assert roundings(counts).height < 5
