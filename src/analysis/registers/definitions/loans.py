"""The register of Xinyidai loans (信易贷放款台账)."""

from __future__ import annotations

from analysis.registers.schema import AMOUNT, CHOICE, CODE, DATE, FLAG, FLOW, TEXT, UNIT, Register, RegisterColumn

REGISTER = Register(
    name="loans",
    kind=FLOW,
    columns=(
        RegisterColumn("record", TEXT, required=True),
        RegisterColumn("lender", TEXT, kept=False),
        RegisterColumn("party_kind", CHOICE),
        RegisterColumn("party_code", CODE, required=True),
        RegisterColumn("amount", AMOUNT, required=True),
        RegisterColumn("amount_unit", UNIT),
        RegisterColumn("platform", FLAG, required=True),
        RegisterColumn("granted_on", DATE, required=True),
    ),
    key=("record", "lender"),
    dated="granted_on",
)
