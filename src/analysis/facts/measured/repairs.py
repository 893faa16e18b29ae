"""Facts measured from the register of credit-repair reviews (信用修复核查)."""

from __future__ import annotations

import narwhals as nw

from analysis.facts.measured.registry import Moment, declare_measure


def _accepted(moment: Moment) -> nw.Expr:
    return moment.holds("accepted_on")


@declare_measure("repairs")
def repair_reviews(moment: Moment) -> nw.Expr:
    """Reviews of the repair of penalty records accepted within the window.

    Unit: review. Source: repairs. Clause: monitoring indicator 34.
    """
    return _accepted(moment)


@declare_measure("repairs", columns=("reviewed_on",))
def repair_reviews_overdue(moment: Moment) -> nw.Expr:
    """Of those: reviewed after the deadline, or not reviewed though it has passed.

    Unit: review. Source: repairs. Clause: monitoring indicator 34. Working days of `repair_deadline`, as the official
    calendar has them. Edges: one whose deadline is still running is not overdue.
    """
    days = int(moment.values["repair_deadline"])
    done = nw.when(nw.col("reviewed_on") <= moment.end).then(nw.lit(True)).otherwise(nw.lit(False))
    passed = nw.col("accepted_on") <= moment.calendar.latest_start(moment.end, days)  # type: ignore[union-attr]
    return _accepted(moment) & ((done & (nw.col("waited") > days)) | (~done & passed))
