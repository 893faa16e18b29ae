"""The register of credit reports submitted (信用报告台账)."""

from __future__ import annotations

from analysis.registers.schema import CHOICE, CODE, DATE, NOWHERE, STOCK, TEXT, Register, RegisterColumn

REGISTER = Register(
    name="reports",
    kind=STOCK,
    columns=(
        RegisterColumn("record", TEXT, required=True),
        RegisterColumn("party_kind", CHOICE),
        RegisterColumn("party_code", CODE, required=True),
        RegisterColumn("domain", TEXT, blank=NOWHERE),
        RegisterColumn("submitted_on", DATE, required=True),
    ),
    key=("record",),
    dated="submitted_on",
)
