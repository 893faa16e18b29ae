"""The register of administrative permits, as double disclosure has them (行政许可“双公示”登记簿)."""

from __future__ import annotations

from analysis.registers.columns import CHOICE, CODE, DATE, FLAG, FLOW, TEXT, Column, Register
from analysis.registers.disclosure import DERIVED, disclosed

REGISTER = Register(
    name="permits",
    kind=FLOW,
    columns=(
        Column("record", TEXT, required=True),
        Column("party_kind", CHOICE),
        Column("party_name", TEXT, kept=False),
        Column("party_code", CODE),
        Column("subject", TEXT, kept=False),
        Column("category", TEXT, kept=False),
        Column("decided_on", DATE, required=True),
        Column("authority", TEXT, kept=False),
        Column("authority_code", CODE, kept=False),
        Column("reported_on", DATE, after="decided_on", worked=True),
        Column("concealed", FLAG),
    ),
    key=("record", "authority", "party_code"),
    dated="decided_on",
    derive=disclosed,
    derived=DERIVED,
)
