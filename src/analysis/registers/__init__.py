"""Registers: what offices keep, read as delivered, each row used, set aside with a reason, or dropped (登记簿)."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.registers import (
    agencies,
    breaches,
    cases,
    codes,
    counties,
    events,
    halls,
    items,
    lists,
    loans,
    objections,
    penalties,
    permits,
    pledges,
    repairs,
    reports,
    training,
    visits,
)
from analysis.registers.columns import Register
from analysis.registers.headings import Wording
from analysis.registers.headings import wordings as _wordings

_MODULES = (
    codes, permits, penalties, lists, reports, pledges, training, loans, cases, breaches, events, objections, repairs,
    visits, items, agencies, halls, counties,
)  # fmt: skip
REGISTERS: Mapping[str, Register] = {module.REGISTER.name: module.REGISTER for module in _MODULES}


def wordings() -> Mapping[str, Wording]:
    """How offices call the registers, their columns and choices. Raises `InputError`."""
    return _wordings(tuple(REGISTERS.values()))


__all__ = ["REGISTERS", "Register", "Wording", "wordings"]
