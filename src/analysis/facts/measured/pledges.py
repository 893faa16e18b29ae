"""Facts measured from the register of credit pledges (信用承诺)."""

from __future__ import annotations

from typing import Any

import narwhals as nw

from analysis.facts.measured.codes import IN_OPERATION, MARKET, named_bodies
from analysis.facts.measured.registry import (
    Frames,
    Moment,
    declare_columns,
    declare_measure,
    declare_preparation,
)

declare_columns("pledges", body="body")


@declare_preparation("pledges")
def pledges_with_bodies(frames: Frames, moment: Moment) -> nw.LazyFrame[Any]:
    """The pledges, each with `body`: the name of the market entity in operation, by the code register; else null."""
    market = named_bodies(frames["codes"].filter(IN_OPERATION, nw.col("kind").is_in(MARKET)), "party_code")
    return frames["pledges"].join(market, on=["city", "party_code"], how="left")


@declare_measure("pledges", also=("codes",))
def entities_pledged(moment: Moment) -> nw.Expr:
    """Market entities in operation with a voluntary or an industry pledge: a union, each counted once.

    Unit: entity, by its name in the code register. Source: pledges and code register. Clause: hard item 9.1.
    """
    return nw.col("kind").is_in(("voluntary", "industry")) & moment.holds("made_on") & ~nw.col("body").is_null()


@declare_measure("pledges", columns=("reported_on",))
def pledges_reported(moment: Moment) -> nw.Expr:
    """Credit pledges reported within the window.

    Unit: record; one body may have many. Source: pledges. Clause: monitoring indicator 20.
    """
    return moment.holds("reported_on")
