"""The register of breaches of faith by organisations, with a link flag only (单位失信记录登记簿)."""

from __future__ import annotations

from analysis.registers.columns import CHOICE, CODE, DATE, FLAG, STOCK, TEXT, Column, Register

REGISTER = Register(
    name="breaches",
    kind=STOCK,
    columns=(
        Column("record", TEXT, required=True),
        Column("kind", CHOICE, required=True),
        Column("party_kind", CHOICE),
        Column("party_code", CODE),
        Column("recorded_on", DATE, required=True),
        Column("linked", FLAG),
        Column("resolved_on", DATE, after="recorded_on"),
    ),
    key=("record",),
    dated="recorded_on",
)
