"""Every row ends in exactly one place: used, set aside with its reasons, or dropped as a natural person's (分拣)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import polars as pl

from analysis import calendars, identifiers
from analysis.calendars import month_end, month_start
from analysis.registers import number_masking
from analysis.registers.cell_values import cell_value, choice_key, tidied_cells
from analysis.registers.delivered_files import BROKEN, LINE
from analysis.registers.heading_recognition import RecognisedTable
from analysis.registers.quarantine import FAULTS
from analysis.registers.schema import (
    AMOUNT,
    CHOICE,
    COUNT,
    FLOW,
    KEPT,
    NUMBER,
    TEXT,
    TYPES,
    UNIT,
    Register,
    RegisterColumn,
)
from analysis.registers.wording import RegisterWording

NATURAL = "natural"
NUMBERS = (AMOUNT, COUNT, NUMBER)
NOT_SHOWN = "（不显示）"
NUMERIC = r"^[\d\s.,:;/+%\-年月日时分秒元万亿千百]*$"
"""Numbers, amounts and dates, however wrong; no name is written so."""


@dataclass(frozen=True)
class SortedTable:
    """The rows of one table: those used, typed; the faults of those set aside; and how many were natural persons'."""

    used: pl.DataFrame
    faults: pl.DataFrame
    read: int
    natural: int


def sort_table(
    table: RecognisedTable, register: Register, wording: RegisterWording, city: int, month: str
) -> SortedTable:
    """A table's rows sorted. Natural persons' rows go first, unread; then a row with any fault is set aside whole.

    Columns naming persons are not looked at: they are not among the table's columns.
    """
    cells = _tidied(table)
    natural = _natural(cells, table, wording)
    texts = _texts(cells, table, register).filter(~natural)
    typed = texts.select(LINE, BROKEN, *_typed(table, register, wording))
    judged = typed.with_columns(_whole(register, month)).with_columns(_backwards(register))
    faults = _faults(judged, texts, register, table, wording)
    used = judged.filter(~pl.col(LINE).is_in(faults["line"].unique().implode()))
    return SortedTable(_kept(used, register, table, city, month), faults, table.rows.height, int(natural.sum()))


def combine_tables(tables: Sequence[SortedTable], register: Register) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The used rows of a register's tables as they are kept, and the faults of rows that repeat an earlier one."""
    rows = pl.concat([table.used for table in tables])
    again = ~pl.struct(register.key).is_first_distinct()
    repeated = (
        rows.filter(again)
        .select("file", "sheet", "line")
        .with_columns(
            pl.lit("、".join(register.key)).alias("column"),
            pl.lit(None, dtype=pl.String).alias("value"),
            pl.lit("repeated").alias("reason"),
        )
    )
    kept = register.derive(rows.filter(~again)).select(register.schema().keys())
    return kept.cast(pl.Schema(register.schema())), repeated.select(FAULTS.names())


def _tidied(table: RecognisedTable) -> pl.DataFrame:
    """The cells that are looked at, tidied, by their places."""
    places = dict.fromkeys([*(place for place, _ in table.columns.values()), *table.naturals])
    # lazily, so that what stands in a tidied text several times is worked out once
    tidy = table.rows.lazy().select(LINE, BROKEN, *(tidied_cells(pl.col(place)).alias(place) for place in places))
    return tidy.collect()


def _natural(cells: pl.DataFrame, table: RecognisedTable, wording: RegisterWording) -> pl.Series:
    """Whether a row is a natural person's: it says so, fills a column for such, or holds an identity number."""
    said = [pl.col(place).is_not_null() for place in table.naturals]
    for column, (place, _) in table.columns.items():
        words = [word for word, choice in wording.choices.get(column, {}).items() if choice == NATURAL]
        said += [choice_key(pl.col(place)).is_in(words)] if words else []
        said += [number_masking.is_person_number(pl.col(place))] if column.endswith("code") else []
    natural = reduce(or_, (part.fill_null(False) for part in said), pl.col(LINE).is_null())
    return cells.select(natural.alias(NATURAL)).to_series()


def _texts(cells: pl.DataFrame, table: RecognisedTable, register: Register) -> pl.DataFrame:
    """The register's columns as tidied text, null where a column was not delivered."""
    given = {column.name: table.columns.get(column.name) for column in register.columns}
    taken_from = [(pl.col(place[0]) if place else pl.lit(None, pl.String)).alias(name) for name, place in given.items()]
    return cells.select(LINE, BROKEN, *taken_from)


def _typed(table: RecognisedTable, register: Register, wording: RegisterWording) -> list[pl.Expr]:
    """Each column's value under its name, and its fault under `fault <name>`."""
    expressions: list[pl.Expr] = []
    for column in (column for column in register.columns if column.kind != UNIT):
        value, fault = cell_value(
            column, pl.col(column.name), _unit(column, table, register), wording.choices.get(column.name, {})
        )
        if column.kind in NUMBERS:
            persons = identifiers.is_personal_number(pl.col(column.name))
            fault = pl.when(persons).then(pl.lit("a person's number")).otherwise(fault)
        if column.required and column.name not in table.columns:
            fault = pl.lit("no column")
        expressions += [
            value.cast(TYPES[column.kind]).alias(column.name),
            fault.cast(pl.String).alias(f"fault {column.name}"),
        ]
    return expressions


