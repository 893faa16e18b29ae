"""The register of objections to public credit records (异议台账)."""

from __future__ import annotations

import polars as pl

from analysis.registers.schema import CHOICE, CODE, DATE, FLAG, NO, NOT_YET, STOCK, TEXT, Register, RegisterColumn


def _counted(frame: pl.DataFrame) -> pl.DataFrame:
    """With `days`: calendar days from acceptance to the end; null where it has not ended."""
    return frame.with_columns((pl.col("finished_on") - pl.col("accepted_on")).dt.total_days().alias("days"))


REGISTER = Register(
    name="objections",
    kind=STOCK,
    columns=(
        RegisterColumn("record", TEXT, required=True),
        RegisterColumn("party_kind", CHOICE),
        RegisterColumn("party_code", CODE),
        RegisterColumn("accepted_on", DATE, required=True),
        RegisterColumn("finished_on", DATE, blank=NOT_YET, after="accepted_on"),
        RegisterColumn("valid", FLAG, blank=NO),
    ),
    key=("record",),
    dated="accepted_on",
    derive=_counted,
    derived={"days": pl.Int64()},
)
