"""The register of lists: red, black, seriously dishonest, rated poor, trusted taxpayers and traders (名单登记簿)."""

from __future__ import annotations

from analysis.registers.columns import CHOICE, CODE, DATE, STOCK, TEXT, Column, Register

REGISTER = Register(
    name="lists",
    kind=STOCK,
    columns=(
        Column("record", TEXT),
        Column("kind", CHOICE, required=True),
        Column("party_kind", CHOICE),
        Column("party_code", CODE, required=True),
        Column("domain", TEXT),
        Column("entered_on", DATE, required=True),
        Column("exited_on", DATE, after="entered_on"),
        Column("exit_reason", CHOICE),
    ),
    key=("kind", "party_code", "domain", "entered_on"),
    dated="entered_on",
)
