"""One city's delivery of a month: which files belong to which register, and a register's files sorted (登记簿报送)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from analysis.paths import display_path, root
from analysis.problems import InputError, Problem, Problems, did_you_mean
from analysis.registers import delivered_files, number_masking, quarantine
from analysis.registers.delivered_files import DeliveredTable
from analysis.registers.heading_recognition import RecognisedTable, recognise_headings
from analysis.registers.schema import Register
from analysis.registers.sorting import SortedTable, combine_tables, sort_table
from analysis.registers.wording import RegisterWording
from analysis.text_normalisation import folded

MADE_UP = "合成数据.txt"
"""Stands in a city's folder where its registers are synthetic: what is counted from them is estimated, not measured."""


@dataclass(frozen=True)
class RegisterDelivery:
    """A register as delivered for a month, sorted.

    `rows`: those used. `aside`: what was set aside, in words. `tables`: for each table its file, sheet, columns, and
    how many rows were read, used, set aside, dropped as natural persons'. `unread`: files that could not be read.
    `notes`: what else a reader should know, such as headings nobody knows.
    """

    rows: pl.DataFrame | None
    aside: pl.DataFrame
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
        f"看文件名不知是哪个登记簿，未读。{zh}文件名请以登记簿名称开头。",
        f"Its name tells no register; not read. {en} Begin the name with the register's.",
    )


def read_delivery(
    city: str, month: str, register: Register, wording: RegisterWording, paths: Sequence[Path]
) -> RegisterDelivery:
    """Read and sort every file of a register; one that cannot be read is told in `unread`, the others go on."""
    unread: list[Problem] = []
    notes: list[Problem] = []
    tables = [table for path in paths for table in _tables(path, wording, unread, notes)]
    sorted_tables = [sort_table(table, register, wording, int(city), month) for table in tables]
    rows, repeated = combine_tables(sorted_tables, register) if sorted_tables else (None, None)
    rows, hidden = (None, {}) if rows is None else number_masking.mask_numbers(rows, register)
    faults = [table.faults for table in sorted_tables] + ([repeated] if repeated is not None else [])
    records = [_told(table, sorted_table, repeated) for table, sorted_table in zip(tables, sorted_tables, strict=True)]
    notes += [note for table in tables for note in table.notes]
    notes += [_masked(delivery_folder(city, month), wording, column, count) for column, count in hidden.items()]
    return RegisterDelivery(
        rows, quarantine.quarantine_list(faults, register.name), tuple(records), tuple(unread), tuple(notes)
    )


def _tables(path: Path, wording: RegisterWording, unread: list[Problem], notes: list[Problem]) -> list[RecognisedTable]:
    """A file's tables of the register. A sheet that is none of it is noted; where none is, the file is not read."""
    try:
        tables = delivered_files.read_tables(path)
    except InputError as error:
        unread += error.problems
        return []
    notes += [_hidden(table) for table in tables if table.hidden and _known(table, wording)]
    problems = Problems()
    tried = [problems.absorb(partial(recognise_headings, table, wording)) for table in tables if not table.hidden]
    found = [table for table in tried if isinstance(table, RecognisedTable)]
    (notes if found else unread).extend(problems.found)
    return found


def _known(table: DeliveredTable, wording: RegisterWording) -> bool:
    """Whether a sheet seems to hold the register: more than one of its columns is named."""
    recognised = Problems().absorb(lambda: recognise_headings(table, wording))
    return isinstance(recognised, RecognisedTable) and len(recognised.columns) > 1


def _hidden(table: DeliveredTable) -> Problem:
    zh = "工作表是隐藏的，其中似有本登记簿的数据，未读；要读请取消隐藏。"
    en = "A hidden sheet seems to hold records of the register; not read. Unhide it to have it read."
    return Problem(table.place(), zh, en)


def _masked(place: Path, wording: RegisterWording, column: str, count: int) -> Problem:
    zh = f"{wording.zh}的 {column} 列有 {count} 格像是身份证号或手机号，已隐去，照常计数；请核对。"
    en = f"{count} cells of {column} look like a person's number; hidden, but counted as usual. Check them."
    return Problem(f"{display_path(place)}, {wording.name}", zh, en)


def _told(table: RecognisedTable, sorted_table: SortedTable, repeated: pl.DataFrame | None) -> dict[str, Any]:
    file, sheet = table.table.file, table.table.sheet
    again = 0 if repeated is None else repeated.filter(pl.col("file") == file, pl.col("sheet") == sheet).height
    used = sorted_table.used.height - again
    return {
        "file": file,
        "sheet": sheet,
        "columns": sorted(table.columns),
        "read": sorted_table.read,
        "used": used,
        "set_aside": sorted_table.read - sorted_table.natural - used,
        "natural": sorted_table.natural,
    }
