"""The truth of small stories, counted by hand."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from analysis.simulations.scenes import RegisterStory
from analysis.simulations.truths import true_facts


@pytest.fixture
def of_march(scene, stories):
    """The truth of March with some stories told anew."""

    def figures(**rows):
        changed = {name: RegisterStory(name, story_rows) for name, story_rows in rows.items()}
        true = true_facts(scene, {**stories, **changed}).filter(pl.col("month") == "2021-03")
        return {fact: (value, records) for fact, value, records in true.select("fact", "value", "records").rows()}

    return figures


def test_open_reviews_are_overdue_ten_working_days_after(of_march):
    """Accepted on 16 and 18 March, open on the 31st: 11 and 9 working days; and two that took 10 and 11."""
    reviews = pl.DataFrame(
        {
            "accepted_on": [date(2021, 3, 16), date(2021, 3, 18), date(2021, 3, 1), date(2021, 3, 1)],
            "reviewed_on": [None, None, date(2021, 3, 15), date(2021, 3, 16)],
            "waited": [30, 30, 10, 11],
        }
    )
    found = of_march(repairs=reviews)
    assert found["repair_reviews"] == (4.0, 4) and found["repair_reviews_overdue"] == (2.0, 2)


def test_records_of_units_and_domains_are_all_that_stand_at_the_months_end(of_march):
    """月末数: records from before the twelve months count, later ones do not; each domain once."""
    days = [date(2019, 1, 1), date(2021, 3, 31), date(2021, 4, 1)]
    breaches = pl.DataFrame({"recorded_on": days, "kind": "unit", "linked": True, "resolved_on": days})
    reports = pl.DataFrame({"submitted_on": days, "party_code": "A", "domain": ["招标", "补贴", "评优"]})
    cases = pl.DataFrame({"decided_on": days, "kind": "punishment", "domain": ["税务", "税务", "环保"], "valid": True})
    found = of_march(breaches=breaches, reports=reports, cases=cases)
    assert found["unit_breach_records"] == found["unit_breach_records_linked"] == (2.0, 2)
    assert found["report_domains"] == (2.0, 2) and found["punishment_domains"] == (1.0, 2)
    assert found["joint_cases"] == (1.0, 1)


def test_codes_and_bodies_are_counted_each_by_themselves(of_march, stories):
    """Two bodies that share a code, and one with two codes: three bodies, three codes, all of these faulty."""
    rows = stories["codes"].rows.filter(pl.col("kind") == "company").head(4)
    rows = rows.with_columns(
        pl.Series("code", ["A", "A", "B", "C"]), pl.Series("name", ["甲", "乙", "丙", "丙"]),
        pl.lit("company").alias("kind"), pl.lit(date(2018, 1, 1)).alias("registered_on"),
        pl.lit(None, pl.Date).alias("closed_on"), pl.lit(True).alias("doubled"),
        pl.Series("legacy", ["1", "2", "3", "3"]),
    )  # fmt: skip
    found = of_march(codes=rows)
    assert found["codes_total"] == found["codes_faulty"] == found["codes_legacy"] == (3.0, 4)
    assert found["market_entities"] == found["enterprises"] == (3.0, 4)


def test_a_body_that_left_and_came_back_counts_once(of_march, rows):
    code = rows.filter(pl.col("party") & (pl.col("registered_on") < date(2018, 1, 1)) & pl.col("closed_on").is_null())[
        "code"
    ][0]
    entries = pl.DataFrame(
        {
            "party_code": [code] * 2,
            "kind": ["black"] * 2,
            "entered_on": [date(2020, 1, 1), date(2021, 3, 9)],
            "exited_on": [date(2021, 2, 1), None],
            "exit_reason": ["rectified", None],
        }
    )
    found = of_march(lists=entries)
    assert found["blacklisted"] == found["poor_credit_entities"] == found["blacklist_exits"] == (1.0, 1)
    assert found["serious_entities"] == (0.0, 0)


def test_the_mean_of_nothing_is_unknown(of_march, stories):
    found = of_march(objections=stories["objections"].rows.clear())
    assert found["objection_days"] == (None, None) and found["objections_valid"] == (0.0, 0)


def test_two_months_make_no_window_of_twelve(of_march):
    found = of_march()
    assert found["penalties"] == found["xinyidai_loans"] == found["site_visits_daily"] == (None, None)
    assert found["serious_exits_12m"] != (None, None)
