"""Valid cases of joint rewards and punishments, and domains with a punishment."""

from __future__ import annotations

from small_registers import delivered, figures


def test_valid_cases_of_the_window_and_every_domain_punished_up_to_the_months_end(city):
    cases = [
        ("惩戒", "税务", "2020-04-01", "是"), ("惩戒", "税务", "2021-03-31", "是"),
        ("激励", "环保", "2021-03-01", "是"),
        ("惩戒", "质量", "2020-03-31", "是"), ("惩戒", "食品", "2021-03-01", "否"),
    ]  # fmt: skip
    rows = (
        {"record": str(n), "kind": kind, "domain": domain, "decided_on": day, "valid": valid}
        for n, (kind, domain, day, valid) in enumerate(cases)
    )
    delivered(city, "cases", *rows)
    measured = figures("joint_cases", "punishment_domains")
    assert (measured["joint_cases"]["value"], measured["joint_cases"]["records"]) == (3, 3)
    assert (measured["punishment_domains"]["value"], measured["punishment_domains"]["records"]) == (2, 3)
