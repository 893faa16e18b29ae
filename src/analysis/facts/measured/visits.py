"""Facts measured from the register of visits to the credit site (信用网站访问)."""

from __future__ import annotations

import narwhals as nw

from analysis.facts.measured.registry import MEAN, MONTH, Moment, declare_measure


@declare_measure("visits", how=MEAN, of="visits", span=MONTH, due=lambda moment: moment.end.day)
def site_visits_daily(moment: Moment) -> nw.Expr:
    """Mean daily visits to the credit site over the month's days.

    Unit: visit/day. Source: visits, day by day. Clause: hard item 14.2.
    Edges: unknown where a day of the month is missing: it is not taken as a day without visits.
    """
    return nw.col("day") <= moment.end
