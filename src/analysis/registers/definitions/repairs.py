"""The register of reviews of credit repair (信用修复核查台账)."""

from __future__ import annotations

import polars as pl

from analysis import calendars
from analysis.registers.schema import CHOICE, CODE, DATE, NOT_YET, NOWHERE, STOCK, TEXT, Register, RegisterColumn


def _counted(frame: pl.DataFrame) -> pl.DataFrame:
    """With `waited`, `waited_applied`: working days from acceptance, and from the application, to the review.

    Null where there was none, or before the calendar.
    """
    calendar, done = calendars.load(), pl.col("reviewed_on")
    days = {"waited": "accepted_on", "waited_applied": "applied_on"}
    waits = {name: calendar.working_days_between(pl.col(start), done).cast(pl.Int32) for name, start in days.items()}
    return frame.with_columns(**waits)


REGISTER = Register(
    name="repairs",
    kind=STOCK,
    columns=(
        RegisterColumn("record", TEXT, required=True),
        RegisterColumn("party_kind", CHOICE),
        RegisterColumn("party_code", CODE),
        RegisterColumn("applied_on", DATE, blank=NOWHERE),
        RegisterColumn("accepted_on", DATE, required=True),
        RegisterColumn("reviewed_on", DATE, blank=NOT_YET, after="accepted_on", worked=True),
    ),
    key=("record",),
    dated="accepted_on",
    derive=_counted,
    derived={"waited": pl.Int32(), "waited_applied": pl.Int32()},
)
