"""The register of government service halls (政务服务大厅台账)."""

from __future__ import annotations

from analysis.registers.schema import DATE, NOT_YET, STOCK, TEXT, Register, RegisterColumn

REGISTER = Register(
    name="halls",
    kind=STOCK,
    columns=(
        RegisterColumn("hall", TEXT, required=True),
        RegisterColumn("connected_on", DATE, blank=NOT_YET),
    ),
    key=("hall",),
)
