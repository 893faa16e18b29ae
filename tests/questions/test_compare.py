"""Scenarios side by side: all that differs and nothing else, vetoes first."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given

from analysis import scenarios, scorecards
from analysis.questions import compare
from analysis.scenarios import BASELINE, Change, Scenario

from .conftest import MONTH, SEEDS, SOME, asked, loaded, one_city, sample

LENDING = Scenario("lending", (Change("xinyidai_loans", "add", 30, "亿元"),))
DOMAIN = Scenario("domain", (Change("xinyi_domains", "add", 1),))
VETO = Scenario("veto", (Change("service_halls_connected", "set", 17), Change("domains_listed", "set", 5)))


@pytest.mark.parametrize("scenario", [BASELINE, LENDING, VETO], ids=lambda scenario: scenario.name)
def test_a_scenario_beside_itself_differs_in_nothing(scenario):
    comparison = asked(compare.side_by_side, [scenario], scenario=scenario)
    assert comparison.clauses.is_empty()
    assert comparison.totals["change"].to_list() == [0, 0]


def test_30_yi_of_lending_and_one_more_domain_are_worth_the_same():
    comparison = asked(compare.side_by_side, [LENDING, DOMAIN, scenarios.stack_scenarios([LENDING, DOMAIN])])
    assert comparison.totals["change"].to_list() == [0, pytest.approx(0.3), pytest.approx(0.3), pytest.approx(0.6)]
    assert comparison.clauses.select("scenario", "clause").rows() == [
        ("lending", "18.3"), ("domain", "18.1"), ("lending + domain", "18.1"), ("lending + domain", "18.3"),
    ]  # fmt: skip


def test_vetoes_stand_first():
    comparison = asked(compare.side_by_side, [DOMAIN, VETO])
    assert comparison.clauses.select("scenario", "clause", "met_base", "met").row(0) == ("veto", "4", True, False)
    assert comparison.totals["passes"].to_list() == [True, True, False]


def test_the_base_may_be_a_scenario():
    comparison = asked(compare.side_by_side, [BASELINE], scenario=LENDING)
    assert comparison.names == ("lending", "baseline")
    assert comparison.totals["change"].to_list() == [0, pytest.approx(-0.3)]


@SOME
@given(seed=SEEDS)
def test_what_is_listed_is_all_that_differs(seed):
    facts = one_city("hard-2019", seed, missing=0.2)
    plan = Scenario(
        "plan",
        (Change("xinyi_domains", "set", 9), Change("township_plan", "set", 0), Change("17.reading", "set", "linear")),
    )
    comparison = asked(compare.side_by_side, [plan], facts=facts)
    parts = ["points", "low", "high", "possible", "met", "reading"]
    rows = [
        scorecards.score(facts, loaded("hard-2019"), scenario).select("clause", *parts).rows()
        for scenario in (BASELINE, plan)
    ]
    differing = {before[0] for before, after in zip(*rows, strict=True) if before != after}
    assert set(comparison.clauses["clause"]) == differing


def test_the_totals_are_the_scorecards():
    totals = asked(compare.side_by_side, [VETO]).totals
    scored = scorecards.total(sample(), loaded("hard-2019"), [BASELINE, VETO]).filter(pl.col("month") == MONTH)
    assert totals.drop("change").equals(scored.drop("city", "month"))
