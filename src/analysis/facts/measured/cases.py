"""Facts measured from the register of joint rewards and punishments (联合奖惩案例)."""

from __future__ import annotations

import narwhals as nw

from analysis.facts.measured.registry import BODIES, MONTH, Moment, declare_measure


def _valid(moment: Moment) -> nw.Expr:
    return nw.col("valid") & (nw.col("decided_on") >= moment.start) & (nw.col("decided_on") <= moment.end)


@declare_measure("cases", span=MONTH)
def joint_cases(moment: Moment) -> nw.Expr:
    """Valid cases of joint rewards and punishments within the window.

    Unit: case. Source: cases. Clause: hard item 15.
    Edges: whether a case is valid is the register's own finding; ordinary penalties without a listing are not.
    """
    return _valid(moment)


@declare_measure("cases", how=BODIES, of="domain", span=MONTH)
def punishment_domains(moment: Moment) -> nw.Expr:
    """Domains with a valid case of punishment under the national list within the window, each once.

    Unit: domain, by name. Source: cases. Clause: monitoring indicator 23.
    """
    return _valid(moment) & (nw.col("kind") == "punishment")
