"""The register of counties and districts under the city (所辖县市区登记簿)."""

from __future__ import annotations

from analysis.registers.columns import DATE, STOCK, TEXT, Column, Register

REGISTER = Register(
    name="counties",
    kind=STOCK,
    columns=(
        Column("county", TEXT, required=True),
        Column("monitored_on", DATE),
    ),
    key=("county",),
)
