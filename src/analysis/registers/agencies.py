"""The register of bodies that must be connected and share data (应联通单位登记簿)."""

from __future__ import annotations

from analysis.registers.columns import CHOICE, DATE, STOCK, TEXT, Column, Register

REGISTER = Register(
    name="agencies",
    kind=STOCK,
    columns=(
        Column("agency", TEXT, required=True),
        Column("sector", CHOICE),
        Column("connected_on", DATE),
        Column("collected_on", DATE),
    ),
    key=("agency",),
)
