"""The register of approval and service items (审批服务事项登记簿)."""

from __future__ import annotations

from analysis.registers.columns import FLAG, STOCK, TEXT, Column, Register

REGISTER = Register(
    name="items",
    kind=STOCK,
    columns=(
        Column("item", TEXT, required=True),
        Column("department", TEXT, required=True),
        Column("approval", FLAG, required=True),
        Column("tolerant", FLAG),
        Column("notified", FLAG),
        Column("pledgeable", FLAG),
        Column("pledged", FLAG),
    ),
    key=("item", "department"),
)
