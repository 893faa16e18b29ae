"""Facts measured from the register of joint rewards and punishments (联合奖惩案例)."""

from __future__ import annotations

import narwhals as nw

from analysis.facts.measured.registry import Moment, declare_measure


def _valid(moment: Moment) -> nw.Expr:
    return nw.col("valid") & moment.holds("decided_on")


@declare_measure("cases")
def joint_cases(moment: Moment) -> nw.Expr:
    """Valid cases of joint rewards and punishments within the window.

    Unit: case. Source: cases. Clause: hard item 15.
    Edges: whether a case is valid is the register's own finding; ordinary penalties without a listing are not.
    """
    return _valid(moment)


@declare_measure("cases", of="domain")
def punishment_domains(moment: Moment) -> nw.Expr:
    """Domains with a valid case of punishment under the national list within the window, each once.

    Unit: domain, by name. Source: cases. Clause: monitoring indicator 23.
    """
    return _valid(moment) & (nw.col("kind") == "punishment")
