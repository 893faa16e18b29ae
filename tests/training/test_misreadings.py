"""A clause as somebody misreads it: each misreading worked out by hand on a clause where it shows."""

from __future__ import annotations

import pytest

from analysis import rulebooks
from analysis.formulas import evaluate
from analysis.training import misreadings
from analysis.training.misreadings import MisreadClause


def misread(alter, book, clause, part="points", **names):
    rulebook = rulebooks.load(book)
    own = rulebook.clauses[clause]
    reading = getattr(misreadings, alter)(MisreadClause(own, rulebook))
    values = {name: value.amount for name, value in own.values.items()} | names
    tree = reading.whole(part)
    return evaluate(tree, {name: values.get(name) for name in tree.names})


SCORED = {"residents_scored": 730, "registered_population": 1000, "citizen_score_launched": True}
CASES = [
    # 30 / 10,000 yuan each x 0.002 % = 0.06 in points; the cap is 2
    ("without_cap", "hard-2019", "18.3", {"xinyidai_loans": 4e6, "market_entities": 20}, 4.0),
    ("ten_thousand_scale", "hard-2019", "18.3", {"xinyidai_loans": 2e9, "market_entities": 20_000}, 0.0002),
    ("without_factor", "hard-2019", "18.3", {"xinyidai_loans": 2e9, "market_entities": 20_000}, 100_000),
    ("inverted_ratio", "hard-2019", "12", {"unit_breach_records_linked": 40, "unit_breach_records": 20}, 1.0),
    # 9 unconnected at 0.5 each from 4
    ("without_floor", "hard-2019", "13", {"agencies": 50, "agencies_connected": 41}, -0.5),
    ("deduction_as_rest", "hard-2019", "13", {"agencies": 50, "agencies_connected": 47}, 1.5),
    ("share_as_percent", "hard-2019", "12", {"unit_breach_records_linked": 1, "unit_breach_records": 200}, 1.0),
    # 2.3 steps of 10 % above half: 1.5 + 0.5 x 2.3
    ("without_steps", "hard-2019", "17", SCORED, 2.65),
    ("full_for_target", "hard-2019", "17", SCORED, 4.0),
    ("without_veto", "hard-2019", "17", {**SCORED, "citizen_score_launched": False}, 2.5),
    ("swapped_strictness", "hard-2019", "17", {**SCORED, "residents_scored": 500}, 1.5),
    ("beyond_maximum", "hard-2019", "19.2", {"domains_recorded": 30}, 3.0),
    ("beyond_maximum", "hard-2019", "20.2", {"rectified_domains": 10, "rectified_domains_local": 6}, 1.6),
    ("beyond_maximum", "monitoring-2021", "40.2", {"security_incidents": 3}, -30.0),
    ("without_sign", "monitoring-2021", "40.2", {"security_incidents": 3}, 10.0),
    ("this_month_only", "monitoring-2021", "40.1", {"fraud_findings": 0, "fraud_in_force": True}, 0.0),
    ("any_condition", "monitoring-2021", "11",
     {"xinyidai_platform_joined": True, "xinyidai_platform_sharing": False}, 2.0),
    ("any_condition", "monitoring-2021", "33", {"repair_column_online": True, "repair_window_offline": False}, 0.0),
    ("without_benchmark", "monitoring-2021", "16", {"arrears_cleared": 40, "arrears": 100, "full": 0.8}, 0.8),
    ("zero_for_empty", "hard-2019", "12", {"unit_breach_records_linked": 0, "unit_breach_records": 0}, 0.0),
    ("full_marks", "hard-2019", "12", {}, 2.0),
]  # fmt: skip
TESTS = [
    ("swapped_strictness", "6", {"poor_credit_reports": 80, "poor_credit_entities": 100}, False),
    ("all_required", "6", {"poor_credit_reports": 90, "poor_credit_entities": 100}, False),
    ("without_veto", "6", {"poor_credit_reports": 1, "poor_credit_entities": 100}, True),
    ("other_league", "10.3", {"league": 1, "summoned": True, "monitoring_rank": 5}, True),
]


@pytest.mark.parametrize(("alter", "book", "clause", "names", "points"), CASES)
def test_points_as_misread(alter, book, clause, names, points):
    assert misread(alter, book, clause, **names) == pytest.approx(points)


@pytest.mark.parametrize(("alter", "clause", "names", "met"), TESTS)
def test_tests_as_misread(alter, clause, names, met):
    assert misread(alter, "hard-2019", clause, part="met", **names) is met


def test_what_is_not_there_cannot_be_misread():
    """Item 16 has no share, no steps and no condition."""
    book = rulebooks.load("hard-2019")
    clause = MisreadClause(book.clauses["16"], book)
    for alter in (
        "share_as_percent",
        "without_steps",
        "without_veto",
        "ten_thousand_scale",
        "without_floor",
        "any_condition",
    ):
        assert getattr(misreadings, alter)(clause).points == clause.reading.points
