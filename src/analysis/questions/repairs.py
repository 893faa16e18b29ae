"""Repair dates: from when each adverse record can be repaired, until when it is shown, by which rule (修复日期)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from analysis import facts as figures
from analysis.facts.measured import repair_periods, repair_rules
from analysis.facts.measuring import RepairRecords, list_repair_records
from analysis.problems import Problem

SPANS: dict[str, pl.DataType | type[pl.DataType]] = {
    "subject": pl.String, "record": pl.String, "party_code": pl.String, "authority": pl.String, "dated": pl.Date,
    "rule": pl.String, "stands": pl.String, "classes": pl.List(pl.String), "class_basis": pl.String,
    "first_days": pl.List(pl.Date), "last_days": pl.List(pl.Date), "states": pl.List(pl.String),
    "file": pl.String, "sheet": pl.String, "line": pl.Int32,
}  # fmt: skip
"""A row a record and document: the classes that it may have, and of each its days and its state, in that order."""
SUMMARY: dict[str, pl.DataType | type[pl.DataType]] = {
    "subject": pl.String, "records": pl.Int64, "can_ask": pl.Int64, "may_ask": pl.Int64, "waiting": pl.Int64,
    "ended": pl.Int64, "unruled": pl.Int64, "next": pl.Date,
}  # fmt: skip
PLACE = ("file", "sheet", "line")
IDLE = (repair_periods.ENDED, repair_periods.UNRULED)


@dataclass(frozen=True, eq=False)
class RepairBoard:
    """The adverse records of a city on a day: for the office alone, since they bear bodies' codes.

    `summary`: SUMMARY, a row a kind of record. `can_ask`: by every class and document a repair can be asked, or display
    has ended; `may_ask`: by some, or once the duties are done; `waiting`: by none yet; `ended`: by all it is no longer
    shown; `unruled`: no document read bears on it. `next`: the next day on which some record's first day comes.
    `spans`: SPANS. `records`: a row a class. `as_of`, `aside`, `unread`: as `facts.measuring.repair_records` gives
    them. `sources`: the documents.
    """

    city: str
    on: date
    summary: pl.DataFrame
    spans: pl.DataFrame
    records: pl.DataFrame
    as_of: Mapping[str, str]
    aside: pl.DataFrame
    unread: tuple[Problem, ...]
    sources: tuple[repair_rules.RepairRule, ...]
    counting: repair_rules.PeriodCounting


def repair_dates(city: str, on: date) -> RepairBoard:
    """When each penalty and adverse list entry of a city can be repaired, and until when it is shown.

    `city`: code or name. Where no text tells a record's class, the days by each class stand beside each other; where
    the rules changed while it could be shown, those of each document. Raises `InputError` for an unknown city, where
    neither register was delivered, and for documents at fault.
    """
    return repair_board(list_repair_records(figures.code_of(city, f"{on:%Y-%m}"), on))


def repair_board(found: RepairRecords) -> RepairBoard:
    """A city's repair records, laid out and summed up."""
    on = found.on
    used = set(found.records["rule"].drop_nulls())
    sources = tuple(rule for rule in found.rules.rules if rule.id in used)
    spans = _spans(found)
    return RepairBoard(
        found.city, on, _summary(spans, found.records, on), spans, found.records, dict(found.as_of), found.aside,
        found.unread, sources, found.rules.counting,
    )  # fmt: skip


def _spans(found: RepairRecords) -> pl.DataFrame:
    order = pl.col("rule").cast(pl.Enum([rule.id for rule in found.rules.rules]))
    keys = [*PLACE, "rule"]
    first = [name for name in SPANS if name in found.records.columns and name not in keys]
    spans = found.records.group_by(keys, maintain_order=True).agg(
        *(pl.col(name).first() for name in first),
        pl.col("class").drop_nulls().alias("classes"), pl.col("state").alias("states"),
        pl.col("first_repair").alias("first_days"), pl.col("last_display").alias("last_days"),
    )  # fmt: skip
    idle = pl.col("states").list.set_difference(list(IDLE)).list.len() == 0
    soonest = pl.col("first_days").list.min().min()
    ordered = spans.sort(
        *(of.over(PLACE) for of in (idle.all(), soonest)), "dated", *PLACE, order, nulls_last=True, maintain_order=True
    )
    return ordered.select(list(SPANS)).cast(SPANS)  # type: ignore[arg-type]


def _summary(spans: pl.DataFrame, records: pl.DataFrame, on: date) -> pl.DataFrame:
    """A row for each kind of record there is."""
    each = records.group_by("subject", *PLACE, maintain_order=True).agg(record_standing().alias("standing"))
    counts = [(pl.col("standing") == name).sum().cast(pl.Int64).alias(name) for name in list(SUMMARY)[2:-1]]
    ahead = (
        records.filter(pl.col("first_repair") > on).group_by("subject").agg(pl.col("first_repair").min().alias("next"))
    )
    frame = each.group_by("subject", maintain_order=True).agg(pl.len().cast(pl.Int64).alias("records"), *counts)
    return frame.join(ahead, on="subject", how="left").select(list(SUMMARY)).cast(SUMMARY)  # type: ignore[arg-type]


def record_standing() -> pl.Expr:
    """Which of the summary's columns a record belongs to, by the states of all its rows."""
    state = pl.col("state")
    past = state.is_in([repair_periods.ENDED, repair_periods.CAN_ASK])
    return (
        pl.when((state == repair_periods.UNRULED).all())
        .then(pl.lit("unruled"))
        .when((state == repair_periods.ENDED).all())
        .then(pl.lit("ended"))
        .when(past.all())
        .then(pl.lit("can_ask"))
        .when((state.is_in([repair_periods.CAN_ASK, repair_periods.DUTIES])).any())
        .then(pl.lit("may_ask"))
        .otherwise(pl.lit("waiting"))
    )
