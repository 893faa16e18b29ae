"""The register of approval and service items (审批服务事项台账)."""

from __future__ import annotations

from analysis.registers.schema import FLAG, NO, STOCK, TEXT, Register, RegisterColumn

REGISTER = Register(
    name="items",
    kind=STOCK,
    columns=(
        RegisterColumn("item", TEXT, required=True),
        RegisterColumn("department", TEXT, required=True),
        RegisterColumn("approval", FLAG, required=True),
        RegisterColumn("tolerant", FLAG, blank=NO),
        RegisterColumn("notified", FLAG, blank=NO),
        RegisterColumn("pledgeable", FLAG, blank=NO),
        RegisterColumn("pledged", FLAG, blank=NO),
    ),
    key=("item", "department"),
)
