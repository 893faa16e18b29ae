"""Domains in which credit reports were used."""

from __future__ import annotations

from small_registers import code, delivered, figures, values


def test_every_domain_up_to_the_months_end_counts_once(city):
    days = [
        ("招标", "2020-04-01"),
        ("招标", "2021-03-31"),
        ("补贴", "2020-03-31"),
        ("", "2021-01-01"),
        ("评优", "2020-12-01"),
        ("政府采购", "2021-04-01"),
    ]
    rows = (
        {"record": str(n), "party_code": code(1), "domain": name, "submitted_on": day}
        for n, (name, day) in enumerate(days)
    )
    delivered(city, "reports", *rows)
    assert values("report_domains") == [3]


def test_without_the_column_of_domains_it_is_missing(city):
    delivered(city, "reports", {"record": "1", "party_code": code(1), "submitted_on": "2021-03-01"})
    assert figures("report_domains")["report_domains"]["note"] == "缺 信用报告 2021-03（缺 domain 列）"
