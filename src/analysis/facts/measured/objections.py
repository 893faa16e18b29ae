"""Facts measured from the register of objections (异议)."""

from __future__ import annotations

import narwhals as nw

from analysis.facts.measured.registry import Moment, declare_measure


def _accepted(moment: Moment) -> nw.Expr:
    return moment.holds("accepted_on")


@declare_measure("objections", columns=("valid",))
def objections_valid(moment: Moment) -> nw.Expr:
    """Objections accepted within the window that were found valid.

    Unit: record. Source: objections. Clause: monitoring indicator 35.
    """
    return _accepted(moment) & nw.col("valid")


@declare_measure("objections", of="days", columns=("finished_on",))
def objection_days(moment: Moment) -> nw.Expr:
    """Mean calendar days from the acceptance of an objection to its end, of those accepted within the window and ended.

    Unit: day. Source: objections. Clause: monitoring indicator 36, which does not say which days: calendar days.
    Edges: unknown where none has ended; one still open does not count.
    """
    return _accepted(moment) & (nw.col("finished_on") <= moment.end)
