"""The register of credit pledges (信用承诺台账)."""

from __future__ import annotations

from analysis.registers.schema import CHOICE, CODE, DATE, NOT_YET, STOCK, TEXT, Register, RegisterColumn

REGISTER = Register(
    name="pledges",
    kind=STOCK,
    columns=(
        RegisterColumn("record", TEXT, required=True),
        RegisterColumn("kind", CHOICE, required=True),
        RegisterColumn("party_kind", CHOICE),
        RegisterColumn("party_code", CODE, required=True),
        RegisterColumn("made_on", DATE, required=True),
        RegisterColumn("reported_on", DATE, blank=NOT_YET, after="made_on"),
    ),
    key=("record",),
    dated="made_on",
)
