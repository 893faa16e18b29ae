"""Facts measured from permits and penalties together: double disclosure (双公示)."""

from __future__ import annotations

import narwhals as nw

from analysis.facts.measured.deadlines import has_passed, is_done, is_late
from analysis.facts.measured.registry import Moment, declare_measure

DEADLINE = "disclosure_deadline"
BOTH = ("permits", "penalties")
STANDARD = ("party_name", "party_code", "subject", "category", "authority")
"""The columns that the data standard asks for: unknown, not faulty, where a delivery lacks one."""


def reported_by_month_end(moment: Moment) -> nw.Expr:
    """Whether a record was reported by the month's end."""
    return nw.col("reported_on") <= moment.end


def deadline_passed(moment: Moment) -> nw.Expr:
    """Whether a record's deadline has passed at the month's end."""
    return moment.judge(DEADLINE, "decided_on", lambda own: has_passed(moment, "decided_on", own.number))


@declare_measure(*BOTH, columns=("reported_on",))
def disclosure_records(moment: Moment) -> nw.Expr:
    """Permits and penalties of the window that were reported by the month's end.

    Unit: record. Source: double-disclosure registers. Clauses: monitoring indicators 3 and 4.
    """
    return moment.holds("decided_on") & reported_by_month_end(moment)


@declare_measure(*BOTH, columns=("reported_on", *STANDARD))
def disclosure_compliant(moment: Moment) -> nw.Expr:
    """Of those: compliant with the data standard: party, subject, category and authority stated, the code sound.

    Unit: record. Source: double-disclosure registers. Clause: monitoring indicator 3.
    Edges: a code that fails the check makes a record not compliant; the record still counts as reported.
    """
    return moment.holds("decided_on") & reported_by_month_end(moment) & nw.col("compliant")


@declare_measure(*BOTH, columns=("concealed", "reported_on"))
def disclosure_concealed(moment: Moment) -> nw.Expr:
    """Records that an inspection found concealed: not reported on purpose.

    Unit: record. Source: double-disclosure registers, column of the inspection's finding. Clause: monitoring
    indicator 4.
    Edges: unknown where no finding was delivered; one reported meanwhile is no longer concealed.
    """
    return moment.holds("decided_on") & nw.col("concealed") & ~is_done(moment, "reported_on")


@declare_measure(*BOTH, columns=("concealed", "reported_on"))
def disclosure_omitted(moment: Moment) -> nw.Expr:
    """Records whose deadline has passed without a report, those found concealed left out.

    Unit: record. Source: double-disclosure registers. Clause: monitoring indicator 4.
    Edges: a decision whose deadline is still running is neither omitted nor late.
    """
    concealed = nw.when(nw.col("concealed")).then(nw.lit(True)).otherwise(nw.lit(False))
    return moment.holds("decided_on") & deadline_passed(moment) & ~is_done(moment, "reported_on") & ~concealed


@declare_measure(*BOTH, columns=("reported_on",))
def disclosure_late(moment: Moment) -> nw.Expr:
    """Records reported after the deadline: more working days after the decision than `disclosure_deadline`.

    Unit: record. Source: double-disclosure registers. Clause: monitoring indicator 4.
    Edges: shifted holidays count as the official calendar has them; one without a report is omitted, not late.
    """
    reported = moment.holds("decided_on") & reported_by_month_end(moment)
    return reported & moment.judge(
        DEADLINE, "decided_on", lambda own: is_late(moment, "waited", "reported_on", own.number)
    )
