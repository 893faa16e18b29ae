"""Facts measured from the register of visits to the credit site (信用网站访问)."""

from __future__ import annotations

import narwhals as nw

from analysis.facts.measured.registry import Moment, declare_measure


def days_of_window(moment: Moment) -> int:
    """How many days the window has."""
    return (moment.end - moment.start).days + 1


@declare_measure("visits", of="visits", due=days_of_window)
def site_visits_daily(moment: Moment) -> nw.Expr:
    """Mean daily visits to the credit site over the days of the window.

    Unit: visit/day. Source: visits, day by day. Clause: hard item 14.2.
    Edges: unknown where a day of the window is missing: it is not taken as a day without visits.
    """
    return moment.holds("day")
