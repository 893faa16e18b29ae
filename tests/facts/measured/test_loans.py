"""Lending of the window, through platforms and outside them."""

from __future__ import annotations

from small_registers import code, delivered, figures, through

HEADS = ["record", "lender", "party_kind", "party_code", "amount", "amount_unit", "platform", "granted_on"]
NAMED = ("xinyidai_loans", "xinyidai_loans_platform", "xinyidai_loans_offplatform")


def loan(number, amount, unit, platform, day, kind="法人"):
    return dict(zip(HEADS, [str(number), "某银行", kind, code(number), amount, unit, platform, day], strict=True))


def test_sums_are_exact_in_yuan_whatever_the_unit(city):
    loans = [
        loan(1, "0.1", "元", "是", "2020-04-01"), loan(2, "0.2", "元", "是", "2021-03-31"),
        loan(3, "3", "万元", "否", "2021-01-01"),
        loan(4, "1", "亿元", "否", "2021-01-31"), loan(5, "9", "亿元", "是", "2021-01-31", "自然人"),
    ]  # fmt: skip
    through(city, "loans", *loans, dated="granted_on", heads=HEADS)
    measured = figures(*NAMED)
    assert [measured[name]["value"] for name in NAMED] == [100_030_000.3, 0.3, 100_030_000.0]
    assert [measured[name]["records"] for name in NAMED] == [4, 2, 2]


def test_a_window_without_loans_is_zero_and_one_not_delivered_is_missing(city):
    delivered(city, "halls", heads=["hall"])
    assert {row["status"] for row in figures(*NAMED).values()} == {"missing"}
    through(city, "loans", dated="granted_on", heads=HEADS)
    assert [row["value"] for row in figures(*NAMED).values()] == [0, 0, 0]
