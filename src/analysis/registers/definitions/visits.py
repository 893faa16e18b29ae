"""The register of visits to the credit site, day by day (信用网站访问台账)."""

from __future__ import annotations

from analysis.registers.schema import COUNT, DATE, FLOW, Register, RegisterColumn

REGISTER = Register(
    name="visits",
    kind=FLOW,
    columns=(
        RegisterColumn("day", DATE, required=True),
        RegisterColumn("visits", COUNT, required=True),
    ),
    key=("day",),
    dated="day",
)
