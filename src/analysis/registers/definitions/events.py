"""The register of monitored breach events (失信事件台账)."""

from __future__ import annotations

from analysis.registers.schema import CHOICE, DATE, NOT_YET, STOCK, TEXT, Register, RegisterColumn

REGISTER = Register(
    name="events",
    kind=STOCK,
    columns=(
        RegisterColumn("record", TEXT, required=True),
        RegisterColumn("field", CHOICE, required=True),
        RegisterColumn("severity", CHOICE, required=True),
        RegisterColumn("occurred_on", DATE, required=True),
        RegisterColumn("handled_on", DATE, blank=NOT_YET, after="occurred_on"),
    ),
    key=("record",),
    dated="occurred_on",
)
