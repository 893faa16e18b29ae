"""Facts measured from the register of monitored breach events (失信事件)."""

from __future__ import annotations

import narwhals as nw

from analysis.facts.measured.registry import Moment, declare_measure


def _within(moment: Moment) -> nw.Expr:
    return moment.holds("occurred_on")


def _serious(field: str, moment: Moment) -> nw.Expr:
    return (nw.col("severity") == "serious") & (nw.col("field") == field) & _within(moment)


@declare_measure("events")
def serious_events_government(moment: Moment) -> nw.Expr:
    """Serious breaches of faith in government affairs within the window.

    Unit: event. Source: events. Clause: monitoring indicators 27-30. Edges: major events are counted apart.
    """
    return _serious("government", moment)


@declare_measure("events")
def serious_events_commerce(moment: Moment) -> nw.Expr:
    """Serious breaches of faith in commerce within the window.

    Unit: event. Source: events. Clause: monitoring indicators 27-30. Edges: major events are counted apart.
    """
    return _serious("commerce", moment)


@declare_measure("events")
def serious_events_society(moment: Moment) -> nw.Expr:
    """Serious breaches of faith in society within the window.

    Unit: event. Source: events. Clause: monitoring indicators 27-30. Edges: major events are counted apart.
    """
    return _serious("society", moment)


@declare_measure("events")
def serious_events_justice(moment: Moment) -> nw.Expr:
    """Serious breaches of faith in justice within the window.

    Unit: event. Source: events. Clause: monitoring indicators 27-30. Edges: major events are counted apart.
    """
    return _serious("justice", moment)


@declare_measure("events")
def major_events(moment: Moment) -> nw.Expr:
    """Major breach events within the window, in any field.

    Unit: event. Source: events. Clause: monitoring indicator 31.
    """
    return (nw.col("severity") == "major") & _within(moment)


@declare_measure("events", columns=("handled_on",))
def major_events_handled(moment: Moment) -> nw.Expr:
    """Of those: handled and fed back by the month's end.

    Unit: event. Source: events. Clause: monitoring indicator 31.
    """
    return (nw.col("severity") == "major") & _within(moment) & (nw.col("handled_on") <= moment.end)
