"""Bodies with a pledge, and pledges reported."""

from __future__ import annotations

from small_registers import code, delivered, figures, values


def pledge(number, kind, body, made_on="2021-03-01", reported=""):
    return {"record": str(number), "kind": kind, "party_code": code(body), "made_on": made_on, "reported_on": reported}


def test_voluntary_and_industry_pledges_are_a_union_of_market_entities_in_operation(city):
    kinds = {
        1: ("企业法人", "存续"),
        2: ("个体工商户", "存续"),
        3: ("机关", "存续"),
        4: ("企业法人", "注销"),
        5: ("合伙企业", "在业"),
    }
    bodies = (
        {"code": code(n), "name": f"某{n}", "kind": kind, "status": status} for n, (kind, status) in kinds.items()
    )
    delivered(city, "codes", *bodies)
    kinds = ["主动型", "行业自律型", "主动型", "行业自律型", "审批替代型", "主动型", "行业自律型"]
    rows = (pledge(n, kind, body) for n, (kind, body) in enumerate(zip(kinds, [1, 1, 2, 3, 5, 4, 99], strict=True)))
    delivered(city, "pledges", *rows)
    measured = figures("entities_pledged")["entities_pledged"]
    assert (measured["value"], measured["records"]) == (2, 3)


def test_pledges_reported_within_the_window_count_each(city):
    days = ["2020-04-01", "2021-03-31", "2020-03-31", "2021-04-01", ""]
    delivered(city, "pledges", *(pledge(n, "主动型", 1, "2020-01-01", day) for n, day in enumerate(days)))
    assert values("pledges_reported") == [2]


def test_without_the_code_register_pledged_bodies_are_missing(city):
    delivered(city, "pledges", pledge(1, "主动型", 1))
    assert figures("entities_pledged")["entities_pledged"]["note"] == "缺 统一社会信用代码 2021-03"
