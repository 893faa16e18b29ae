"""One city's delivery of a month: which files belong to which register, and a register's files sorted (台账报送)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from analysis import identifiers
from analysis.calendars import month_end
from analysis.paths import display_path, root
from analysis.problems import InputError, Problem, Problems, did_you_mean
from analysis.registers import delivered_files, delivery_remarks, natural_persons, quarantine
from analysis.registers.delivered_files import LINE, DeliveredTable
from analysis.registers.heading_recognition import RecognisedTable, recognise_headings
from analysis.registers.passed_rows import is_zero_statement, zero_statement
from analysis.registers.quarantine import FAULTS
from analysis.registers.schema import CODE, DATE, NOWHERE, Doubt, Register, RegisterColumn
from analysis.registers.sorting import NUMBERS, SortedTable, combine_tables, row_list, sort_table
from analysis.registers.wording import RegisterWording
from analysis.text_normalisation import folded


def used_row_notes(
    rows: pl.DataFrame,
    tables: Sequence[RecognisedTable],
    register: Register,
    month: str,
    hidden: Mapping[str, pl.Series],
) -> list[pl.DataFrame]:
    """The notes of the used rows, table by table. `hidden`: in which rows a number was hidden, by column."""
    beside = rows.with_columns(marks.alias(f"hidden {name}") for name, marks in hidden.items())
    doubts = list(_doubts(register, month)) + [(name, "hidden number", pl.col(f"hidden {name}")) for name in hidden]
    notes = [pl.DataFrame(schema=FAULTS)]
    for place, table in enumerate(tables):
        own = beside.filter(pl.col("table") == place)
        notes += [_noted(own, table, *doubt) for doubt in doubts if doubt[0] in table.columns]
        notes += _of_lines(own, table, register)
    return [part for part in notes if part.height]


def _doubts(register: Register, month: str) -> Iterator[Doubt]:
    """What may be noted of a row of the register by its own cells."""
    for column in register.columns:
        if column.blank:
            yield column.name, column.blank, pl.col(column.name).is_null() & _filled(register, column.beside)
        if column.kind == DATE and column.name != register.dated:
            yield column.name, "later", pl.col(column.name) > pl.lit(month_end(month))
        if column.kind == CODE and column.name == "party_code":
            genuine = identifiers.load_genuine_codes()
            yield (
                column.name,
                "code fails",
                ~identifiers.fault_mask(pl.col(column.name), genuine).is_in(identifiers.passing_masks()),
            )
    yield from register.doubts()


def _filled(register: Register, name: str) -> pl.Expr:
    """Whether the cell stands beside a filled one, or a fault that was found."""
    if not name:
        return pl.lit(True)
    return pl.col(name) > 0 if name in register.derived else pl.col(name).is_not_null()


def _noted(rows: pl.DataFrame, table: RecognisedTable, column: str, reason: str, where: pl.Expr) -> pl.DataFrame:
    """Notes of one kind. Of dates the value is shown: they are nobody's."""
    kept = rows.filter(where)
    value = pl.col(column).cast(pl.String) if kept.schema[column] == pl.Date else pl.lit(None, pl.String)
    said = (pl.lit(column).alias("column"), value.alias("value"), pl.lit(reason).alias("reason"))
    return row_list(table, kept.select(LINE, *said))


def _of_lines(rows: pl.DataFrame, table: RecognisedTable, register: Register) -> Iterator[pl.DataFrame]:
    """Notes of rows whose merged cells were filled down, or that end too early."""
    lines = set(rows[LINE].to_list())
    for column in (column for column in register.columns if column.name in table.columns):
        place, _ = table.columns[column.name]
        below = sorted(line for line, filled in table.table.filled if filled == place and line in lines)
        yield _listed(table, below, _merged(column), column.name)
    for reason in dict.fromkeys(table.doubted.values()):
        yield _listed(table, [line for line, why in table.doubted.items() if why == reason and line in lines], reason)


def _merged(column: RegisterColumn) -> str:
    return NOWHERE if column.kind in NUMBERS else "filled down"


def _listed(table: RecognisedTable, lines: Sequence[int], reason: str, column: str = "") -> pl.DataFrame:
    frame = pl.DataFrame({LINE: lines}, schema={LINE: pl.Int32})
    return row_list(table, frame.with_columns(pl.lit(column).alias("column"), pl.lit(reason).alias("reason")))


MADE_UP = "合成数据.txt"
"""Stands in a city's folder where its registers are synthetic: what is counted from them is estimated, not measured."""


@dataclass(frozen=True)
class RegisterDelivery:
    """A register as delivered for a month, sorted.

    `rows`: those used. `aside`: what was set aside or wrongly called a person's, in words; `noted`: what was passed
    over, changed or doubted. `tables`: for each table its file, sheet, columns, how many records were read, used, set
    aside, dropped as natural persons' or disputed among those, how many rows were no records, and remarks on columns.
    `unread`: files that could not be read, or hold no record and do not say that there is none. `notes`: what else a
    reader should know, such as headings nobody knows.
    """

    rows: pl.DataFrame | None
    aside: pl.DataFrame
    noted: pl.DataFrame
    tables: tuple[dict[str, Any], ...]
    unread: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def delivery_folder(city: str, month: str) -> Path:
    """Where a city delivers its registers of a month."""
    return root() / "data" / "registers" / city / month


def is_synthetic(city: str) -> bool:
    """Whether a city's registers were made up for show: a file there says so."""
    return (root() / "data" / "registers" / city / MADE_UP).is_file()


