"""Facts measured from the register of credit pledges (信用承诺)."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from analysis.facts.measured.codes import IN_OPERATION, MARKET
from analysis.facts.measured.registry import BODIES, MONTH, Frames, Moment, declare_measure, declare_preparation


@declare_preparation("pledges")
def pledges_with_operation(frames: Frames, moment: Moment) -> nw.LazyFrame[Any]:
    """The pledges, each with `operating`: whether the body is a market entity in operation by the code register."""
    market = frames["codes"].filter(IN_OPERATION, nw.col("kind").is_in(MARKET)).rename({"code": "party_code"})
    operating = market.select("city", "party_code").unique().with_columns(nw.lit(True).alias("operating"))
    return frames["pledges"].join(operating, on=["city", "party_code"], how="left")


@declare_measure("pledges", how=BODIES, of="party_code", span=MONTH, also=("codes",))
def entities_pledged(moment: Moment) -> nw.Expr:
    """Market entities in operation with a voluntary or an industry pledge: a union, each counted once.

    Unit: entity, by code. Source: pledges and code register. Clause: hard item 9.1.
    """
    return nw.col("kind").is_in(("voluntary", "industry")) & (nw.col("made_on") <= moment.end) & nw.col("operating")


@declare_measure("pledges", span=MONTH, columns=("reported_on",))
def pledges_reported(moment: Moment) -> nw.Expr:
    """Credit pledges reported within the window.

    Unit: record; one body may have many. Source: pledges. Clause: monitoring indicator 20.
    """
    return (nw.col("reported_on") >= moment.start) & (nw.col("reported_on") <= moment.end)
