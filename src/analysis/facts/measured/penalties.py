"""Facts measured from the register of administrative penalties (行政处罚)."""

from __future__ import annotations

import narwhals as nw

from analysis.facts.measured.disclosure import reported_by_month_end
from analysis.facts.measured.registry import Moment, declare_measure


@declare_measure("penalties")
def penalties(moment: Moment) -> nw.Expr:
    """Administrative penalties decided in the window, natural persons' left out.

    Unit: record. Source: double-disclosure register. Clause: hard item 5.
    Edges: counted by the date of the decision, whether reported or not.
    """
    return moment.holds("decided_on")


@declare_measure("penalties", columns=("reported_on",))
def penalties_reported(moment: Moment) -> nw.Expr:
    """Of those: reported to Credit China by the month's end.

    Unit: record. Source: double-disclosure register. Clause: hard item 5.
    Edges: a report dated after the month's end has not happened yet.
    """
    return moment.holds("decided_on") & reported_by_month_end(moment)
