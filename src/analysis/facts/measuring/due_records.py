"""What is still to be done on a day, record by record, and what doing it or leaving it would change (待办与到期)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import narwhals as nw
import polars as pl

from analysis.facts.measured.deadlines import LATE, REST_DAY
from analysis.facts.measured.matters import MATTERS, DueMatter
from analysis.facts.measured.registry import (
    BODIES,
    COUNT,
    MEASURES,
    Measure,
    Moment,
    load_moment,
    register_with_lookups,
)
from analysis.facts.measured.rule_values import DatedValue
from analysis.facts.measuring.due_gaps import counting_months, due_gaps
from analysis.facts.measuring.register_deliveries import TABLES, months_delivered, refresh_deliveries
from analysis.paths import display_path, root
from analysis.problems import InputError, Problem
from analysis.registers import FLOW, REGISTERS, sorted_registers

OVERDUE, DUE, LATER, OPEN = STATES = ("overdue", "due", "later", "open")
URGENCY = (DUE, OVERDUE, OPEN, LATER)
"""What can still be in time comes first."""
RECORDS = pl.Schema(
    {
        "matter": pl.String(), "state": pl.String(), "record": pl.String(), "party_code": pl.String(),
        "owner": pl.String(), "started": pl.Date(), "deadline": pl.Date(), "last_day": pl.Date(),
        "days_left": pl.Int64(), "working_days_left": pl.Int64(), "other_deadline": pl.Date(), "register": pl.String(),
        "file": pl.String(), "sheet": pl.String(), "line": pl.Int32(), "row": pl.Int64(),
    }
)  # fmt: skip
EFFECTS = pl.Schema(
    {
        "matter": pl.String(), "row": pl.Int64(), "fact": pl.String(), "body": pl.String(),
        "done": pl.Int64(), "left": pl.Int64(),
    }
)  # fmt: skip
CODED = {"codes": "code"}
"""The column with a body's code, where it is not `party_code`."""


@dataclass(frozen=True, eq=False)
class DueRecords:
    """What a city has still to do on a day, as its registers show it.

    `records`: RECORDS, a row a matter, the most urgent first; `state`: `overdue` (its last day is past), `due` (within
    `days`), `later`, `open` (no rule sets a period, or the day from which it counts is unknown). `deadline`: the last
    working day; `last_day`: the last day that is still in time, with the rest days that follow where these count so;
    `other_deadline`: by the other period that the rule value may be set to. `as_of`: the newest delivery of each
    register. `gaps`: `matter, lacking`, what was not delivered, so that the list may not be whole. `effects`: EFFECTS,
    by how much a figure of `until` moves for a record that is done on the day, or left. `base`: the month whose figures
    move.
    """

    city: str
    on: date
    days: int
    until: str
    records: pl.DataFrame
    as_of: Mapping[str, str]
    gaps: pl.DataFrame
    effects: pl.DataFrame


def list_due_records(city: str, on: date, days: int, base: str) -> DueRecords:
    """What is open on a day, by the newest registers delivered up to that day's month, and what is due within `days`.

    `city`: by code. `days`: calendar days ahead. `base`: the month whose figures the effects are counted from.
    Edges: what is dated after the day has not happened yet. Raises `InputError` where no register was delivered, or
    the calendar does not know the years.
    """
    return due_records_of(city, on, days, base, None)


def due_records_of(city: str, on: date, days: int, base: str, rows: Mapping[str, pl.DataFrame] | None) -> DueRecords:
    """As `list_due_records`; `rows`: the city's open rows by matter, sought before; None: they are sought here."""
    newest = _newest_deliveries(city, on)
    tables, frames = _delivered_frames(city, on, newest)
    until = (on + timedelta(days=days)).strftime("%Y-%m")
    moments = DueMoments(moment_of_day(on), load_moment(until), load_moment(base))
    open_now = {
        matter.name: told_rows(matter, _open_of(matter, rows, frames, moments.now, on), tables)
        for matter in MATTERS
        if newest.keys() >= {matter.register, *matter.also}
    }
    named = {matter.name: matter for matter in MATTERS}
    listed = [listed_rows(named[name], own, moments.now, on, days) for name, own in open_now.items()]
    moved = [_effects(named[name], own, moments, on) for name, own in open_now.items()]
    gaps = due_gaps(city, tables, newest, moments.now)
    effects = pl.concat([pl.DataFrame(schema=EFFECTS), *moved])
    return DueRecords(city, on, days, until, _urgent_first(listed), newest, gaps, effects)


def _open_of(
    matter: DueMatter, rows: Mapping[str, pl.DataFrame] | None, frames: Mapping[str, Any], now: Moment, on: date
) -> pl.DataFrame:
    return open_rows(matter, frames, now, on) if rows is None else rows[matter.name]


