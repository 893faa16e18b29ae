"""The register of counties and districts under the city (所辖县市区台账)."""

from __future__ import annotations

from analysis.registers.schema import DATE, NOT_YET, STOCK, TEXT, Register, RegisterColumn

REGISTER = Register(
    name="counties",
    kind=STOCK,
    columns=(
        RegisterColumn("county", TEXT, required=True),
        RegisterColumn("monitored_on", DATE, blank=NOT_YET),
    ),
    key=("county",),
)
