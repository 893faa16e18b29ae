"""What permits and penalties have in common under double disclosure: columns, compliance, days waited (双公示)."""

from __future__ import annotations

import polars as pl

from analysis import calendars, identifiers
from analysis.registers.schema import (
    CHOICE,
    CODE,
    DATE,
    FLAG,
    FLOW,
    NO,
    NOT_YET,
    NOWHERE,
    TEXT,
    Register,
    RegisterColumn,
)

DERIVED = {"compliant": pl.Boolean(), "waited": pl.Int32()}
STATED = ("party_name", "subject", "category", "authority")


def with_disclosure_columns(frame: pl.DataFrame) -> pl.DataFrame:
    """With `compliant` and `waited`.

    `compliant`: the record keeps to the data standard (发改办财金〔2018〕424号): party, subject, category and authority
    are stated and the party's code passes the check, is confirmed genuine, or has only a registry that no table knows.
    `waited`: working days from the decision to the report, by the official calendar; null where it was not reported,
    or before the calendar begins.
    """
    stated = pl.all_horizontal(pl.col(name).is_not_null() for name in STATED)
    checked = identifiers.fault_mask(pl.col("party_code"), identifiers.load_genuine_codes())
    sound = checked.is_in(identifiers.passing_masks()).fill_null(False)
    waited = calendars.load().working_days_between(pl.col("decided_on"), pl.col("reported_on"))
    return frame.with_columns((stated & sound).alias("compliant"), waited.cast(pl.Int32).alias("waited"))


def disclosure_register(name: str, *amounts: RegisterColumn) -> Register:
    """A register under double disclosure; `amounts`: what it has besides, such as a fine."""
    columns = (
        RegisterColumn("record", TEXT, required=True),
        RegisterColumn("party_kind", CHOICE),
        RegisterColumn("party_name", TEXT, kept=False, blank=NOWHERE),
        RegisterColumn("party_code", CODE, blank=NOWHERE),
        RegisterColumn("subject", TEXT, kept=False, blank=NOWHERE),
        RegisterColumn("category", TEXT, kept=False, blank=NOWHERE),
        RegisterColumn("decided_on", DATE, required=True),
        RegisterColumn("authority", TEXT, blank=NOWHERE),
        RegisterColumn("authority_code", CODE, kept=False),
        *amounts,
        RegisterColumn("reported_on", DATE, blank=NOT_YET, after="decided_on", worked=True),
        RegisterColumn("concealed", FLAG, blank=NO),
    )
    key = ("record", "authority", "party_code")
    return Register(name, FLOW, columns, key, "decided_on", with_disclosure_columns, DERIVED)
