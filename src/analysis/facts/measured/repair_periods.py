"""From a record's day to the days of its repair: which documents bear on it, and by each class when (修复日期)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import polars as pl

from analysis.facts.measured.repair_rules import (
    AFTER_SHORTEST,
    DUTIES_DONE,
    PeriodCounting,
    RepairClass,
    RepairRule,
    RepairRules,
)

DECISION, LATER = "decision", "later"
"""Whether a document was in force on the record's day, or came into force while it could still be shown."""
ENDED, CAN_ASK, WAITING, DUTIES, NEVER_ASKED, UNSET, UNRULED = STATES = (
    "ended", "can_ask", "waiting", "duties", "never_asked", "unset", "unruled",
)  # fmt: skip
ANY, ONLY = "any", "only"
DATES = pl.Schema(
    {
        "rule": pl.String(), "stands": pl.String(), "class": pl.String(), "class_basis": pl.String(),
        "first_repair": pl.Date(), "last_display": pl.Date(), "state": pl.String(),
    }
)  # fmt: skip
"""A row a record, document and class.

`class_basis`: `any`, one of the classes that the record may have, since no text read tells which; `only`, the document
has no other; else what says that it has this class, or at least this one. `first_repair`: null where no day can be
said, `state` says why. `last_display`: null where the longest period is unset.
"""


def repair_days(records: pl.DataFrame, on: date, rules: RepairRules) -> pl.DataFrame:
    """Each record by every document that bears on it and every class that it may have: its columns and DATES.

    `records`: `subject` (what it is: `penalties`, `lists.serious` …), `dated` (the day of the decision or of the
    entry), and the amounts that documents name, such as `confiscated`. `on`: only documents printed by then, and the
    `state` as of then. Edges: a record that no document read bears on is there once, its dates null, `unruled`. A
    period of months ends on the day of that number; where the month has none, on its last.
    """
    places = records.with_row_index("place")
    parts = [_part(which, rule, own, on, rules.counting) for which, rule, own in _bearing(places, on, rules)]
    found = pl.concat(parts) if parts else places.clear().with_columns(_nulls())
    bare = (
        places.join(found, on="place", how="anti").with_columns(_nulls()).with_columns(pl.lit(UNRULED).alias("state"))
    )
    return pl.concat([found, bare]).sort("place", maintain_order=True).drop("place")


def _nulls() -> list[pl.Expr]:
    return [pl.lit(None, kind).alias(name) for name, kind in DATES.items()]


def _bearing(
    places: pl.DataFrame, on: date, rules: RepairRules
) -> Iterator[tuple[pl.DataFrame, RepairRule, RepairClass]]:
    """The records that each document bears on, for each of its classes that they may have.

    A later document bears on a record only while one in force before may still show it, so that an entry long taken
    down does not return.
    """
    shown_until = places.select("place", pl.lit(None, pl.Date).alias("until"))
    for rule in rules.rules:
        standing = (
            places.join(shown_until, on="place")
            .with_columns(_standing(rule, on))
            .filter(pl.col("stands").is_not_null())
        )
        ends = []
        for own in rule.classes.values():
            which = standing.with_columns(_class_basis(rule, own)).filter(pl.col("class_basis").is_not_null())
            ends.append(which.select("place", _last_display(own, rules.counting).fill_null(date.max).alias("end")))
            yield which.drop("until"), rule, own
        shown_until = _prolonged(shown_until, pl.concat(ends))


def _prolonged(shown_until: pl.DataFrame, ends: pl.DataFrame) -> pl.DataFrame:
    latest = ends.group_by("place").agg(pl.col("end").max())
    joined = shown_until.join(latest, on="place", how="left")
    return joined.select("place", pl.max_horizontal("until", "end").alias("until"))


def _standing(rule: RepairRule, on: date) -> pl.Expr:
    """How a document bears on a record: null where it does not."""
    covered = pl.col("subject").is_in(rule.covers)
    then = pl.col("dated").is_between(rule.first, rule.last)
    shown = pl.col("until").is_null() | (pl.col("until") >= rule.first)
    later = (pl.col("dated") < rule.first) & shown & pl.lit(rule.printed <= on)
    return pl.when(covered & then).then(pl.lit(DECISION)).when(covered & later).then(pl.lit(LATER)).alias("stands")


def _class_basis(rule: RepairRule, own: RepairClass) -> pl.Expr:
    """Why a record may have a class of a document; null where it can't have it."""
    order = list(rule.classes)
    basis = pl.lit(ONLY if len(order) == 1 else ANY)
    for column, least in rule.at_least.items():
        lighter = order.index(own.id) < order.index(least.id)
        said = pl.lit(None, pl.String) if lighter else pl.lit(least.basis)
        basis = pl.when(pl.col(column) > 0).then(said).otherwise(basis)
    for subject, chosen in rule.class_of.items():
        said = pl.lit(chosen.basis) if chosen.id == own.id else pl.lit(None, pl.String)
        basis = pl.when(pl.col("subject") == subject).then(said).otherwise(basis)
    return basis.alias("class_basis")


def _part(
    which: pl.DataFrame, rule: RepairRule, own: RepairClass, on: date, counting: PeriodCounting
) -> pl.DataFrame:  # fmt: skip
    days = which.with_columns(
        pl.lit(rule.id).alias("rule"), pl.lit(own.id).alias("class"),
        _first_repair(own, counting).alias("first_repair"), _last_display(own, counting).alias("last_display"),
    )  # fmt: skip
    kept = [name for name in which.columns if name not in DATES]
    return days.with_columns(_state(own, on).alias("state")).select(*kept, *DATES)


def _last_of(months: int, counting: PeriodCounting) -> pl.Expr:
    """The last day of a period of months from a record's day."""
    same = pl.col("dated").dt.offset_by(f"{months}mo")
    return same.dt.offset_by("-1d") if counting.start_day_counts else same


def _first_repair(own: RepairClass, counting: PeriodCounting) -> pl.Expr:
    """The day after the shortest period."""
    if own.asked != AFTER_SHORTEST or own.shortest is None:
        return pl.lit(None, pl.Date)
    return _last_of(own.shortest, counting).dt.offset_by("1d")


def _last_display(own: RepairClass, counting: PeriodCounting) -> pl.Expr:
    return pl.lit(None, pl.Date) if own.longest is None else _last_of(own.longest, counting)


def _state(own: RepairClass, on: date) -> pl.Expr:
    """How it stands on a day, or why the first day is null."""
    if own.asked != AFTER_SHORTEST:
        open_state = pl.lit(DUTIES if own.asked == DUTIES_DONE else NEVER_ASKED)
    elif own.shortest is None:
        open_state = pl.lit(UNSET)
    else:
        open_state = pl.when(pl.col("first_repair") <= on).then(pl.lit(CAN_ASK)).otherwise(pl.lit(WAITING))
    return pl.when(pl.col("last_display") < on).then(pl.lit(ENDED)).otherwise(open_state)
