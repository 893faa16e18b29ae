"""The register of cases of joint rewards and punishments (联合奖惩案例台账)."""

from __future__ import annotations

from analysis.registers.schema import CHOICE, CODE, DATE, FLAG, STOCK, TEXT, Register, RegisterColumn

REGISTER = Register(
    name="cases",
    kind=STOCK,
    columns=(
        RegisterColumn("record", TEXT, required=True),
        RegisterColumn("kind", CHOICE, required=True),
        RegisterColumn("party_kind", CHOICE),
        RegisterColumn("party_code", CODE),
        RegisterColumn("domain", TEXT, required=True),
        RegisterColumn("decided_on", DATE, required=True),
        RegisterColumn("valid", FLAG, required=True),
    ),
    key=("record",),
    dated="decided_on",
)
