"""Approval items, items on a pledge, and departments by name."""

from __future__ import annotations

from small_registers import delivered, figures, values

NAMED = (
    "approval_items", "approval_items_tolerant", "notified_items", "pledge_items", "pledge_items_applied",
    "approval_departments", "approval_departments_tolerant",
)  # fmt: skip


def item(name, department, *flags):
    columns = ("approval", "tolerant", "notified", "pledgeable", "pledged")
    return {"item": name, "department": department} | dict(zip(columns, flags, strict=False))


def test_items_and_departments(city):
    delivered(
        city, "items",
        item("一", "甲局", "是", "是", "是", "是", "是"), item("二", "甲局", "是", "是", "否", "是", "否"),
        item("一", "乙局", "是", "否", "", "否", "是"), item("三", "丙局", "否", "是", "是", "是", ""),
    )  # fmt: skip
    assert values(*NAMED) == [3, 2, 2, 3, 1, 2, 1]


def test_columns_not_delivered_leave_their_own_facts_missing(city):
    delivered(city, "items", {"item": "一", "department": "甲局", "approval": "是"})
    measured = figures(*NAMED)
    assert [measured[name]["value"] for name in NAMED] == [1, None, None, None, None, 1, None]
