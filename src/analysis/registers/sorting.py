"""Every row ends in exactly one place: used, set aside with its reasons, or dropped as a natural person's (分拣)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from analysis import calendars, identifiers
from analysis.calendars import month_end, month_start
from analysis.registers import natural_persons
from analysis.registers.cell_values import cell_value, choice_key, tidied_cells
from analysis.registers.delivered_files import BROKEN, LINE
from analysis.registers.heading_recognition import RecognisedTable
from analysis.registers.natural_persons import NATURAL, natural_rows
from analysis.registers.passed_rows import BESIDE, NOTHING, passed_rows
from analysis.registers.quarantine import FAULTS
from analysis.registers.schema import (
    AMOUNT,
    CHOICE,
    COUNT,
    FLAG,
    FLOW,
    KEPT,
    NUMBER,
    TEXT,
    TYPES,
    UNIT,
    Register,
    RegisterColumn,
)
from analysis.registers.wording import HEADING, RegisterWording

NUMBERS = (AMOUNT, COUNT, NUMBER)
NOT_SHOWN = "（不显示）"
NUMERIC = r"^[\d\s.,:;/+%\-年月日时分秒元万亿千百]*$"
"""Numbers, amounts and dates, however wrong; no name is written so."""


@dataclass(frozen=True)
class SortedTable:
    """The rows of one table: those used, typed; the faults of those set aside; and what became of all others.

    `disputes`: faults of rows dropped as natural persons' that also speak of a body. `notes`: rows of persons and rows
    that are no records. `natural`, `passed`: how many were persons' or no records;
    `stated`: whether the table says that there are no records.
    """

    used: pl.DataFrame
    faults: pl.DataFrame
    disputes: pl.DataFrame
    notes: pl.DataFrame
    read: int
    natural: int
    passed: int
    stated: bool


def sort_table(
    table: RecognisedTable, register: Register, wording: RegisterWording, city: int, month: str
) -> SortedTable:
    """A table's rows sorted. Rows that are no records go first, natural persons' next, both unread; then a row with any
    fault is set aside whole.

    Columns naming persons are not looked at: they are not among the table's columns.
    """
    passed = passed_rows(table, register, wording)
    beside = passed.filter(pl.col("reason") == BESIDE)
    cells = _tidied(table).filter(~pl.col(LINE).is_in(passed[LINE].implode()))
    natural = natural_rows(cells, table, register, wording)
    texts = _texts(cells, table, register).filter(~pl.col(LINE).is_in(natural[LINE].implode()))
    typed = texts.select(LINE, BROKEN, *_typed(table, register, wording))
    judged = typed.with_columns(_whole(register, month)).with_columns(_backwards(register))
    faults = pl.concat([_faults(judged, texts, register, table, wording), row_list(table, beside)])
    used = judged.filter(~pl.col(LINE).is_in(faults["line"].unique().implode()))
    disputed = pl.col("reason") != NATURAL
    gone = passed.filter(pl.col("reason") != BESIDE)
    notes = [row_list(table, part) for part in (gone, natural.filter(~disputed))]
    return SortedTable(
        _kept(used, register, table, city, month), faults, row_list(table, natural.filter(disputed)), pl.concat(notes),
        table.rows.height - gone.height, natural.height, gone.height, NOTHING in gone["reason"],
    )  # fmt: skip


def combine_tables(tables: Sequence[SortedTable], register: Register) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The used rows of a register's tables with every column, and the faults of rows that repeat an earlier one.

    Both tell in `table` the place of their table among the tables.
    """
    rows = pl.concat([table.used.with_columns(pl.lit(n, pl.Int32).alias("table")) for n, table in enumerate(tables)])
    again = ~pl.struct(register.key).is_first_distinct()
    words = {"column": "、".join(register.key), "value": None, "reason": "repeated", "words": None}
    said = (pl.lit(text, dtype=pl.String).alias(name) for name, text in words.items())
    repeated = rows.filter(again).select("file", "sheet", "line", "table").with_columns(said)
    return register.derive(rows.filter(~again)), repeated.select(*FAULTS.names(), "table")


