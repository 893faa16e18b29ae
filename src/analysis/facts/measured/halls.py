"""Facts measured from the register of service halls (政务服务大厅)."""

from __future__ import annotations

import narwhals as nw

from analysis.facts.measured.registry import Moment, declare_measure


@declare_measure("halls")
def service_halls(moment: Moment) -> nw.Expr:
    """Government service halls in the city.

    Unit: hall. Source: halls at the month's end. Clause: hard item 4.
    """
    return nw.lit(True)


@declare_measure("halls", columns=("connected_on",))
def service_halls_connected(moment: Moment) -> nw.Expr:
    """Of those: connected to the credit platform and site by the month's end.

    Unit: hall. Source: halls. Clause: hard item 4.
    """
    return nw.col("connected_on") <= moment.end
