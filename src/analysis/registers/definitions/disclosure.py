"""What permits and penalties have in common under double disclosure: compliance and the days waited (双公示)."""

from __future__ import annotations

import polars as pl

from analysis import calendars, identifiers

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
