"""Double disclosure, permits and penalties together: reported, compliant, concealed, omitted, late."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.facts.measured import measuring_values
from small_registers import ROOT, code, delivered, figures, restore, through, values

HEADS = [
    "record", "party_name", "party_code", "subject", "category", "authority", "decided_on", "reported_on", "concealed",
]  # fmt: skip
NAMED = ("disclosure_records", "disclosure_compliant", "disclosure_concealed", "disclosure_omitted", "disclosure_late")


@pytest.fixture
def both(city):
    """Delivers both registers over the window: a record each of the days decided, reported, and found concealed."""

    def deliver(permits=(), penalties=()):
        for name, records in (("permits", permits), ("penalties", penalties)):
            rows = [_record(number, *record) for number, record in enumerate(records)]
            through(city, name, *rows, dated="decided_on", heads=HEADS)

    return deliver


def _record(number, decided, reported="", concealed="否", **more):
    plain = {"party_name": "某公司", "party_code": code(1), "subject": "某事", "category": "普通", "authority": "某局"}
    return (
        {"record": str(number)}
        | plain
        | {"decided_on": decided, "reported_on": reported, "concealed": concealed}
        | more
    )


def test_the_window_begins_on_the_first_day_of_the_twelfth_month_back(both):
    both(permits=[("2020-04-01", "2020-04-02")], penalties=[("2020-04-30", "2020-05-06"), ("2021-03-31", "2021-03-31")])
    assert values("disclosure_records", "permits", "penalties") == [3, 1, 2]


def test_what_is_reported_after_the_months_end_has_not_happened_yet(both):
    both(permits=[("2021-03-30", "2021-03-31"), ("2021-03-30", "2021-04-01")])
    assert values("permits", "permits_reported", "disclosure_records", "disclosure_omitted") == [2, 1, 1, 0]


def test_a_report_in_time_late_and_omitted(both):
    """Seven working days after 8 March is 17 March; after 22 March it is 31 March, now over; 23 March runs on."""
    both(
        permits=[("2021-03-08", "2021-03-17"), ("2021-03-08", "2021-03-18")],
        penalties=[("2021-03-22",), ("2021-03-23",), ("2021-03-22", "2021-04-02")],
    )
    assert values("disclosure_records", "disclosure_late", "disclosure_omitted") == [2, 1, 2]


def test_rest_days_right_after_the_deadline_do_not_make_a_report_late(both):
    """Seven working days after Wednesday 3 March is Friday 12 March; 13 and 14 March are a weekend."""
    both(permits=[("2021-03-03", "2021-03-12"), ("2021-03-03", "2021-03-14"), ("2021-03-03", "2021-03-15")])
    assert values("disclosure_late") == [1]


def _chosen(city, name, was, chosen):
    path = city / "params" / "measures.toml"
    path.write_text(path.read_text("utf-8").replace(f"[{name}]\nis = {was}", f"[{name}]\nis = {chosen}"), "utf-8")


def test_such_rest_days_are_late_where_that_is_chosen(both, city):
    """As above; a report in time, on the deadline's own day, or earlier on a rest day, stays in time."""
    _chosen(city, "rest_day_after_deadline", '"in_time"', '"late"')
    days = [("2021-03-03", "2021-03-12"), ("2021-03-03", "2021-03-14"), ("2021-03-03", "2021-03-15")]
    both(permits=[*days, ("2021-03-03", "2021-03-07")])
    assert values("disclosure_late") == [2]


def test_late_is_more_than_twenty_days_where_that_is_chosen(both, city):
    """Twenty working days after 1 February 2021 end on 4 March: off from 11 to 17 February, at work on 7 and 20."""
    _chosen(city, "disclosure_deadline", 7, 20)
    both(permits=[("2021-02-01", "2021-03-04"), ("2021-02-01", "2021-03-05"), ("2021-03-08", "")])
    assert values("disclosure_late", "disclosure_omitted") == [1, 0]


def test_concealed_ones_are_not_also_omitted_and_no_longer_concealed_once_reported(both):
    both(penalties=[("2021-01-05", "", "是"), ("2021-01-05", "2021-03-01", "是"), ("2021-01-05", "2021-04-01", "是")])
    assert values(*NAMED) == [1, 1, 2, 0, 1]


def test_a_code_that_fails_makes_a_record_not_compliant_but_reported(city):
    wrong = code(1)[:-1] + ("0" if code(1)[-1] != "0" else "1")
    rows = [_record(1, "2021-03-01", "2021-03-02"), _record(2, "2021-03-01", "2021-03-02", party_code=wrong)]
    rows.append(_record(3, "2021-03-01", "2021-03-02", subject=""))
    through(city, "permits", *rows, dated="decided_on", heads=HEADS)
    through(city, "penalties", dated="decided_on", heads=HEADS)
    assert values("disclosure_records", "disclosure_compliant") == [3, 1]


def test_a_registry_that_no_table_knows_leaves_a_record_compliant(city):
    rows = [_record(1, "2021-03-01", "2021-03-02", party_code=code(1, "91999999"))]
    through(city, "permits", *rows, dated="decided_on", heads=HEADS)
    through(city, "penalties", dated="decided_on", heads=HEADS)
    assert values("disclosure_records", "disclosure_compliant") == [1, 1]


@pytest.mark.parametrize(
    ("column", "missing"),
    [
        ("reported_on", {*NAMED, "permits_reported"}),
        ("concealed", {"disclosure_concealed", "disclosure_omitted"}),
        ("subject", {"disclosure_compliant"}),
        ("party_code", {"disclosure_compliant"}),
    ],
)
def test_what_needs_a_column_that_one_month_lacks_is_missing_and_never_zero(both, city, column, missing):
    both(permits=[("2021-03-01", "2021-03-02")])
    cells = dict.fromkeys(HEADS, "某") | {"decided_on": "2020-08-03", "reported_on": "2020-08-04", "concealed": "否"}
    cells |= {"party_code": code(9)}
    delivered(city, "permits", {head: cells[head] for head in HEADS if head != column}, month="2020-08")
    measured = figures(*NAMED, "permits", "permits_reported", "penalties_reported")
    lacking = {name for name, row in measured.items() if row["value"] is None}
    assert lacking == missing
    assert all(measured[name]["note"] == f"缺 行政许可 2020-08（缺 {column} 列）" for name in missing)


def test_a_rule_chosen_by_an_earlier_test_is_not_left_behind(city):
    _chosen(city, "disclosure_deadline", 7, 20)
    restore(city)
    assert (city / "params" / "measures.toml").read_bytes() == (ROOT / "params" / "measures.toml").read_bytes()
    assert measuring_values()["disclosure_deadline"].on(date(2021, 3, 31)).number == 7
