"""Facts measured from the register of breaches of faith (失信记录)."""

from __future__ import annotations

import narwhals as nw

from analysis.facts.measured.registry import Moment, declare_measure


def _of(kind: str, moment: Moment) -> nw.Expr:
    return (nw.col("kind") == kind) & moment.holds("recorded_on")


@declare_measure("breaches")
def gov_breaches(moment: Moment) -> nw.Expr:
    """Breaches of faith by government bodies recorded within the window.

    Unit: event. Source: breaches. Clause: hard item 3.
    """
    return _of("government", moment)


@declare_measure("breaches", columns=("resolved_on",))
def gov_breaches_resolved(moment: Moment) -> nw.Expr:
    """Of those: fully rectified by the month's end.

    Unit: event. Source: breaches. Clause: hard item 3.
    """
    return _of("government", moment) & (nw.col("resolved_on") <= moment.end)


@declare_measure("breaches")
def unit_breach_records(moment: Moment) -> nw.Expr:
    """Breach records of organisations within the window.

    Unit: record. Source: breaches. Clause: hard item 12.
    """
    return _of("unit", moment)


@declare_measure("breaches", columns=("linked",))
def unit_breach_records_linked(moment: Moment) -> nw.Expr:
    """Of those: linked to the persons responsible, as a flag only; no person is read.

    Unit: record. Source: breaches. Clause: hard item 12.
    """
    return _of("unit", moment) & nw.col("linked")
