"""The register of administrative permits, as double disclosure has them (行政许可“双公示”登记簿)."""

from __future__ import annotations

from analysis.registers.definitions.disclosure import DERIVED, with_disclosure_columns
from analysis.registers.schema import CHOICE, CODE, DATE, FLAG, FLOW, TEXT, Register, RegisterColumn

REGISTER = Register(
    name="permits",
    kind=FLOW,
    columns=(
        RegisterColumn("record", TEXT, required=True),
        RegisterColumn("party_kind", CHOICE),
        RegisterColumn("party_name", TEXT, kept=False),
        RegisterColumn("party_code", CODE),
        RegisterColumn("subject", TEXT, kept=False),
        RegisterColumn("category", TEXT, kept=False),
        RegisterColumn("decided_on", DATE, required=True),
        RegisterColumn("authority", TEXT, kept=False),
        RegisterColumn("authority_code", CODE, kept=False),
        RegisterColumn("reported_on", DATE, after="decided_on", worked=True),
        RegisterColumn("concealed", FLAG),
    ),
    key=("record", "authority", "party_code"),
    dated="decided_on",
    derive=with_disclosure_columns,
    derived=DERIVED,
)
