"""Facts measured from the register of approval and service items (审批服务事项)."""

from __future__ import annotations

import narwhals as nw

from analysis.facts.measured.registry import Moment, declare_measure


@declare_measure("items")
def approval_items(moment: Moment) -> nw.Expr:
    """Administrative approval items.

    Unit: item. Source: items at the month's end. Clause: hard item 9.3.
    """
    return nw.col("approval")


@declare_measure("items", columns=("tolerant",))
def approval_items_tolerant(moment: Moment) -> nw.Expr:
    """Of those: accepted with deficiencies on a pledge.

    Unit: item. Source: items. Clause: hard item 9.3.
    """
    return nw.col("approval") & nw.col("tolerant")


@declare_measure("items", columns=("notified",))
def notified_items(moment: Moment) -> nw.Expr:
    """Items of the separation reform on notification and commitment.

    Unit: item. Source: items, whose column marks only items of the reform's list. Clause: hard item 9.2.
    """
    return nw.col("notified")


@declare_measure("items", columns=("pledgeable",))
def pledge_items(moment: Moment) -> nw.Expr:
    """Items that may by law be done on a pledge.

    Unit: item. Source: items. Clause: monitoring indicator 19.
    """
    return nw.col("pledgeable")


@declare_measure("items", columns=("pledgeable", "pledged"))
def pledge_items_applied(moment: Moment) -> nw.Expr:
    """Of those: on a pledge in the service hall.

    Unit: item. Source: items. Clause: monitoring indicator 19.
    """
    return nw.col("pledgeable") & nw.col("pledged")


@declare_measure("items", of="department")
def approval_departments(moment: Moment) -> nw.Expr:
    """Departments with approval power: those with an approval item, each once.

    Unit: department, by name. Source: items. Clause: hard item 18.2.
    """
    return nw.col("approval")


@declare_measure("items", of="department", columns=("tolerant",))
def approval_departments_tolerant(moment: Moment) -> nw.Expr:
    """Of those: departments that accept some approval item with deficiencies, each once.

    Unit: department, by name. Source: items. Clause: hard item 18.2.
    """
    return nw.col("approval") & nw.col("tolerant")
