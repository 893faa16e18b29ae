"""The register of training in credit repair (信用修复培训登记簿)."""

from __future__ import annotations

from analysis.registers.columns import CHOICE, CODE, DATE, STOCK, TEXT, Column, Register

REGISTER = Register(
    name="training",
    kind=STOCK,
    columns=(
        Column("party_kind", CHOICE),
        Column("party_code", CODE, required=True),
        Column("trained_on", DATE, required=True),
        Column("course", TEXT, kept=False),
    ),
    key=("party_code", "trained_on", "course"),
    dated="trained_on",
)
