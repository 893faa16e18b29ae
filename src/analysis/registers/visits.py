"""The register of visits to the credit site, day by day (信用网站访问登记簿)."""

from __future__ import annotations

from analysis.registers.columns import COUNT, DATE, FLOW, Column, Register

REGISTER = Register(
    name="visits",
    kind=FLOW,
    columns=(
        Column("day", DATE, required=True),
        Column("visits", COUNT, required=True),
    ),
    key=("day",),
    dated="day",
)
