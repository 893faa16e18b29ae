"""The register of government service halls (政务服务大厅登记簿)."""

from __future__ import annotations

from analysis.registers.columns import DATE, STOCK, TEXT, Column, Register

REGISTER = Register(
    name="halls",
    kind=STOCK,
    columns=(
        Column("hall", TEXT, required=True),
        Column("connected_on", DATE),
    ),
    key=("hall",),
)
