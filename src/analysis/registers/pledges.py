"""The register of credit pledges (信用承诺登记簿)."""

from __future__ import annotations

from analysis.registers.columns import CHOICE, CODE, DATE, STOCK, TEXT, Column, Register

REGISTER = Register(
    name="pledges",
    kind=STOCK,
    columns=(
        Column("record", TEXT, required=True),
        Column("kind", CHOICE, required=True),
        Column("party_kind", CHOICE),
        Column("party_code", CODE, required=True),
        Column("made_on", DATE, required=True),
        Column("reported_on", DATE, after="made_on"),
    ),
    key=("record",),
    dated="made_on",
)