def _tidied(table: RecognisedTable) -> pl.DataFrame:
    """The cells that are looked at, tidied, by their places."""
    places = dict.fromkeys([*(place for place, _ in table.columns.values()), *table.naturals])
    # lazily, so that what stands in a tidied text several times is worked out once
    tidy = table.rows.lazy().select(LINE, BROKEN, *(tidied_cells(pl.col(place)).alias(place) for place in places))
    return tidy.collect()


def _texts(cells: pl.DataFrame, table: RecognisedTable, register: Register) -> pl.DataFrame:
    """The register's columns as tidied text, null where a column was not delivered.

    A number of a merged cell stands for all its rows together: below the first it is nobody's.
    """
    return cells.select(LINE, BROKEN, *(_text(table, column).alias(column.name) for column in register.columns))


def _text(table: RecognisedTable, column: RegisterColumn) -> pl.Expr:
    place, _ = table.columns.get(column.name, ("", ""))
    below = [line for line, filled in table.table.filled if filled == place and column.kind in NUMBERS]
    return pl.when(~pl.col(LINE).is_in(below)).then(pl.col(place)) if place else pl.lit(None, pl.String)


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
        heading = table.heading(column.name)
        shown = printable_value(column, wording.plain)
        words = _words(column, wording)
        parts.append(faults.with_columns(pl.lit(heading).alias("column"), shown.alias("value"), words.alias("words")))
    every = pl.concat(parts, how="diagonal_relaxed")
    return row_list(table, every).sort("line", maintain_order=True)


def row_list(table: RecognisedTable, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of a table as FAULTS: `rows` holds `line, reason`, maybe `column` (name or place), `value`, `words`."""
    if rows.is_empty():
        return pl.DataFrame(schema=FAULTS)
    empty = [pl.lit(None, pl.String).alias(name) for name in ("column", "value", "words") if name not in rows.columns]
    names = {name: table.heading(name) for name in [*table.columns, *table.naturals]}
    headed = pl.col("column").cast(pl.String).replace(names).fill_null("")
    where = [pl.lit(table.table.file).alias("file"), pl.lit(table.table.sheet).alias("sheet")]
    return rows.with_columns(empty).with_columns(*where, headed.alias("column")).select(FAULTS.names()).cast(FAULTS)


def _of_row(judged: pl.DataFrame, name: str) -> pl.DataFrame:
    faults = judged.select(LINE, pl.col(name).alias("reason")).drop_nulls("reason")
    return faults.with_columns(pl.lit("").alias("column"), pl.lit(None, dtype=pl.String).alias("value"))


def _words(column: RegisterColumn, wording: RegisterWording) -> pl.Expr:
    """The words that a cell, or the heading of a missing column, may be; as far as a reader needs them."""
    taken, headings = wording.taken.get(column.name, ()), wording.taken.get(f"{HEADING}{column.name}", ())
    return (
        pl.when(pl.col("reason") == "no column").then(pl.lit("、".join(headings))).otherwise(pl.lit("、".join(taken)))
    )


def printable_value(column: RegisterColumn, pairs: Sequence[str]) -> pl.Expr:
    """The value as far as it may be written down: a name may have slipped into any column.

    Numbers and dates are shown, but not a person's; of a choice, what is made of words of the field but for one sign.
    """
    value = pl.col("value").str.slice(0, 60)
    rest = choice_key(value).str.replace_many(list(pairs), [""] * len(pairs))
    listed = (rest.str.len_chars() <= 1) & (rest != choice_key(value)) & pl.lit(column.kind in (CHOICE, FLAG))
    plain = pl.lit(column.kind != TEXT) & value.str.contains(NUMERIC)
    safe = (listed | plain) & ~natural_persons.is_person_number(value)
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
