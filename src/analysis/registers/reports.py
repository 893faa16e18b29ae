"""The register of credit reports submitted (信用报告登记簿)."""

from __future__ import annotations

from analysis.registers.columns import CHOICE, CODE, DATE, STOCK, TEXT, Column, Register

REGISTER = Register(
    name="reports",
    kind=STOCK,
    columns=(
        Column("record", TEXT, required=True),
        Column("party_kind", CHOICE),
        Column("party_code", CODE, required=True),
        Column("domain", TEXT),
        Column("submitted_on", DATE, required=True),
    ),
    key=("record",),
    dated="submitted_on",
)
