"""Facts measured from the register of Xinyidai loans (信易贷)."""

from __future__ import annotations

import narwhals as nw

from analysis.facts.measured.registry import Moment, declare_measure
from analysis.registers import FEN_A_YUAN


@declare_measure("loans", of="amount", divisor=FEN_A_YUAN)
def xinyidai_loans(moment: Moment) -> nw.Expr:
    """Xinyidai lending of the window.

    Unit: yuan, summed exactly in fen. Source: loans. Clause: hard item 18.3.
    Edges: loans to natural persons are left out; counted by the day they were granted.
    """
    return moment.holds("granted_on")


@declare_measure("loans", of="amount", divisor=FEN_A_YUAN)
def xinyidai_loans_platform(moment: Moment) -> nw.Expr:
    """Of those: through a platform.

    Unit: yuan. Source: loans. Clause: monitoring indicator 13.
    """
    return moment.holds("granted_on") & nw.col("platform")


@declare_measure("loans", of="amount", divisor=FEN_A_YUAN)
def xinyidai_loans_offplatform(moment: Moment) -> nw.Expr:
    """Of those: outside the platforms.

    Unit: yuan. Source: loans. Clause: monitoring indicator 14.
    """
    return moment.holds("granted_on") & ~nw.col("platform")
