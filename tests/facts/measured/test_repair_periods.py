"""Which documents bear on a record, which classes it may have, and how it stands on a day: worked by hand."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from analysis.facts.measured.repair_periods import repair_days
from analysis.facts.measured.repair_rules import load_repair_rules


def asked(dated, on, subject="penalties", confiscated=None):
    record = pl.DataFrame(
        {"subject": [subject], "dated": [date.fromisoformat(dated)], "confiscated": [confiscated]},
        schema_overrides={"confiscated": pl.Int64},
    )
    return repair_days(record, date.fromisoformat(on), load_repair_rules())


@pytest.mark.parametrize(
    ("dated", "on", "bearing"),
    [
        ("2019-06-30", "2021-04-06", [("2019-527", "later")]),
        ("2019-07-01", "2021-04-06", [("2019-527", "decision")]),
        ("2023-04-30", "2023-06-01", [("2019-527", "decision"), ("2023-58", "later")]),
        ("2023-05-01", "2023-06-01", [("2023-58", "decision")]),
        ("2025-06-21", "2025-07-01", [("2023-58", "decision"), ("2025-22", "later")]),
        ("2025-06-22", "2025-07-01", [("2023-58", "decision"), ("2025-22", "decision")]),
        ("2026-03-31", "2026-04-10", [("2023-58", "decision"), ("2025-22", "decision"), ("2026-36", "later")]),
        ("2026-04-01", "2026-04-10", [("2025-22", "decision"), ("2026-36", "decision")]),
        ("2026-01-10", "2026-01-10", [("2023-58", "decision"), ("2025-22", "decision"), ("2026-36", "later")]),
        ("2020-03-01", "2026-04-10", [("2019-527", "decision")]),  # off display by 2023-03-01, before Order 58
    ],
)
def test_the_documents_of_each_day_around_every_change(dated, on, bearing):
    found = asked(dated, on).select("rule", "stands").unique(maintain_order=True)
    assert found.rows() == bearing


def test_a_sum_confiscated_is_not_minor_by_order_36_alone():
    found = asked("2026-04-01", "2026-04-10", confiscated=100)
    assert found.filter(rule="2026-36")["class"].to_list() == ["general", "serious"]
    assert found.filter(rule="2026-36")["class_basis"].to_list() == ["account", "account"]
    assert found.filter(rule="2025-22")["class"].to_list() == ["minor", "general", "serious"]
    nothing = asked("2026-04-01", "2026-04-10", confiscated=0).filter(rule="2026-36")
    assert nothing["class"].to_list() == ["minor", "general", "serious"]
    assert nothing["class_basis"].to_list() == ["any"] * 3


def test_a_list_entry_is_serious_by_the_draft():
    found = asked("2026-04-01", "2026-04-10", "lists.serious").filter(rule="2026-36")
    assert found.select("class", "class_basis", "state").rows() == [("serious", "draft", "waiting")]


@pytest.mark.parametrize("subject", ["lists.black", "lists.poor", "lists.unheard"])
def test_what_no_document_covers_has_no_date(subject):
    (row,) = asked("2026-04-01", "2026-04-10", subject).to_dicts()
    assert row["state"] == "unruled"
    assert row["rule"] is row["class"] is row["first_repair"] is row["last_display"] is None


@pytest.mark.parametrize(
    ("on", "state"),
    [("2026-07-01", "waiting"), ("2026-07-02", "can_ask"), ("2027-04-01", "can_ask"), ("2027-04-02", "ended")],
)
def test_the_state_of_a_general_penalty_of_the_first_day_of_april(on, state):
    """Three months to 1 July, a year to 1 April: asked from 2 July, shown through 1 April."""
    assert asked("2026-04-01", on).filter(pl.col("class") == "general", rule="2026-36")["state"].item() == state


def test_minor_waits_for_duties_and_specific_is_never_asked():
    minor = asked("2026-04-01", "2026-04-10").filter(pl.col("class") == "minor", rule="2026-36").row(0, named=True)
    assert minor["state"] == "duties" and minor["first_repair"] is None and minor["last_display"] == date(2026, 7, 1)
    specific = asked("2020-04-01", "2021-04-10").filter(pl.col("class") == "specific").row(0, named=True)
    assert specific["state"] == "never_asked" and specific["first_repair"] is None


def test_no_records_give_no_rows():
    assert repair_days(asked("2026-04-01", "2026-04-10").select("subject", "dated", "confiscated").clear(),
                       date(2026, 4, 10), load_repair_rules()).is_empty()  # fmt: skip
