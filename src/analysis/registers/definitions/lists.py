"""The register of lists: red, black, seriously dishonest, rated poor, trusted taxpayers and traders (名单台账)."""

from __future__ import annotations

from analysis.registers.schema import CHOICE, CODE, DATE, NOT_YET, NOWHERE, STOCK, TEXT, Register, RegisterColumn

REGISTER = Register(
    name="lists",
    kind=STOCK,
    columns=(
        RegisterColumn("record", TEXT),
        RegisterColumn("kind", CHOICE, required=True),
        RegisterColumn("party_kind", CHOICE),
        RegisterColumn("party_code", CODE, required=True),
        RegisterColumn("domain", TEXT, blank=NOWHERE),
        RegisterColumn("entered_on", DATE, required=True),
        RegisterColumn("exited_on", DATE, blank=NOT_YET, beside="exit_reason", after="entered_on"),
        RegisterColumn("exit_reason", CHOICE, blank=NOWHERE, beside="exited_on"),
    ),
    key=("kind", "party_code", "domain", "entered_on"),
    dated="entered_on",
)