def _unit(column: RegisterColumn, table: RecognisedTable, register: Register) -> pl.Expr:
    """The unit that holds for a row: its own unit cell, else the one its heading names."""
    own = [pl.col(unit.name) for unit in register.columns if unit.kind == UNIT and unit.name == f"{column.name}_unit"]
    return pl.coalesce(*own, pl.lit(table.columns.get(column.name, ("", ""))[1], dtype=pl.String))


def _whole(register: Register, month: str) -> list[pl.Expr]:
    """The fault of a record as such: a row that is broken, or of another month."""
    if register.dated is None:
        return []
    day, fault = pl.col(register.dated), f"fault {register.dated}"
    first = pl.lit(month_start(month)) if register.kind == FLOW else pl.lit(None, dtype=pl.Date)
    early = pl.when(day < first).then(pl.lit("another month"))
    late = pl.when(day > pl.lit(month_end(month))).then(
        pl.lit("another month" if register.kind == FLOW else "in the future")
    )
    return [pl.coalesce(pl.col(fault), early, late).alias(fault)]


def _backwards(register: Register) -> list[pl.Expr]:
    """The fault of a date that lies before the one it follows, or in a year whose working days cannot be counted."""
    return [
        pl.when(pl.col(column.name) < pl.col(column.after))
        .then(pl.lit("before the start"))
        .when(pl.lit(column.worked) & (pl.col(column.name).dt.year() > max(calendars.load().years)))
        .then(pl.lit("unknown year"))
        .otherwise(pl.col(f"fault {column.name}"))
        .alias(f"fault {column.name}")
        for column in register.columns
        if column.after
    ]


def _faults(
    judged: pl.DataFrame, texts: pl.DataFrame, register: Register, table: RecognisedTable, wording: RegisterWording
) -> pl.DataFrame:
    """One row a fault: where it stands, the value as far as it may be shown, and the reason.

    Of a row that is broken nothing else is told: its cells may stand under headings that are not theirs.
    """
    parts = [_of_row(judged, BROKEN)]
    sound = judged[BROKEN].is_null()
    whole, cells = judged.filter(sound), texts.filter(sound)
    columns = [column for column in register.columns if column.kind != UNIT]
    for column in (column for column in columns if whole[f"fault {column.name}"].count()):
        at_fault = whole.select(LINE, pl.col(f"fault {column.name}").alias("reason"))
        faults = at_fault.with_columns(cells[column.name].alias("value")).drop_nulls("reason")
        place = table.columns.get(column.name)
        heading = table.headings[place[0]] if place else column.name
        value = printable_value(column, wording.choices.get(column.name, {}))
        parts.append(faults.with_columns(pl.lit(heading).alias("column"), value.alias("value")))
    every = pl.concat(parts, how="diagonal_relaxed")
    where = [pl.lit(table.table.file).alias("file"), pl.lit(table.table.sheet).alias("sheet")]
    return every.with_columns(where).select(FAULTS.names()).cast(FAULTS).sort("line", maintain_order=True)


def _of_row(judged: pl.DataFrame, name: str) -> pl.DataFrame:
    faults = judged.select(LINE, pl.col(name).alias("reason")).drop_nulls("reason")
    return faults.with_columns(pl.lit("").alias("column"), pl.lit(None, dtype=pl.String).alias("value"))


def printable_value(column: RegisterColumn, words: Mapping[str, str]) -> pl.Expr:
    """The value as far as it may be written down: a name may have slipped into any column.

    Numbers and dates are shown, but not a person's; of a choice, what shares two signs with a known word.
    """
    value = pl.col("value").str.slice(0, 60)
    parts = sorted({word[place : place + 2] for word in words if not word.isascii() for place in range(len(word) - 1)})
    listed = choice_key(value).str.contains_any(parts) if column.kind == CHOICE else pl.lit(False)
    plain = pl.lit(column.kind != TEXT) & value.str.contains(NUMERIC)
    safe = (listed | plain) & ~number_masking.is_person_number(value)
    return pl.when(value.is_null() | safe).then(value).otherwise(pl.lit(NOT_SHOWN))


def _kept(used: pl.DataFrame, register: Register, table: RecognisedTable, city: int, month: str) -> pl.DataFrame:
    given = {
        "city": pl.lit(city),
        "month": pl.lit(month),
        "file": pl.lit(table.table.file),
        "sheet": pl.lit(table.table.sheet),
    }
    kept = [given.get(name, pl.col(name)).cast(kind).alias(name) for name, kind in KEPT.items()]
    return used.select(*kept, *(column.name for column in register.columns if column.kind != UNIT))
