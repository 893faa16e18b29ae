"""The register of lists: red, black, seriously dishonest, rated poor, trusted taxpayers and traders (名单登记簿)."""

from __future__ import annotations

from analysis.registers.schema import CHOICE, CODE, DATE, STOCK, TEXT, Register, RegisterColumn

REGISTER = Register(
    name="lists",
    kind=STOCK,
    columns=(
        RegisterColumn("record", TEXT),
        RegisterColumn("kind", CHOICE, required=True),
        RegisterColumn("party_kind", CHOICE),
        RegisterColumn("party_code", CODE, required=True),
        RegisterColumn("domain", TEXT),
        RegisterColumn("entered_on", DATE, required=True),
        RegisterColumn("exited_on", DATE, after="entered_on"),
        RegisterColumn("exit_reason", CHOICE),
    ),
    key=("kind", "party_code", "domain", "entered_on"),
    dated="entered_on",
)
