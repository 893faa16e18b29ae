"""Facts measured from the register of unified social credit codes (统一社会信用代码)."""

from __future__ import annotations

import narwhals as nw

from analysis.facts.measured.registry import BODIES, MONTH, Moment, declare_measure

IN_OPERATION = nw.col("status") == "operating"
ENTERPRISES = ("company", "enterprise")
MARKET = (*ENTERPRISES, "cooperative", "household")


@declare_measure("codes", span=MONTH)
def codes_total(moment: Moment) -> nw.Expr:
    """Codes on the city's register: each pair of a code and the body it was given to, once.

    Unit: code. Source: code register at the month's end. Clauses: hard item 2, monitoring indicator 9.
    """
    return nw.lit(True)


@declare_measure("codes", span=MONTH, how=BODIES, of="name")
def codes_faulty(moment: Moment) -> nw.Expr:
    """Bodies whose code fails the check of GB 32100-2015, is shared with another body, or is not their only one.

    Unit: code, a body counted once however many faults it has. Source: code register. Clauses: hard item 2,
    monitoring indicators 9 and 10. Edges: a failed check is evidence, not proof: codes confirmed genuine pass;
    faulty codes corrected meanwhile still count.
    """
    return nw.col("faults") > 0


@declare_measure("codes", span=MONTH, how=BODIES, of="name", columns=("corrected_on",))
def codes_faulty_corrected(moment: Moment) -> nw.Expr:
    """Of the faulty: corrected by the month's end.

    Unit: code. Source: code register. Clause: monitoring indicator 10.
    """
    return (nw.col("faults") > 0) & (nw.col("corrected_on") <= moment.end)


@declare_measure("codes", span=MONTH, columns=("legacy",))
def codes_legacy(moment: Moment) -> nw.Expr:
    """Legacy organisation and registration codes that had to be converted.

    Unit: code. Source: code register, column of the legacy code. Clause: hard item 1.
    """
    return ~nw.col("legacy").is_null()


@declare_measure("codes", span=MONTH, columns=("legacy", "converted_on"))
def codes_converted(moment: Moment) -> nw.Expr:
    """Of those: converted to a unified code by the month's end.

    Unit: code. Source: code register. Clause: hard item 1.
    """
    return ~nw.col("legacy").is_null() & (nw.col("converted_on") <= moment.end)


@declare_measure("codes", span=MONTH, how=BODIES, of="code")
def market_entities(moment: Moment) -> nw.Expr:
    """Market entities in operation: companies, other enterprises, cooperatives and sole traders.

    Unit: entity, by code. Source: code register at the month's end. Clauses: hard items 9.1 and 18.3.
    """
    return IN_OPERATION & nw.col("kind").is_in(MARKET)


@declare_measure("codes", span=MONTH, how=BODIES, of="code")
def legal_entities(moment: Moment) -> nw.Expr:
    """Legal persons and unincorporated organisations in operation: every body but sole traders.

    Unit: entity, by code. Source: code register. Clauses: hard item 14.1, monitoring indicator 6.
    """
    return IN_OPERATION & (nw.col("kind") != "household")


@declare_measure("codes", span=MONTH, how=BODIES, of="code")
def enterprises(moment: Moment) -> nw.Expr:
    """All enterprises in operation: companies and other enterprises, sole traders left out.

    Unit: enterprise, by code. Source: code register. Clause: monitoring indicator 20.
    """
    return IN_OPERATION & nw.col("kind").is_in(ENTERPRISES)


@declare_measure("codes", span=MONTH, how=BODIES, of="code")
def registered_enterprises(moment: Moment) -> nw.Expr:
    """Enterprises registered in the city, in operation at the month's end.

    Unit: enterprise, by code. Source: code register. Clause: monitoring indicator 12.
    Edges: counted as `enterprises` is; kept apart because the two denominators may be supplied apart.
    """
    return IN_OPERATION & nw.col("kind").is_in(ENTERPRISES)


@declare_measure("codes", span=MONTH, how=BODIES, of="code")
def legal_enterprises(moment: Moment) -> nw.Expr:
    """Enterprises that are legal persons, in operation.

    Unit: enterprise, by code. Source: code register. Clauses: monitoring indicators 17 and 24.
    """
    return IN_OPERATION & (nw.col("kind") == "company")
