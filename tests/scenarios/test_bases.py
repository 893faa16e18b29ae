"""What is said of scenarios before they are used: conflicts, other facts, unusual values."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

import made_up
from analysis import rulebooks, scenarios
from analysis.problems import InputError
from analysis.scenarios import Change, Scenario, scenario_base, scenario_conflicts, scenario_remarks

BOOK = rulebooks.load("hard-2019")
FACTS = made_up.row(xinyidai_loans=1e9, market_entities=2e5, joint_domains=3.0)
ONE = Scenario("one", (Change("joint_domains", "set", 10),))
OTHER = Scenario("other", (Change("joint_domains", "set", 20),))


def said(*parts, facts=FACTS):
    return [(remark.where, remark.en) for remark in scenario_remarks(facts, BOOK, "320281", made_up.MONTH, parts)]


def test_two_parts_that_set_the_same_are_told_and_the_later_counts():
    ((where, en),) = said(ONE, OTHER)
    assert where == "scenario, joint_domains" and "the later, 'other', counts" in en
    stacked = scenarios.build_cases(FACTS, BOOK, scenarios.stack_scenarios([ONE, OTHER]))
    assert stacked.frame["joint_domains"].to_list() == [20]


@pytest.mark.parametrize(
    "change",
    [
        Change("joint_domains", "add", 1), Change("joint_domains", "set", 10), Change("xinyi_domains", "set", 2),
        Change("joint_domains", "set", 5, city="999999"),
    ],
)  # fmt: skip
def test_what_adds_agrees_or_is_elsewhere_is_no_conflict(change):
    first = Scenario("one", (Change("joint_domains", "set", 10, city="320281"),))
    assert scenario_conflicts([first, Scenario("next", (change,))]) == ()


def test_readings_conflict_too():
    parts = [Scenario(name, (Change("17.reading", "set", name),)) for name in ("linear", "default")]
    assert [problem.where for problem in scenario_conflicts(parts)] == ["scenario, 17.reading"]


def test_a_scenario_made_on_other_facts_says_so():
    base = scenario_base(FACTS, BOOK, "320281", made_up.MONTH)
    based = replace(ONE, base=base)
    assert said(based) == []
    moved = FACTS.with_columns(joint_domains=pl.lit(4.0))
    assert "made on other facts than these (320281 2021-03)" in said(based, facts=moved)[0][1]
    assert scenario_base(made_up.long(FACTS), BOOK, "320281", made_up.MONTH) == base


def test_unusual_values_are_told_and_impossible_ones_refused():
    assert (
        "outside the usual 0–200,000,000,000"
        in said(Scenario("much", (Change("xinyidai_loans", "set", 3000, "亿元"),)))[0][1]
    )
    assert "outside the usual 0–2" in said(Scenario("rule", (Change("17.each", "set", 3),)))[0][1]
    with pytest.raises(InputError):
        said(Scenario("less", (Change("xinyidai_loans", "set", -1),)))
