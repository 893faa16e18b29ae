"""Facts of the lists: who is on them, who left, and what other registers say of the bodies."""

from __future__ import annotations

import pytest

from small_registers import code, delivered, figures, values

HEADS = ["kind", "party_code", "entered_on", "exited_on", "exit_reason", "domain"]


@pytest.fixture
def lists(city):
    """Delivers entries, each: kind, body, entered, left, why; bodies 1 to 9 are in operation, 10 is closed."""

    def deliver(*entries, operating=range(1, 10)):
        codes = [{"code": code(n), "name": f"某{n}", "kind": "企业法人", "status": "存续"} for n in operating]
        closed = {"code": code(10), "name": "某10", "kind": "企业法人", "status": "注销"}
        delivered(city, "codes", *codes, closed)
        rows = [dict(zip(HEADS, [kind, code(body), *more], strict=False)) for kind, body, *more in entries]
        delivered(city, "lists", *rows, heads=HEADS)

    return deliver


def test_an_entry_stands_from_its_first_day_until_the_day_it_is_left(lists):
    lists(
        ("黑名单", 1, "2021-03-31", ""),
        ("黑名单", 2, "2020-01-01", "2021-03-31"),
        ("黑名单", 3, "2020-01-01", "2021-04-01"),
    )
    assert values("blacklisted") == [2]


def test_a_body_on_several_lists_or_entered_again_counts_once(lists):
    lists(
        ("黑名单", 1, "2020-01-01", "", "", "税务"),
        ("黑名单", 1, "2020-01-01", "", "", "环保"),
        ("黑名单", 1, "2019-01-01", "2019-12-31", "整改", "税务"),
        ("评价为差", 1, "2020-06-01", ""),
        ("评价为差", 2, "2020-06-01", ""),
        ("红名单", 1, "2020-06-01", ""),
    )
    measured = figures("blacklisted", "poor_credit_entities", "listed_entities")
    assert {name: (row["value"], row["records"]) for name, row in measured.items()} == {
        "blacklisted": (1, 2), "poor_credit_entities": (2, 4), "listed_entities": (1, 3),
    }  # fmt: skip


def test_bodies_closed_or_not_in_the_code_register_are_not_in_operation(lists):
    lists(
        *(
            (kind, body, "2020-01-01", "")
            for kind in ("黑名单", "严重失信主体名单", "A级纳税人")
            for body in (1, 10, 99)
        )
    )
    assert values("blacklisted", "listed_entities", "serious_entities", "trusted_enterprises") == [1, 1, 3, 3]


def test_exits_count_within_the_window_after_rectification_only(lists):
    lists(
        ("黑名单", 1, "2019-01-01", "2020-04-01", "整改"),
        ("黑名单", 2, "2019-01-01", "2021-03-31", "信用修复"),
        ("黑名单", 3, "2019-01-01", "2020-03-31", "整改"),
        ("黑名单", 4, "2019-01-01", "2021-04-01", "整改"),
        ("黑名单", 5, "2019-01-01", "2020-06-01", "到期"),
        ("红名单", 6, "2019-01-01", "2020-06-01", "整改"),
        ("黑名单", 99, "2019-01-01", "2020-06-01", "整改"),
        ("黑名单", 1, "2020-05-01", "2020-06-01", "整改"),
    )
    assert values("blacklist_exits") == [3]


def test_the_seriously_dishonest_exposed_in_the_window_and_those_who_left(lists):
    """1 left and was listed again: among the exits and those listed, but exposed once."""
    lists(
        ("严重失信主体名单", 1, "2019-01-01", "2020-04-01", "整改"),
        ("严重失信主体名单", 1, "2020-05-01", ""),
        ("严重失信主体名单", 2, "2019-01-01", "2020-03-31", "到期"),
        ("严重失信主体名单", 3, "2021-03-31", ""),
        ("严重失信主体名单", 4, "2019-01-01", "2021-03-31", "到期"),
    )
    assert values("serious_entities", "serious_exits_12m", "serious_exposed_12m") == [2, 2, 3]


def test_taxpayers_and_traders_are_a_union(lists):
    lists(
        ("A级纳税人", 1, "2020-01-01"),
        ("高级认证企业", 1, "2020-01-01"),
        ("高级认证企业", 2, "2020-01-01", "2021-01-01"),
    )
    assert values("trusted_enterprises") == [1]


def test_what_blacklisted_bodies_did_by_the_months_end(lists, city):
    lists(*(("黑名单", body, "2020-01-01", "") for body in (1, 2, 3, 10)), ("评价为差", 4, "2020-01-01", ""))
    delivered(
        city,
        "reports",
        *({"record": str(n), "party_code": code(n), "submitted_on": "2015-01-01"} for n in (1, 4, 5, 10)),
    )
    delivered(city, "training", *({"party_code": code(n), "trained_on": f"2021-03-{n:02d}"} for n in (1, 1, 2, 10)))
    pledges = [("失信修复型", 1), ("失信修复型", 1), ("主动型", 2), ("失信修复型", 9)]
    delivered(
        city, "pledges",
        *(
            {"record": str(n), "kind": kind, "party_code": code(body), "made_on": "2021-03-01"}
            for n, (kind, body) in enumerate(pledges)
        ),
    )  # fmt: skip
    named = ("poor_credit_entities", "poor_credit_reports", "blacklisted_trained", "blacklisted_pledged")
    assert values(*named) == [4, 2, 2, 1]


def test_what_looks_bodies_up_is_missing_without_the_register_to_look_in(lists, city):
    lists(("黑名单", 1, "2020-01-01", ""))
    measured = figures("blacklisted", "blacklisted_trained", "poor_credit_reports", "blacklisted_pledged")
    assert {name: row["note"] for name, row in measured.items()} == {
        "blacklisted": None, "blacklisted_trained": "缺 信用修复培训 2021-03",
        "poor_credit_reports": "缺 信用报告 2021-03",
        "blacklisted_pledged": "缺 信用承诺 2021-03",
    }  # fmt: skip


def test_without_dates_of_exit_nobody_is_known_to_have_left(city):
    delivered(city, "lists", {"kind": "严重失信", "party_code": code(1), "entered_on": "2020-01-01"})
    measured = figures("serious_entities", "serious_exits_12m", "serious_exposed_12m", "blacklist_exits")
    assert {name: row["value"] for name, row in measured.items()} == {
        "serious_entities": 1, "serious_exits_12m": None, "serious_exposed_12m": None, "blacklist_exits": None,
    }  # fmt: skip
