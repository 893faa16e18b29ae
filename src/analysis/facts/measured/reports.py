"""Facts measured from the register of credit reports (信用报告)."""

from __future__ import annotations

import narwhals as nw

from analysis.facts.measured.registry import Moment, declare_measure


@declare_measure("reports", of="domain", columns=("domain",))
def report_domains(moment: Moment) -> nw.Expr:
    """Domains in which government used credit reports within the window, each once.

    Unit: domain, by name. Source: reports. Clause: monitoring indicator 21.
    """
    return moment.holds("submitted_on")
