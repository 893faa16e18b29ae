"""Registers: what offices keep, read as delivered, each row used, set aside with a reason, or dropped (台账)."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.registers.definitions import REGISTERS
from analysis.registers.delivery import MADE_UP, RegisterDelivery, files_by_register, is_synthetic
from analysis.registers.quarantine import save_quarantine, spreadsheet_csv
from analysis.registers.schema import (
    AMOUNT,
    CHOICE,
    CODE,
    COUNT,
    DATE,
    FEN_A_YUAN,
    FLAG,
    FLOW,
    Register,
    RegisterColumn,
)
from analysis.registers.sorted_registers import (
    forget_register,
    refresh_register,
    rows_set_aside,
    scan_sorted_rows,
    sorted_folder,
    sorted_paths,
    sorting_record,
)
from analysis.registers.wording import RegisterWording
from analysis.registers.wording import load_wordings as _wordings


def register_wordings() -> Mapping[str, RegisterWording]:
    """How offices call the registers, their columns and choices. Raises `InputError`."""
    return _wordings(tuple(REGISTERS.values()))


__all__ = [
    "AMOUNT",
    "CHOICE",
    "CODE",
    "COUNT",
    "DATE",
    "FEN_A_YUAN",
    "FLAG",
    "FLOW",
    "MADE_UP",
    "REGISTERS",
    "Register",
    "RegisterColumn",
    "RegisterDelivery",
    "RegisterWording",
    "files_by_register",
    "forget_register",
    "is_synthetic",
    "refresh_register",
    "register_wordings",
    "rows_set_aside",
    "save_quarantine",
    "scan_sorted_rows",
    "sorted_folder",
    "sorted_paths",
    "sorting_record",
    "spreadsheet_csv",
]
