"""The penalties and list entries of a city with the days of their display and repair (公示与修复日期)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from analysis.facts.measured.repair_examples import checked_repair_rules
from analysis.facts.measured.repair_periods import DATES, repair_days
from analysis.facts.measured.repair_rules import LISTS, PENALTIES, RepairRules
from analysis.facts.measuring.register_deliveries import months_delivered
from analysis.paths import display_path, root
from analysis.problems import InputError, Problem
from analysis.registers import REGISTERS, files_by_register, register_wordings, sorted_registers

ADVERSE = ("black", "serious", "poor")
"""The kinds of list that say something adverse; only these are shown and repaired."""
NO_DATE, AFTER, NO_COLUMN = "no_date", "after", "no_column"
DATED = {PENALTIES: "decided_on", LISTS: "entered_on"}
RECORDS = pl.Schema(
    {
        "subject": pl.String(), "record": pl.String(), "party_code": pl.String(), "authority": pl.String(),
        "dated": pl.Date(), "confiscated": pl.Int64(), **DATES, "file": pl.String(), "sheet": pl.String(),
        "line": pl.Int32(),
    }
)  # fmt: skip
"""A row a record, document and class: DATES of `facts.measured.repair_periods`, and where the record stands."""
ASIDE = pl.Schema({"register": pl.String(), "why": pl.String(), "records": pl.Int64()})


@dataclass(frozen=True, eq=False)
class RepairRecords:
    """The adverse records of a city on a day and when each can be repaired.

    `records`: RECORDS. `as_of`: the newest delivery of each register; one that is lacking was not delivered. `aside`:
    ASIDE, how many rows could not be asked and `why`: `no_date`, `after` (dated after the day), `no_column` (a list
    without a column of exits: entries that left can't be told). `unread`: files that could not be read. `rules`: the
    documents.
    """

    city: str
    on: date
    records: pl.DataFrame
    as_of: Mapping[str, str]
    aside: pl.DataFrame
    unread: tuple[Problem, ...]
    rules: RepairRules


def list_repair_records(city: str, on: date, sought: Mapping[str, pl.DataFrame] | None = None) -> RepairRecords:
    """Every penalty delivered up to a day, and the adverse entries of the newest lists that have not left.

    `city`: by code. `sought`: the city's rows by register, where they were sought before.
    Raises `InputError` where neither register was delivered, or the documents are at fault.
    """
    rules = checked_repair_rules()
    months = _delivered(city, on)
    if not any(months.values()):
        raise InputError([_nothing(city, on)])
    read = {name: _Kept(city, tuple(own), name, sought) for name, own in months.items() if own}
    rows = [_RECORDED[name](kept.rows()) for name, kept in read.items()]
    every = pl.concat(rows)
    asked = every.filter(pl.col("dated") <= on, ~(pl.col("left_on") <= on).fill_null(False))
    days = repair_days(asked, on, rules).select(list(RECORDS)).cast(dict(RECORDS))  # type: ignore[arg-type]
    aside = pl.concat([pl.DataFrame(schema=ASIDE), *(_aside(name, kept, on) for name, kept in read.items())])
    unread = tuple(problem for kept in read.values() for problem in kept.unread)
    return RepairRecords(city, on, days, {name: own[-1] for name, own in months.items() if own}, aside, unread, rules)


def _delivered(city: str, on: date) -> dict[str, list[str]]:
    """The months in which each register was delivered: of penalties all, since each month has its own; of lists the
    newest."""
    months = months_delivered(city, on)
    return {PENALTIES: months.get(PENALTIES, []), LISTS: months.get(LISTS, [])[-1:]}


def _nothing(city: str, on: date) -> Problem:
    place = display_path(root() / "data" / "registers" / city)
    zh = f"{on.year}年{on.month}月及以前没有送来行政处罚和名单台账，列不出修复日期；请放进月份文件夹（如 {on:%Y-%m}）。"
    en = f"Neither penalties nor lists were delivered up to {on:%Y-%m}; put them in this folder by month."
    return Problem(place, zh, en)


class _Kept:
    """A register's deliveries of some months, read and sorted."""

    def __init__(self, city: str, months: Sequence[str], name: str, sought: Mapping[str, pl.DataFrame] | None) -> None:
        self.city, self.months, self.register = city, months, REGISTERS[name]
        self.sought = None if sought is None else sought[name]
        words = register_wordings()
        found = {month: files_by_register(city, month, words)[0][name] for month in months}
        self.sortings = [
            sorted_registers.refresh_register(city, month, self.register, words[name], files)
            for month, files in found.items()
        ]

    @property
    def unread(self) -> list[Problem]:
        return [Problem(*said) for sorting in self.sortings for said in sorting["unread"]]

    def rows(self) -> pl.DataFrame:
        """In the order of the months and of their files, whatever sought them."""
        found = self.sought
        if found is None:
            found = sorted_registers.scan_sorted_rows([self.city], self.months, self.register).collect()
        return found.sort("month", "file", "sheet", "line", nulls_last=False, maintain_order=True)

    def without_date(self) -> int:
        """Rows set aside for their date: none, no date at all, or after the month."""
        asides = [sorted_registers.rows_set_aside(self.city, month, self.register) for month in self.months]
        dated = pl.concat(asides).filter(pl.col("column") == DATED[self.register.name])
        return dated.select("file", "sheet", "line").unique().height

    def lacks(self, column: str) -> bool:
        tables = [table for sorting in self.sortings for table in sorting["tables"]]
        return any(column not in table["columns"] for table in tables if table["used"])


def _penalties(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        pl.lit(PENALTIES).alias("subject"), "record", "party_code", "authority", pl.col("decided_on").alias("dated"),
        pl.lit(None, pl.Date).alias("left_on"), pl.col("confiscated").cast(pl.Int64), "file", "sheet", "line",
    )  # fmt: skip


def _lists(rows: pl.DataFrame) -> pl.DataFrame:
    kind = pl.col("kind").cast(pl.String)
    return rows.filter(kind.is_in(ADVERSE)).select(
        (pl.lit(f"{LISTS}.") + kind).alias("subject"), "record", "party_code",
        pl.lit(None, pl.String).alias("authority"), pl.col("entered_on").alias("dated"),
        pl.col("exited_on").alias("left_on"), pl.lit(None, pl.Int64).alias("confiscated"), "file", "sheet", "line",
    )  # fmt: skip


_RECORDED = {PENALTIES: _penalties, LISTS: _lists}


def _aside(name: str, kept: _Kept, on: date) -> pl.DataFrame:
    """How many rows of a register could not be asked, and why."""
    after = _RECORDED[name](kept.rows()).filter(pl.col("dated") > on).height
    counts = {NO_DATE: kept.without_date(), AFTER: after}
    if name == LISTS and kept.lacks("exited_on"):
        counts[NO_COLUMN] = _lists(kept.rows()).height
    rows = [{"register": name, "why": why, "records": count} for why, count in counts.items() if count]
    return pl.DataFrame(rows, schema=ASIDE)
