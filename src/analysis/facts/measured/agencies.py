"""Facts measured from the register of bodies to be connected (应联通单位)."""

from __future__ import annotations

import narwhals as nw

from analysis.facts.measured.registry import Moment, declare_measure


def _sharing(moment: Moment) -> nw.Expr:
    return (nw.col("connected_on") <= moment.end) & (nw.col("collected_on") <= moment.end)


@declare_measure("agencies")
def agencies(moment: Moment) -> nw.Expr:
    """Bodies that must be connected: the list that the city keeps.

    Unit: agency. Source: agencies at the month's end. Clause: hard item 13.
    """
    return nw.lit(True)


@declare_measure("agencies", columns=("connected_on", "collected_on"))
def agencies_connected(moment: Moment) -> nw.Expr:
    """Of those: connected, and their records collected, by the month's end.

    Unit: agency. Source: agencies. Clause: hard item 13.
    """
    return _sharing(moment)


@declare_measure("agencies", of="sector", columns=("sector",))
def utility_sectors(moment: Moment) -> nw.Expr:
    """Sectors of public utilities whose records must be collected, each once.

    Unit: sector (water, power, gas, post, telecommunications). Source: agencies. Clause: monitoring indicator 7.
    """
    return ~nw.col("sector").is_null()


@declare_measure("agencies", of="sector", columns=("sector", "collected_on"))
def utility_sectors_collected(moment: Moment) -> nw.Expr:
    """Of those: sectors of which the records of some body are collected by the month's end, each once.

    Unit: sector. Source: agencies. Clause: monitoring indicator 7, which asks for records collected and nothing more:
    in whatever way they came.
    """
    return nw.col("collected_on") <= moment.end
