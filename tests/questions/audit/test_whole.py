"""The audit as a whole: each planted fault is found as what it is, and once; an honest file is let be."""

from __future__ import annotations

import polars as pl
import pytest

from analysis import rulebooks
from analysis.problems import InputError
from analysis.questions.audit import SEVERITIES, audit
from honest import figure, months, named, planted

BOOKS = [rulebooks.load("monitoring-2021")]
MONTHS = named(24)
LAST = MONTHS[-1]


def found(facts, **asked):
    findings = audit(facts, BOOKS, **asked).findings
    return findings.filter(pl.col("kind") != "missing")


def test_an_honest_month_is_let_be():
    assert found(months(24, seed=3), months=[LAST]).is_empty()


@pytest.mark.parametrize(
    ("fact", "value", "kinds"),
    [
        ("permits", lambda usual: usual * 4, {"jump"}),
        ("xinyidai_loans", lambda usual: usual / 10_000, {"slip"}),
        ("xinyidai_loans", lambda usual: 9_000.0, {"slip"}),
        ("trusted_enterprises", lambda usual: usual * 10, {"identity", "jump"}),
        ("penalties_reported", lambda usual: usual * 2, {"identity", "jump"}),
        ("market_entities", lambda usual: round(usual / 10_000), {"identity", "slip"}),
    ],
)
def test_a_planted_fault_is_found_as_what_it_is(fact, value, kinds):
    facts = months(24, seed=3)
    findings = found(planted(facts, fact, LAST, value(figure(facts, fact, LAST))), months=[LAST])
    assert set(findings["kind"]) == kinds
    assert all(
        fact in facts or row["kind"] == "identity" for row in findings.iter_rows(named=True) for facts in [row["facts"]]
    )


def test_a_slip_is_not_told_as_a_jump_again():
    facts = months(24, seed=3)
    findings = found(planted(facts, "permits", LAST, figure(facts, "permits", LAST) * 10_000), months=[LAST])
    own = findings.filter(pl.col("facts").list.contains("permits"), pl.col("kind").is_in(["slip", "jump"]))
    assert own["kind"].to_list() == ["slip"]


def test_the_gravest_come_first_and_each_bears_its_price():
    facts = planted(months(24, seed=3), "market_entities", LAST, 20.0)
    findings = found(facts, months=[LAST])
    ranks = [SEVERITIES.index(severity) for severity in findings["severity"]]
    assert ranks == sorted(ranks) and set(findings["cost"]) == {60.0}


def test_only_the_months_and_the_city_asked_for_are_told():
    facts = planted(planted(months(24, seed=3, cities=2), "permits", LAST, 3.0), "permits", MONTHS[20], 3.0, "320282")
    findings = found(facts, months=[LAST])
    assert set(findings.select("city", "month").rows()) == {("320281", LAST)}
    assert found(facts, months=[LAST], city="320282").is_empty()


def test_a_month_that_is_not_there_is_told():
    with pytest.raises(InputError, match="There are no figures"):
        audit(months(2), BOOKS, ["2031-01"])
