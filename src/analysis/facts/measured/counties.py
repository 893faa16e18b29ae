"""Facts measured from the register of counties and districts (所辖县市区)."""

from __future__ import annotations

import narwhals as nw

from analysis.facts.measured.registry import Moment, declare_measure


@declare_measure("counties")
def counties(moment: Moment) -> nw.Expr:
    """Counties and districts under the city.

    Unit: county. Source: counties at the month's end. Clause: hard item 10.1.
    Edges: a register that says it has no record (零报告) says that the city has none: 0.
    """
    return nw.lit(True)


@declare_measure("counties", columns=("monitored_on",))
def counties_monitored(moment: Moment) -> nw.Expr:
    """Of those: under credit monitoring by the month's end.

    Unit: county. Source: counties. Clause: hard item 10.1.
    """
    return nw.col("monitored_on") <= moment.end
