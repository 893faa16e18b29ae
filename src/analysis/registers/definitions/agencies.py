"""The register of bodies that must be connected and share data (应联通单位台账)."""

from __future__ import annotations

from analysis.registers.schema import CHOICE, DATE, NOT_YET, NOWHERE, STOCK, TEXT, Register, RegisterColumn

REGISTER = Register(
    name="agencies",
    kind=STOCK,
    columns=(
        RegisterColumn("agency", TEXT, required=True),
        RegisterColumn("sector", CHOICE, blank=NOWHERE),
        RegisterColumn("connected_on", DATE, blank=NOT_YET),
        RegisterColumn("collected_on", DATE, blank=NOT_YET),
    ),
    key=("agency",),
)
