"""The register of administrative permits, as double disclosure has them (行政许可“双公示”台账)."""

from __future__ import annotations

from analysis.registers.definitions.disclosure import DERIVED, with_disclosure_columns
from analysis.registers.schema import (
    CHOICE,
    CODE,
    DATE,
    FLAG,
    FLOW,
    NO,
    NOT_YET,
    NOWHERE,
    TEXT,
    Register,
    RegisterColumn,
)

REGISTER = Register(
    name="permits",
    kind=FLOW,
    columns=(
        RegisterColumn("record", TEXT, required=True),
        RegisterColumn("party_kind", CHOICE),
        RegisterColumn("party_name", TEXT, kept=False, blank=NOWHERE),
        RegisterColumn("party_code", CODE, blank=NOWHERE),
        RegisterColumn("subject", TEXT, kept=False, blank=NOWHERE),
        RegisterColumn("category", TEXT, kept=False, blank=NOWHERE),
        RegisterColumn("decided_on", DATE, required=True),
        RegisterColumn("authority", TEXT, blank=NOWHERE),
        RegisterColumn("authority_code", CODE, kept=False),
        RegisterColumn("reported_on", DATE, blank=NOT_YET, after="decided_on", worked=True),
        RegisterColumn("concealed", FLAG, blank=NO),
    ),
    key=("record", "authority", "party_code"),
    dated="decided_on",
    derive=with_disclosure_columns,
    derived=DERIVED,
)
