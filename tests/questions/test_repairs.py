"""Repair dates asked of a city: the counts, the order and the days, worked by hand."""

from __future__ import annotations

from datetime import date

import pytest

import small_registers
from analysis.problems import InputError
from analysis.questions.repairs import repair_dates
from small_registers import CITY, code, delivered


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CITY_CREDIT_HOME", str(tmp_path))
    return small_registers.build(tmp_path)


def penalty(record, decided):
    return {"record": record, "party_code": code(1), "authority": "某局", "decided_on": decided}


@pytest.fixture
def three(home):
    """On 2021-04-06: P1 may be asked (general since 2020-12-02), P2 not yet (2021-06-02), P0 is off display."""
    for record, decided in (("P0", "2017-09-01"), ("P1", "2020-09-01"), ("P2", "2021-03-01")):
        delivered(home, "penalties", penalty(record, decided), month=decided[:7])
    delivered(home, "lists", {"kind": "black", "party_code": code(2), "entered_on": "2021-01-05", "exited_on": ""})
    return home


def test_the_summary_counts_each_record_once(three):
    rows = {row["subject"]: row for row in repair_dates("江阴", date(2021, 4, 6)).summary.iter_rows(named=True)}
    penalties = rows["penalties"]
    assert [penalties[name] for name in ("records", "can_ask", "may_ask", "waiting", "ended", "unruled")] == [
        3, 0, 1, 1, 1, 0,
    ]  # fmt: skip
    assert penalties["next"] == date(2021, 6, 2)
    assert rows["lists.black"]["unruled"] == rows["lists.black"]["records"] == 1


def test_each_record_has_a_row_a_document_with_the_days_of_each_class(three):
    spans = repair_dates(CITY, date(2021, 4, 6)).spans
    assert spans["record"].to_list() == ["P1", "P2", "P0", None]
    row = spans.row(0, named=True)
    assert row["classes"] == ["general", "serious", "specific"] and row["rule"] == "2019-527"
    assert row["first_days"] == [date(2020, 12, 2), date(2021, 3, 2), None]
    assert row["last_days"] == [date(2021, 9, 1), date(2023, 9, 1), date(2023, 9, 1)]
    assert row["states"] == ["can_ask", "can_ask", "never_asked"]


def test_across_a_change_of_rules_both_stand(home):
    delivered(home, "penalties", penalty("P1", "2026-03-31"), month="2026-03")
    board = repair_dates(CITY, date(2026, 4, 10))
    assert board.spans.select("rule", "stands").rows() == [
        ("2023-58", "decision"), ("2025-22", "decision"), ("2026-36", "later"),
    ]  # fmt: skip
    assert [rule.id for rule in board.sources] == ["2023-58", "2025-22", "2026-36"]
    assert board.summary["records"].to_list() == [1]


@pytest.mark.parametrize("name", ["江阴", "江阴市", "Jiangyin", "320281"])
def test_a_city_by_any_of_its_names(three, name):
    assert repair_dates(name, date(2021, 4, 6)).city == CITY


def test_what_nobody_bears_is_refused(three):
    with pytest.raises(InputError, match="江阳"):
        repair_dates("江阳", date(2021, 4, 6))


def test_lists_of_nothing_adverse_give_an_empty_board(home):
    delivered(home, "lists", {"kind": "red", "party_code": code(2), "entered_on": "2021-01-05", "exited_on": ""})
    board = repair_dates(CITY, date(2021, 4, 6))
    assert board.summary.is_empty() and board.spans.is_empty() and board.sources == ()
