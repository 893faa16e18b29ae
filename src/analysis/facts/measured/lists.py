"""Facts measured from the register of lists, with what other registers say of the listed bodies (名单)."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from analysis.facts.measured.codes import IN_OPERATION, named_bodies
from analysis.facts.measured.registry import (
    Frames,
    Moment,
    declare_columns,
    declare_measure,
    declare_preparation,
)

PARTY = "party_code"
KEYS = ("city", PARTY)

OPERATING = ~nw.col("body").is_null()

declare_columns("lists", body="body", party=PARTY)


@declare_preparation("lists")
def lists_with_lookups(frames: Frames, moment: Moment) -> nw.LazyFrame[Any]:
    """The lists, each row with what is known of its body at the month's end.

    `body`: its name by the code register, where it is in operation. `reported`: submitted a credit report. `trained`:
    took part in a training in credit repair. `repair_pledged`: made a repair pledge. Null where not found there.
    """
    found = {
        "reported": frames["reports"].filter(nw.col("submitted_on") <= moment.end),
        "trained": frames["training"].filter(nw.col("trained_on") <= moment.end),
        "repair_pledged": frames["pledges"].filter(nw.col("kind") == "repair", nw.col("made_on") <= moment.end),
    }
    operating = named_bodies(frames["codes"].filter(IN_OPERATION), PARTY)
    lists = frames["lists"].join(operating, on=list(KEYS), how="left")
    for name, bodies in found.items():
        lists = lists.join(
            bodies.select(*KEYS).unique().with_columns(nw.lit(True).alias(name)), on=list(KEYS), how="left"
        )
    return lists


def is_on_list(moment: Moment) -> nw.Expr:
    """Whether an entry stands at the month's end: entered by then, and not left."""
    entered = nw.col("entered_on") <= moment.end
    left = nw.when(nw.col("exited_on") <= moment.end).then(nw.lit(True)).otherwise(nw.lit(False))
    return entered & ~left


def is_blacklisted(moment: Moment) -> nw.Expr:
    """Whether the entry is of a blacklisted body in operation."""
    return (nw.col("kind") == "black") & is_on_list(moment) & OPERATING


def has_poor_credit(moment: Moment) -> nw.Expr:
    """Whether the entry is of a body in operation that is blacklisted or rated poor."""
    return nw.col("kind").is_in(("black", "poor")) & is_on_list(moment) & OPERATING


def _left_in_window(moment: Moment) -> nw.Expr:
    return moment.holds("exited_on")


@declare_measure("lists", also=("codes",))
def blacklisted(moment: Moment) -> nw.Expr:
    """Blacklisted bodies in operation at the month's end, each once.

    Unit: entity, by its name in the code register. Source: lists and code register. Clauses: hard items 7, 8 and 9.4.
    Edges: a body that the code register does not show in operation is not counted.
    """
    return is_blacklisted(moment)


@declare_measure("lists", columns=("exited_on", "exit_reason"))
def blacklist_exits(moment: Moment) -> nw.Expr:
    """Bodies that left the blacklist after rectification in the window, each once.

    Unit: entity, by code. Source: lists. Clause: hard item 7. Edges: those whose term merely ran out do not count.
    """
    return (nw.col("kind") == "black") & _left_in_window(moment) & (nw.col("exit_reason") == "rectified")


@declare_measure("lists", also=("codes",))
def poor_credit_entities(moment: Moment) -> nw.Expr:
    """Bodies in operation that are blacklisted or rated poor: a union, each counted once.

    Unit: entity, by its name in the code register. Source: lists and code register. Clause: hard item 6.
    """
    return has_poor_credit(moment)


@declare_measure("lists", also=("codes", "reports"))
def poor_credit_reports(moment: Moment) -> nw.Expr:
    """Of those: bodies that have submitted a credit report, each once.

    Unit: entity, by its name in the code register. Source: lists, code register and reports. Clause: hard item 6.
    """
    return has_poor_credit(moment) & nw.col("reported")


@declare_measure("lists", also=("codes", "training"))
def blacklisted_trained(moment: Moment) -> nw.Expr:
    """Blacklisted bodies in operation that were trained in credit repair, each once.

    Unit: entity, by its name in the code register. Source: lists, code register and training. Clause: hard item 8.
    """
    return is_blacklisted(moment) & nw.col("trained")


@declare_measure("lists", also=("codes", "pledges"))
def blacklisted_pledged(moment: Moment) -> nw.Expr:
    """Blacklisted bodies in operation with a repair pledge, each once.

    Unit: entity, by its name in the code register. Source: lists, code register and pledges. Clause: hard item 9.4.
    """
    return is_blacklisted(moment) & nw.col("repair_pledged")


@declare_measure("lists", also=("codes",))
def listed_entities(moment: Moment) -> nw.Expr:
    """Bodies in operation on a redlist or a blacklist, each once.

    Unit: entity, by its name in the code register. Source: lists and code register. Clause: hard item 15.
    """
    return nw.col("kind").is_in(("red", "black")) & is_on_list(moment) & OPERATING


@declare_measure("lists")
def serious_entities(moment: Moment) -> nw.Expr:
    """Seriously dishonest bodies on the list at the month's end, each once.

    Unit: entity, by code. Source: lists. Clause: monitoring indicator 24.
    """
    return (nw.col("kind") == "serious") & is_on_list(moment)


@declare_measure("lists", columns=("exited_on",))
def serious_exits_12m(moment: Moment) -> nw.Expr:
    """Bodies that left the list of the seriously dishonest within the window, each once.

    Unit: entity, by code. Source: lists. Clause: monitoring indicator 25.
    Edges: a body that left and was listed again in the window counts among both exits and those listed.
    """
    return (nw.col("kind") == "serious") & _left_in_window(moment)


@declare_measure("lists", columns=("exited_on",))
def serious_exposed_12m(moment: Moment) -> nw.Expr:
    """Bodies on the list of the seriously dishonest at the window's start or entered within it, each once.

    Unit: entity, by code. Source: lists. Clause: monitoring indicator 25.
    """
    gone = nw.when(nw.col("exited_on") < moment.start).then(nw.lit(True)).otherwise(nw.lit(False))
    return (nw.col("kind") == "serious") & (nw.col("entered_on") <= moment.end) & ~gone


@declare_measure("lists")
def trusted_enterprises(moment: Moment) -> nw.Expr:
    """A-grade taxpayers and customs advanced certified enterprises at the month's end: a union, each counted once.

    Unit: enterprise, by code. Source: lists. Clause: monitoring indicator 17.
    """
    return nw.col("kind").is_in(("taxpayer", "customs")) & is_on_list(moment)
