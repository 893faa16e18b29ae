"""The register of Xinyidai loans (信易贷放款登记簿)."""

from __future__ import annotations

from analysis.registers.columns import AMOUNT, CHOICE, CODE, DATE, FLAG, FLOW, TEXT, UNIT, Column, Register

REGISTER = Register(
    name="loans",
    kind=FLOW,
    columns=(
        Column("record", TEXT, required=True),
        Column("lender", TEXT, kept=False),
        Column("party_kind", CHOICE),
        Column("party_code", CODE, required=True),
        Column("amount", AMOUNT, required=True),
        Column("amount_unit", UNIT),
        Column("platform", FLAG, required=True),
        Column("granted_on", DATE, required=True),
    ),
    key=("record", "lender"),
    dated="granted_on",
)
