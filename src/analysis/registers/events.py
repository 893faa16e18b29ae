"""The register of monitored breach events (失信事件登记簿)."""

from __future__ import annotations

from analysis.registers.columns import CHOICE, DATE, STOCK, TEXT, Column, Register

REGISTER = Register(
    name="events",
    kind=STOCK,
    columns=(
        Column("record", TEXT, required=True),
        Column("field", CHOICE, required=True),
        Column("severity", CHOICE, required=True),
        Column("occurred_on", DATE, required=True),
        Column("handled_on", DATE, after="occurred_on"),
    ),
    key=("record",),
    dated="occurred_on",
)
