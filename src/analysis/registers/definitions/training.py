"""The register of training in credit repair (信用修复培训台账)."""

from __future__ import annotations

from analysis.registers.schema import CHOICE, CODE, DATE, STOCK, TEXT, Register, RegisterColumn

REGISTER = Register(
    name="training",
    kind=STOCK,
    columns=(
        RegisterColumn("party_kind", CHOICE),
        RegisterColumn("party_code", CODE, required=True),
        RegisterColumn("trained_on", DATE, required=True),
        RegisterColumn("course", TEXT, kept=False),
    ),
    key=("party_code", "trained_on", "course"),
    dated="trained_on",
)
