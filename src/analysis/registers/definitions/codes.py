"""The register of unified social credit codes (统一社会信用代码台账)."""

from __future__ import annotations

import polars as pl

from analysis import identifiers
from analysis.registers.schema import (
    CHOICE,
    CODE,
    DATE,
    FLAG,
    NOT_YET,
    STOCK,
    TEXT,
    Doubt,
    Register,
    RegisterColumn,
)

SHARED, SEVERAL = 64, 128
"""Bits beside those of the code check: the code is on many bodies; the body has many codes."""


def _checked(frame: pl.DataFrame) -> pl.DataFrame:
    """With `faults` (UInt8): what the code check and the search for duplicates find; 0 where nothing is wrong.

    A body is told by its name, a code by its 18 signs. A code confirmed genuine, in the register or in the list of
    such codes, passes the check, but not the search.
    """
    genuine = pl.concat([frame["code"].filter(frame["genuine"].fill_null(False)), identifiers.load_genuine_codes()])
    checked = identifiers.fault_masks(frame["code"], genuine=genuine)
    shared = frame.select(pl.col("name").n_unique().over("code") > 1).to_series()
    several = frame.select(pl.col("code").n_unique().over("name") > 1).to_series()
    marks = shared.cast(pl.Int32) * SHARED + several.cast(pl.Int32) * SEVERAL
    return frame.with_columns((checked.cast(pl.Int32) + marks).cast(pl.Int16).alias("faults"))


def _doubts() -> tuple[Doubt, ...]:
    """What makes a code faulty now, as the settings have it, or a date count for nothing."""
    return (
        ("code", "code fails", ~(pl.col("faults") % SHARED).is_in(identifiers.passing_masks())),
        ("code", "code on several bodies", pl.col("faults").and_(SHARED) > 0),
        ("name", "body with several codes", pl.col("faults").and_(SEVERAL) > 0),
        ("legacy", "date without a former code", pl.col("legacy").is_null() & pl.col("converted_on").is_not_null()),
    )


REGISTER = Register(
    name="codes",
    kind=STOCK,
    columns=(
        RegisterColumn("code", CODE, required=True),
        RegisterColumn("name", TEXT, required=True),
        RegisterColumn("kind", CHOICE, required=True),
        RegisterColumn("status", CHOICE, required=True),
        RegisterColumn("division", CODE),
        RegisterColumn("legacy", TEXT),
        RegisterColumn("converted_on", DATE, blank=NOT_YET, beside="legacy"),
        RegisterColumn("corrected_on", DATE, blank=NOT_YET, beside="faults"),
        RegisterColumn("genuine", FLAG),
    ),
    key=("code", "name"),
    derive=_checked,
    derived={"faults": pl.Int16()},
    party="kind",
    doubts=_doubts,
)
