"""One city's delivery of a month: which files belong to which register, and a register's files sorted (登记簿报送)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from analysis.places import root, shown
from analysis.problems import InputError, Problem, Problems, did_you_mean
from analysis.registers import personal, quarantine, sources
from analysis.registers.columns import Register
from analysis.registers.headed import Headed, headed
from analysis.registers.headings import Wording
from analysis.registers.sorting import Sorted, sort, together
from analysis.registers.sources import Table
from analysis.wording import folded

MADE_UP = "合成数据.txt"
"""Stands in a city's folder where its registers are synthetic: what is counted from them is estimated, not measured."""


@dataclass(frozen=True)
class Delivered:
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


def folder(city: str, month: str) -> Path:
    """Where a city delivers its registers of a month."""
    return root() / "data" / "registers" / city / month


def made_up(city: str) -> bool:
    """Whether a city's registers were made up for show: a file there says so."""
    return (root() / "data" / "registers" / city / MADE_UP).is_file()


def files(city: str, month: str, wordings: Mapping[str, Wording]) -> tuple[dict[str, list[Path]], list[Problem]]:
    """The files of each register, told by the beginning of their names; and those that belong to none."""
    found: dict[str, list[Path]] = {}
    strange: list[Problem] = []
    for path in sorted(held for held in folder(city, month).glob("*") if held.is_file() and held.name[0] not in ".~"):
        name = _register_of(path, wordings)
        if name:
            found.setdefault(name, []).append(path)
        else:
            strange.append(_nobodys(path, wordings))
    return found, strange


def _register_of(path: Path, wordings: Mapping[str, Wording]) -> str | None:
    """The register whose name, or other beginning of a file's name, is the longest that fits."""
    stem = folded(path.stem)
    starts = {folded(start): name for name, held in wordings.items() for start in (name, held.zh, *held.files)}
    return starts.get(max((start for start in starts if stem.startswith(start)), key=len, default=""))


def _nobodys(path: Path, wordings: Mapping[str, Wording]) -> Problem:
    known = [*wordings, *(wording.zh for wording in wordings.values())]
    zh, en = did_you_mean(path.stem, known)
    return Problem(
        shown(path),
        f"看文件名不知是哪个登记簿，未读。{zh}文件名请以登记簿名称开头。",
        f"Its name tells no register; not read. {en} Begin the name with the register's.",
    )


def deliver(city: str, month: str, register: Register, wording: Wording, paths: Sequence[Path]) -> Delivered:
    """Read and sort every file of a register; one that cannot be read is told in `unread`, the others go on."""
    unread: list[Problem] = []
    notes: list[Problem] = []
    tables = [table for path in paths for table in _tables(path, wording, unread, notes)]
    made = [sort(table, register, wording, int(city), month) for table in tables]
    rows, repeated = together(made, register) if made else (None, None)
    rows, hidden = (None, {}) if rows is None else personal.masked(rows, register)
    faults = [one.faults for one in made] + ([repeated] if repeated is not None else [])
    told = [_told(table, one, repeated) for table, one in zip(tables, made, strict=True)]
    notes += [note for table in tables for note in table.notes]
    notes += [_masked(folder(city, month), wording, column, count) for column, count in hidden.items()]
    return Delivered(rows, quarantine.told(faults, register.name), tuple(told), tuple(unread), tuple(notes))


def _tables(path: Path, wording: Wording, unread: list[Problem], notes: list[Problem]) -> list[Headed]:
    """A file's tables of the register. A sheet that is none of it is noted; where none is, the file is not read."""
    try:
        held = sources.read(path)
    except InputError as error:
        unread += error.problems
        return []
    notes += [_hidden(table) for table in held if table.hidden and _known(table, wording)]
    problems = Problems()
    tried = [problems.absorb(lambda table=table: headed(table, wording)) for table in held if not table.hidden]
    found = [table for table in tried if isinstance(table, Headed)]
    (notes if found else unread).extend(problems.found)
    return found


def _known(table: Table, wording: Wording) -> bool:
    """Whether a sheet seems to hold the register: more than one of its columns is named."""
    made = Problems().absorb(lambda: headed(table, wording))
    return isinstance(made, Headed) and len(made.columns) > 1


def _hidden(table: Table) -> Problem:
    zh = "工作表是隐藏的，其中似有本登记簿的数据，未读；要读请取消隐藏。"
    en = "A hidden sheet seems to hold records of the register; not read. Unhide it to have it read."
    return Problem(table.place(), zh, en)


def _masked(place: Path, wording: Wording, column: str, count: int) -> Problem:
    zh = f"{wording.zh}的 {column} 列有 {count} 格像是身份证号或手机号，已隐去，照常计数；请核对。"
    en = f"{count} cells of {column} look like a person's number; hidden, but counted as usual. Check them."
    return Problem(f"{shown(place)}, {wording.name}", zh, en)


def _told(table: Headed, made: Sorted, repeated: pl.DataFrame | None) -> dict[str, Any]:
    file, sheet = table.table.file, table.table.sheet
    again = 0 if repeated is None else repeated.filter(pl.col("file") == file, pl.col("sheet") == sheet).height
    used = made.used.height - again
    return {
        "file": file,
        "sheet": sheet,
        "columns": sorted(table.columns),
        "read": made.read,
        "used": used,
        "set_aside": made.read - made.natural - used,
        "natural": made.natural,
    }
