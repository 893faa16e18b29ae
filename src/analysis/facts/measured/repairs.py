"""Facts measured from the register of credit-repair reviews (信用修复核查)."""

from __future__ import annotations

import narwhals as nw

from analysis.facts.measured.deadlines import has_passed, is_done, is_late
from analysis.facts.measured.registry import Moment, declare_measure
from analysis.facts.measured.rule_values import DatedValue

NO_CLOCK = "另有 {} 件没有起算日期，未判断是否超期"
WAITED = {"accepted_on": "waited", "applied_on": "waited_applied"}
"""The working days to the review, by the day from which they are counted."""


def _accepted(moment: Moment) -> nw.Expr:
    return moment.holds("accepted_on")


@declare_measure("repairs")
def repair_reviews(moment: Moment) -> nw.Expr:
    """Reviews of the repair of penalty records accepted within the window.

    Unit: review. Source: repairs. Clause: monitoring indicator 34.
    """
    return _accepted(moment)


def without_clock(moment: Moment) -> nw.Expr:
    """Whether a review cannot be judged: the day from which its deadline counts is not stated."""
    return _accepted(moment) & moment.judge("repair_deadline", "accepted_on", lambda own: nw.col(own.clock).is_null())


@declare_measure("repairs", columns=("reviewed_on",), clocks="repair_deadline", doubted=without_clock, doubt=NO_CLOCK)
def repair_reviews_overdue(moment: Moment) -> nw.Expr:
    """Of those: reviewed after the deadline, or not reviewed though it has passed.

    Unit: review. Source: repairs. Clause: monitoring indicator 34. Working days of `repair_deadline`, as the official
    calendar has them, each review judged by the period and the clock in force when it was accepted. Edges: one whose
    deadline is still running is not overdue; one without the day from which it counts is told of, not counted.
    """

    def overdue(own: DatedValue) -> nw.Expr:
        done, days = is_done(moment, "reviewed_on"), own.number
        late = is_late(moment, WAITED[own.clock], "reviewed_on", days)
        return (done & late) | (~done & has_passed(moment, own.clock, days))

    return _accepted(moment) & moment.judge("repair_deadline", "accepted_on", overdue)
