"""Registers: what offices keep, read as delivered, each row used, set aside with a reason, or dropped (登记簿)."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.registers.definitions import REGISTERS
from analysis.registers.schema import Register
from analysis.registers.wording import RegisterWording
from analysis.registers.wording import load_wordings as _wordings


def register_wordings() -> Mapping[str, RegisterWording]:
    """How offices call the registers, their columns and choices. Raises `InputError`."""
    return _wordings(tuple(REGISTERS.values()))


__all__ = ["REGISTERS", "Register", "RegisterWording", "register_wordings"]
