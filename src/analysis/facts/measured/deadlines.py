"""Deadlines in working days: what was done late, and of what the deadline has passed (期限)."""

from __future__ import annotations

import narwhals as nw

from analysis.facts.measured.registry import Moment

REST_DAY, LATE = "rest_day_after_deadline", "late"


def is_done(moment: Moment, done: str) -> nw.Expr:
    """Whether a record was done by the month's end; never null."""
    return nw.when(nw.col(done) <= moment.end).then(nw.lit(True)).otherwise(nw.lit(False))


def is_late(moment: Moment, waited: str, done: str, days: int) -> nw.Expr:
    """Whether more working days went by than there were; the rest days right after the last as the rule value says."""
    beyond = nw.col(waited) > days
    if moment.choice(REST_DAY) != LATE:
        return beyond
    rest = moment.calendar.rest_days(moment.start, moment.end)  # type: ignore[union-attr]
    return beyond | ((nw.col(waited) == days) & nw.col(done).is_in(rest))


def has_passed(moment: Moment, start: str, days: int) -> nw.Expr:
    """Whether the deadline has passed at the month's end, counted from a day."""
    return nw.col(start) <= moment.calendar.latest_start(moment.end, days)  # type: ignore[union-attr]
