"""The register of cases of joint rewards and punishments (联合奖惩案例登记簿)."""

from __future__ import annotations

from analysis.registers.columns import CHOICE, CODE, DATE, FLAG, STOCK, TEXT, Column, Register

REGISTER = Register(
    name="cases",
    kind=STOCK,
    columns=(
        Column("record", TEXT, required=True),
        Column("kind", CHOICE, required=True),
        Column("party_kind", CHOICE),
        Column("party_code", CODE),
        Column("domain", TEXT, required=True),
        Column("decided_on", DATE, required=True),
        Column("valid", FLAG, required=True),
    ),
    key=("record",),
    dated="decided_on",
)