def _urgent_first(listed: Sequence[pl.DataFrame]) -> pl.DataFrame:
    urgency = pl.col("state").cast(pl.Enum(URGENCY))
    return pl.concat([pl.DataFrame(schema=RECORDS), *listed]).sort(
        urgency, "deadline", "started", "file", "sheet", "line", nulls_last=True, maintain_order=True
    )


@dataclass(frozen=True)
class DayMoment(Moment):
    """A day within its month: what is dated after the day has not happened yet."""

    day: date = date.min

    @property
    def end(self) -> date:
        return self.day


def moment_of_day(on: date) -> DayMoment:
    """A day with the rule values and the calendar in force."""
    own = load_moment(f"{on:%Y-%m}")
    return DayMoment(own.month, own.values, own.calendar, day=on)


@dataclass(frozen=True)
class DueMoments:
    """The day itself, the month by whose end what is due is judged, and the one whose figures are there."""

    now: Moment
    until: Moment
    base: Moment


def _newest_deliveries(city: str, on: date) -> dict[str, str]:
    """The newest month up to a day's own in which each register was delivered."""
    newest = {register: months[-1] for register, months in months_delivered(city, on).items()}
    if not newest:
        raise InputError([_nothing(city, on)])
    return newest


def _nothing(city: str, on: date) -> Problem:
    place = display_path(root() / "data" / "registers" / city)
    zh = f"{on.year}年{on.month}月及以前没有送来的台账，列不出到期事项；请放进以月份命名的文件夹（如 {on:%Y-%m}）。"
    en = f"No register was delivered up to {on:%Y-%m}, so nothing can be listed; put them in this folder by month."
    return Problem(place, zh, en)


def _delivered_frames(
    city: str, on: date, newest: Mapping[str, str]
) -> tuple[pl.DataFrame, dict[str, nw.LazyFrame[Any]]]:
    """The tables delivered and every register's rows: a flow's of the months that count, a stock's newest."""
    own = load_moment(f"{on:%Y-%m}")
    stocks = {month for name, month in newest.items() if REGISTERS[name].kind != FLOW}
    found = [refresh_deliveries([city], Moment(month, own.values)) for month in sorted({own.month, *stocks})]
    frames = {
        name: nw.from_native(sorted_registers.scan_sorted_rows([city], counting_months(name, own, newest), register))
        for name, register in REGISTERS.items()
    }
    return pl.concat([pl.DataFrame(schema=TABLES), *(part.tables for part in found)]).unique(
        maintain_order=True
    ), frames


def open_rows(matter: DueMatter, frames: Mapping[str, Any], now: Moment, on: date) -> pl.DataFrame:
    """The register's rows that are open on the day, each body of a city once, with `row` to tell them apart."""
    frame = register_with_lookups(matter.register, frames, now).filter(matter.open(now, on))
    native = frame.to_native()
    rows = native.collect() if isinstance(native, pl.LazyFrame) else frame.collect("polars").to_native()
    rows = rows.sort("city", "file", "sheet", "line")
    once = rows.unique(["city", matter.body], keep="first", maintain_order=True) if matter.body else rows
    return once.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))


def told_rows(matter: DueMatter, rows: pl.DataFrame, tables: pl.DataFrame) -> pl.DataFrame:
    """Those of tables that have every column the matter is told by: without one, all would look as if left undone."""
    has_all = pl.all_horizontal(pl.lit(True), *(pl.col("columns").list.contains(name) for name in matter.needs))
    telling = tables.filter(pl.col("register") == matter.register, has_all).select("file", "sheet").unique()
    return rows.join(telling, on=["file", "sheet"], how="semi", nulls_equal=True, maintain_order="left")


def listed_rows(matter: DueMatter, rows: pl.DataFrame, now: Moment, on: date, days: int) -> pl.DataFrame:
    """The rows as they are listed: from when they wait, until when, and how it stands on the day."""
    clock = _by_period(matter, now, lambda own: pl.col(own.clock or matter.starts)) if matter.limit else None
    start = clock if clock is not None else pl.col(matter.starts) if matter.starts else pl.lit(None, pl.Date)
    dated = rows.with_columns(start.alias("started")).with_columns(**_deadlines(matter, now))
    code = CODED.get(matter.register, "party_code")
    return dated.select(
        pl.lit(matter.name).alias("matter"), _state(on, days).alias("state"),
        (pl.col("record") if "record" in rows.columns else pl.lit(None, pl.String)).alias("record"),
        pl.col(code).alias("party_code"),
        (pl.col(matter.owner) if matter.owner else pl.lit(None, pl.String)).alias("owner"),
        "started", "deadline", "last_day", (pl.col("deadline") - pl.lit(on)).dt.total_days().alias("days_left"),
        now.calendar.working_days_between(pl.lit(on), pl.col("deadline")).cast(pl.Int64).alias("working_days_left"),  # type: ignore[union-attr]
        "other_deadline", pl.lit(matter.register).alias("register"), "file", "sheet", "line", "row",
    ).cast(dict(RECORDS))  # type: ignore[arg-type]  # fmt: skip


