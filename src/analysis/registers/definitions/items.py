"""The register of approval and service items (审批服务事项登记簿)."""

from __future__ import annotations

from analysis.registers.schema import FLAG, STOCK, TEXT, Register, RegisterColumn

REGISTER = Register(
    name="items",
    kind=STOCK,
    columns=(
        RegisterColumn("item", TEXT, required=True),
        RegisterColumn("department", TEXT, required=True),
        RegisterColumn("approval", FLAG, required=True),
        RegisterColumn("tolerant", FLAG),
        RegisterColumn("notified", FLAG),
        RegisterColumn("pledgeable", FLAG),
        RegisterColumn("pledged", FLAG),
    ),
    key=("item", "department"),
)
