"""The register of reviews of credit repair (信用修复核查登记簿)."""

from __future__ import annotations

import polars as pl

from analysis import calendars
from analysis.registers.schema import CHOICE, CODE, DATE, NOT_YET, STOCK, TEXT, Register, RegisterColumn


def _counted(frame: pl.DataFrame) -> pl.DataFrame:
    """With `waited`: working days from acceptance to the review; null where there was none, or before the calendar."""
    waited = calendars.load().working_days_between(pl.col("accepted_on"), pl.col("reviewed_on"))
    return frame.with_columns(waited.cast(pl.Int32).alias("waited"))


REGISTER = Register(
    name="repairs",
    kind=STOCK,
    columns=(
        RegisterColumn("record", TEXT, required=True),
        RegisterColumn("party_kind", CHOICE),
        RegisterColumn("party_code", CODE),
        RegisterColumn("accepted_on", DATE, required=True),
        RegisterColumn("reviewed_on", DATE, blank=NOT_YET, after="accepted_on", worked=True),
    ),
    key=("record",),
    dated="accepted_on",
    derive=_counted,
    derived={"waited": pl.Int32()},
)