def files_by_register(
    city: str, month: str, wordings: Mapping[str, RegisterWording]
) -> tuple[dict[str, list[Path]], list[Problem]]:
    """The files of each register, told by the beginning of their names; and those that belong to none."""
    found: dict[str, list[Path]] = {}
    strange: list[Problem] = []
    for path in sorted(
        path for path in delivery_folder(city, month).glob("*") if path.is_file() and path.name[0] not in ".~"
    ):
        name = _register_of(path, wordings)
        if name:
            found.setdefault(name, []).append(path)
        else:
            strange.append(_nobodys(path, wordings))
    return found, strange


def _register_of(path: Path, wordings: Mapping[str, RegisterWording]) -> str | None:
    """The register whose name, or other beginning of a file's name, is the longest that fits."""
    stem = folded(path.stem)
    starts = {folded(start): name for name, wording in wordings.items() for start in (name, wording.zh, *wording.files)}
    return starts.get(max((start for start in starts if stem.startswith(start)), key=len, default=""))


def _nobodys(path: Path, wordings: Mapping[str, RegisterWording]) -> Problem:
    names = [*wordings, *(wording.zh for wording in wordings.values())]
    zh, en = did_you_mean(path.stem, names)
    return Problem(
        display_path(path),
        f"看文件名无法确定是哪个台账，未读。{zh}文件名请以台账名称开头。",
        f"Its name tells no register; not read. {en} Begin the name with the register's.",
    )


def read_delivery(
    city: str, month: str, register: Register, wording: RegisterWording, paths: Sequence[Path]
) -> RegisterDelivery:
    """Read and sort every file of a register; one that cannot be read is told in `unread`, the others go on."""
    unread: list[Problem] = []
    notes: list[Problem] = []
    tables = [table for path in paths for table in _tables(path, wording, unread, notes)]
    notes += [note for table in tables for note in table.notes]
    if not tables:
        lists = quarantine.quarantine_list((), register.name), quarantine.noted_list((), register.name)
        return RegisterDelivery(None, *lists, (), tuple(unread), tuple(notes))
    parts = [sort_table(table, register, wording, int(city), month) for table in tables]
    rows, repeated = combine_tables(parts, register)
    masked, hidden = natural_persons.mask_numbers(rows, register)
    notes += delivery_remarks.hidden_notes(display_path(delivery_folder(city, month)), wording, hidden)
    noted = used_row_notes(masked, tables, register, month, hidden)
    return _delivery(masked, tables, parts, repeated, noted, register, unread, notes)


def _delivery(
    rows: pl.DataFrame, tables: Sequence[RecognisedTable], parts: Sequence[SortedTable], repeated: pl.DataFrame,
    noted: Sequence[pl.DataFrame], register: Register, unread: list[Problem], notes: list[Problem],
) -> RegisterDelivery:  # fmt: skip
    again = [repeated.filter(pl.col("table") == place).height for place in range(len(tables))]
    every = zip(tables, parts, again, strict=True)
    records = [_table_record(table, part, count, register) for table, part, count in every]
    aside = [*(frame for part in parts for frame in (part.faults, part.disputes)), repeated.drop("table")]
    passed = [*(part.notes for part in parts), *noted]
    lists = quarantine.quarantine_list(aside, register.name), quarantine.noted_list(passed, register.name)
    unread += delivery_remarks.empty_files(records)
    notes += delivery_remarks.record_notes(records)
    return RegisterDelivery(_kept(rows, register), *lists, tuple(records), tuple(unread), tuple(notes))


def _kept(rows: pl.DataFrame, register: Register) -> pl.DataFrame:
    """The rows used as they are kept: without the columns that served the checks alone."""
    schema = pl.Schema(register.schema())
    return rows.select(schema.names()).cast(schema)


def _tables(path: Path, wording: RegisterWording, unread: list[Problem], notes: list[Problem]) -> list[RecognisedTable]:
    """A file's tables of the register. A sheet that is none of it is noted; where none is, the file is not read."""
    try:
        tables = delivered_files.read_tables(path)
    except InputError as error:
        unread += error.problems
        return []
    notes += [_hidden(table) for table in tables if table.hidden and _seems_register(table, wording)]
    problems = Problems()
    stated = [zero_statement(table) for table in tables if not table.hidden and is_zero_statement(table, wording)]
    if stated:
        return stated
    tried = [problems.absorb(partial(recognise_headings, table, wording)) for table in tables if not table.hidden]
    found = [table for table in tried if isinstance(table, RecognisedTable)]
    (notes if found else unread).extend(problems.found)
    notes += delivery_remarks.sheet_notes(found)
    return found


def _seems_register(table: DeliveredTable, wording: RegisterWording) -> bool:
    """Whether a sheet seems to hold the register: more than one of its columns is named."""
    recognised = Problems().absorb(lambda: recognise_headings(table, wording))
    return isinstance(recognised, RecognisedTable) and len(recognised.columns) > 1


def _hidden(table: DeliveredTable) -> Problem:
    zh = "工作表是隐藏的，其中似有本台账的数据，未读；要读请取消隐藏。"
    en = "A hidden sheet seems to hold records of the register; not read. Unhide it to have it read."
    return Problem(table.place(), zh, en)


def _table_record(table: RecognisedTable, part: SortedTable, again: int, register: Register) -> dict[str, Any]:
    used = part.used.height - again
    return {
        "file": table.table.file,
        "sheet": table.table.sheet,
        "columns": sorted(register.names if part.stated and not part.read else table.columns),
        "read": part.read,
        "used": used,
        "set_aside": part.read - part.natural - used,
        "natural": part.natural,
        "disputed": part.disputes.height,
        "passed": part.passed,
        "stated": part.stated,
        "remarks": delivery_remarks.column_remarks(table, part, register),
    }
