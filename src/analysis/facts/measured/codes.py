"""Facts measured from the register of unified social credit codes (统一社会信用代码)."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from analysis import identifiers
from analysis.facts.measured.registry import Moment, declare_columns, declare_measure

IN_OPERATION = nw.col("status") == "operating"
ENTERPRISES = ("company", "enterprise")
MARKET = (*ENTERPRISES, "cooperative", "household")

UNKNOWN_REGISTRY = "另有 {} 条的登记机关未收录、其余各项校验均合格，未计为错码"

declare_columns("codes", body="name", code="code")


def named_bodies(codes: nw.LazyFrame[Any], key: str) -> nw.LazyFrame[Any]:
    """The bodies of some rows of the code register: `city`, their code as `key`, `body` (the name).

    One row a code: of several bodies that share a code, one stands for all, as the code alone cannot tell them apart.
    """
    return codes.group_by("city", "code").agg(nw.col("name").min().alias("body")).rename({"code": key})


@declare_measure("codes")
def codes_total(moment: Moment) -> nw.Expr:
    """Codes on the city's register: each once, though it may be given to several bodies.

    Unit: code. Source: code register at the month's end. Clauses: hard item 2, monitoring indicator 9.
    """
    return nw.lit(True)


def faulty_codes() -> nw.Expr:
    """Whether a code fails the check, is shared by several bodies, or is not its body's only one."""
    return ~nw.col("faults").is_in(identifiers.passing_masks())


def registry_unknown(moment: Moment) -> nw.Expr:
    """Whether a code is only doubted: its registry is in no table, and all other checks hold."""
    return ~faulty_codes() & (nw.col("faults") > 0)


@declare_measure("codes", doubted=registry_unknown, doubt=UNKNOWN_REGISTRY)
def codes_faulty(moment: Moment) -> nw.Expr:
    """Codes that fail the check of GB 32100-2015, are shared by several bodies, or are not their body's only one.

    Unit: code, counted once however many faults it has. Source: code register. Clauses: hard item 2,
    monitoring indicators 9 and 10. Edges: a failed check is evidence, not proof: codes confirmed genuine pass;
    faulty codes corrected meanwhile still count; one of which only the
    registry is unknown is doubted, not faulty, as the list of registries is not complete.
    """
    return faulty_codes()


@declare_measure("codes", columns=("corrected_on",))
def codes_faulty_corrected(moment: Moment) -> nw.Expr:
    """Of the faulty: corrected by the month's end.

    Unit: code. Source: code register. Clause: monitoring indicator 10.
    """
    return faulty_codes() & (nw.col("corrected_on") <= moment.end)


@declare_measure("codes", of="legacy", columns=("legacy",))
def codes_legacy(moment: Moment) -> nw.Expr:
    """Legacy organisation and registration codes that had to be converted, each once.

    Unit: code. Source: code register, column of the legacy code. Clause: hard item 1.
    """
    return ~nw.col("legacy").is_null()


@declare_measure("codes", of="legacy", columns=("legacy", "converted_on"))
def codes_converted(moment: Moment) -> nw.Expr:
    """Of those: converted to a unified code by the month's end.

    Unit: code. Source: code register. Clause: hard item 1.
    """
    return ~nw.col("legacy").is_null() & (nw.col("converted_on") <= moment.end)


@declare_measure("codes")
def market_entities(moment: Moment) -> nw.Expr:
    """Market entities in operation: companies, other enterprises, cooperatives and sole traders.

    Unit: entity, a body told by its name. Source: code register at the month's end. Clauses: hard items 9.1 and 18.3.
    """
    return IN_OPERATION & nw.col("kind").is_in(MARKET)


@declare_measure("codes")
def legal_entities(moment: Moment) -> nw.Expr:
    """Legal persons and unincorporated organisations in operation: every body but sole traders.

    Unit: entity, a body told by its name. Source: code register. Clauses: hard item 14.1, monitoring indicator 6.
    """
    return IN_OPERATION & (nw.col("kind") != "household")


@declare_measure("codes")
def enterprises(moment: Moment) -> nw.Expr:
    """All enterprises in operation: companies and other enterprises, sole traders left out.

    Unit: enterprise, a body told by its name. Source: code register. Clause: monitoring indicator 20.
    """
    return IN_OPERATION & nw.col("kind").is_in(ENTERPRISES)


@declare_measure("codes")
def registered_enterprises(moment: Moment) -> nw.Expr:
    """Enterprises registered in the city, in operation at the month's end.

    Unit: enterprise, a body told by its name. Source: code register. Clause: monitoring indicator 12.
    Edges: counted as `enterprises` is; kept apart because the two denominators may be supplied apart.
    """
    return IN_OPERATION & nw.col("kind").is_in(ENTERPRISES)


@declare_measure("codes")
def legal_enterprises(moment: Moment) -> nw.Expr:
    """Enterprises that are legal persons, in operation.

    Unit: enterprise, a body told by its name. Source: code register. Clauses: monitoring indicators 17 and 24.
    """
    return IN_OPERATION & (nw.col("kind") == "company")
