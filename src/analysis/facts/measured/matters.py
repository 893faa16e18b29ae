"""Matters with something left to do: what is open, from when it counts, what doing it fills in (待办事项).

A matter is declared as a measure is: a condition over one register's records. What it costs to miss it is not said
here: the measures are asked with the record done and with it left, and the clauses judge the two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import narwhals as nw

from analysis.facts.measured.codes import faulty_codes
from analysis.facts.measured.disclosure import DEADLINE
from analysis.facts.measured.lists import PARTY, has_poor_credit, is_blacklisted
from analysis.facts.measured.registry import Moment

Columns = Mapping[str, nw.Expr]
REPAIR = "repair_deadline"


@dataclass(frozen=True)
class DueMatter:
    """One kind of matter that a register's records may leave to be done.

    `open`: whether a record of the register is such a matter on a day. `starts`: the day from which it waits.
    `limit`: the rule value that says within how many working days, none where no rule sets a period; `judged`: the day
    by which the value in force is chosen. `done`: the columns of a record once it is done on a day, `left`: while it
    is not. `waited`: the columns that count its working days, by the day they count from. `body`: the column of which
    each value is one matter, else each record. `needs`: columns that a delivery may lack; `also`: the
    other registers that tell whether it is one and whether it is done. `owner`: the column that names who must act.
    """

    name: str
    register: str
    open: Callable[[Moment, date], nw.Expr]
    done: Callable[[date], Columns]
    left: Columns
    starts: str = ""
    limit: str = ""
    judged: str = ""
    waited: Mapping[str, str] = field(default_factory=dict, hash=False)
    body: str = ""
    needs: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    owner: str = ""


def _is_undone(column: str, day: date) -> nw.Expr:
    """Whether a record was not done by a day; what is dated later has not happened yet."""
    return nw.when(nw.col(column) <= day).then(nw.lit(False)).otherwise(nw.lit(True))


def _dated(name: str, register: str, done: str, start: str, **further: object) -> DueMatter:
    """A matter that is done once a day stands in its column."""
    return DueMatter(
        name, register, lambda moment, day: (nw.col(start) <= day) & _is_undone(done, day),
        lambda day: {done: nw.lit(day)}, {done: nw.lit(None, nw.Date)}, start, needs=(done,), **further,  # type: ignore[arg-type]
    )  # fmt: skip


def _owed(name: str, flag: str, register: str, listed: Callable[[Moment], nw.Expr]) -> DueMatter:
    """What a listed body has yet to hand in or attend, by the other registers."""
    return DueMatter(
        name, "lists", lambda moment, day: listed(moment) & nw.col(flag).is_null(),
        lambda day: {flag: nw.lit(True)}, {flag: nw.lit(None, nw.Boolean)}, "entered_on", body=PARTY,
        also=("codes", register),
    )  # fmt: skip


def _disclosed(name: str, register: str) -> DueMatter:
    waited = {"waited": "decided_on"}
    return _dated(
        name,
        register,
        "reported_on",
        "decided_on",
        limit=DEADLINE,
        judged="decided_on",
        waited=waited,
        owner="authority",
    )


MATTERS = (
    _disclosed("permit_report", "permits"),
    _disclosed("penalty_report", "penalties"),
    _dated(
        "repair_review", "repairs", "reviewed_on", "accepted_on", limit=REPAIR, judged="accepted_on",
        waited={"waited": "accepted_on", "waited_applied": "applied_on"},
    ),
    _dated("objection", "objections", "finished_on", "accepted_on"),
    DueMatter(
        "code_correction", "codes", lambda moment, day: faulty_codes() & _is_undone("corrected_on", day),
        lambda day: {"corrected_on": nw.lit(day)}, {"corrected_on": nw.lit(None, nw.Date)}, needs=("corrected_on",),
    ),
    _owed("repair_training", "trained", "training", is_blacklisted),
    _owed("repair_pledge", "repair_pledged", "pledges", is_blacklisted),
    _owed("credit_report", "reported", "reports", has_poor_credit),
)  # fmt: skip
"""Every kind of matter, in the order in which they are listed."""
