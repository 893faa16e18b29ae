"""The register of breaches of faith by organisations, with a link flag only (单位失信记录台账)."""

from __future__ import annotations

from analysis.registers.schema import CHOICE, CODE, DATE, FLAG, NO, NOT_YET, STOCK, TEXT, Register, RegisterColumn

REGISTER = Register(
    name="breaches",
    kind=STOCK,
    columns=(
        RegisterColumn("record", TEXT, required=True),
        RegisterColumn("kind", CHOICE, required=True),
        RegisterColumn("party_kind", CHOICE),
        RegisterColumn("party_code", CODE),
        RegisterColumn("recorded_on", DATE, required=True),
        RegisterColumn("linked", FLAG, blank=NO),
        RegisterColumn("resolved_on", DATE, blank=NOT_YET, after="recorded_on"),
    ),
    key=("record",),
    dated="recorded_on",
)