def _by_period(matter: DueMatter, now: Moment, rule: Callable[[DatedValue], pl.Expr]) -> pl.Expr:
    """What a rule says of each row, by the value in force on the day by which it is judged."""
    earliest, *later = now.values[matter.limit].periods
    judged = rule(earliest)
    for period in later:
        judged = pl.when(pl.col(matter.judged) >= period.first).then(rule(period)).otherwise(judged)
    return judged


def _deadlines(matter: DueMatter, now: Moment) -> dict[str, pl.Expr]:
    """The last working day in time, the last day that still is, and the last working day by the other period."""
    if not matter.limit:
        return dict.fromkeys(("deadline", "last_day", "other_deadline"), pl.lit(None, pl.Date))
    limit, calendar = _by_period(matter, now, lambda own: pl.lit(own.number)), now.calendar
    deadline = calendar.deadline(pl.col("started"), limit)  # type: ignore[union-attr]
    rested = calendar.deadline(pl.col("started"), limit + 1) - pl.duration(days=1)  # type: ignore[union-attr]
    last = deadline if now.choice(REST_DAY) == LATE else rested
    in_force = now.values[matter.limit].on(now.end).amount
    others = [int(choice) for choice in now.values[matter.limit].choices if choice != in_force]
    other = calendar.deadline(pl.col("started"), others[0]) if others else pl.lit(None, pl.Date)  # type: ignore[union-attr]
    return {"deadline": deadline, "last_day": last, "other_deadline": other}


def _state(on: date, days: int) -> pl.Expr:
    horizon = on + timedelta(days=days)
    return (
        pl.when(pl.col("deadline").is_null())
        .then(pl.lit(OPEN))
        .when(pl.col("last_day") < on)
        .then(pl.lit(OVERDUE))
        .when(pl.col("deadline") <= horizon)
        .then(pl.lit(DUE))
        .otherwise(pl.lit(LATER))
    )


def _effects(matter: DueMatter, rows: pl.DataFrame, moments: DueMoments, on: date) -> pl.DataFrame:
    """By how much each figure of the later month moves for a row done on the day, and for one left."""
    own = [measure for measure in MEASURES.values() if matter.register in measure.registers]
    measures = [measure for measure in own if measure.how in (COUNT, BODIES)]
    before = _counted(measures, rows, moments.base)
    done = _counted(measures, _with_waits(matter, rows, matter.done(on), moments.until), moments.until)
    left = _counted(measures, _with_waits(matter, rows, matter.left, moments.until), moments.until)
    parts = [_moved(matter, measure, rows, before, done, left) for measure in measures]
    return pl.concat([pl.DataFrame(schema=EFFECTS), *parts])


def _with_waits(matter: DueMatter, rows: pl.DataFrame, columns: Mapping[str, nw.Expr], until: Moment) -> pl.DataFrame:
    """The rows with columns filled in, and the working days they then waited counted anew."""
    filled = nw.from_native(rows).with_columns(**columns).to_native()
    done = pl.col(next(iter(columns)))
    waits = {
        name: until.calendar.working_days_between(pl.col(start), done).cast(pl.Int32)  # type: ignore[union-attr]
        for name, start in matter.waited.items()
    }
    return filled.with_columns(**waits)


def _counted(measures: Sequence[Measure], rows: pl.DataFrame, moment: Moment) -> pl.DataFrame:
    """Whether each measure counts each row, as 0 or 1, a column a fact."""
    counts = {measure.fact: measure.met(moment).cast(nw.Int64).fill_null(0) for measure in measures}
    frame = nw.from_native(rows).with_row_index("place")
    return frame.select("place", **counts).drop("place").to_native()


def _moved(
    matter: DueMatter, measure: Measure, rows: pl.DataFrame, before: pl.DataFrame, done: pl.DataFrame,
    left: pl.DataFrame,
) -> pl.DataFrame:  # fmt: skip
    body = rows[measure.column] if measure.how == BODIES else rows["row"]
    moved = pl.DataFrame(
        {
            "row": rows["row"], "body": body.cast(pl.String),
            "done": done[measure.fact] - before[measure.fact], "left": left[measure.fact] - before[measure.fact],
        }
    )  # fmt: skip
    moving = moved.filter((pl.col("done") != 0) | (pl.col("left") != 0), pl.col("body").is_not_null())
    return moving.select(
        pl.lit(matter.name).alias("matter"), "row", pl.lit(measure.fact).alias("fact"), "body", "done", "left"
    ).cast(dict(EFFECTS))  # type: ignore[arg-type]
