"""Figures of many units in one table, kept unit by unit and month by month (多单位数据存入项目)."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from analysis.facts.dictionary import Fact
from analysis.facts.figure_rows import STATUSES
from analysis.facts.headings import column_heading
from analysis.facts.store import month_paths
from analysis.facts.stored_figures import file_origin
from analysis.facts.units import unit_label
from analysis.paths import display_path, replace_file, root
from analysis.problems import InputError, Problem

COLUMNS = ("city", "month", "fact", "value", "unit", "source", "note", "status", "records")
MARK = "\ufeff"


def keep_tables(facts: pl.DataFrame, dictionary: Mapping[str, Fact], replace: bool = False) -> list[Path]:
    """Keep FACTS of any units and months as `data/facts/<code>/<YYYY-MM>.csv`; gives back the files, in their order.

    Raises `InputError` where somebody's file of a unit and month is there already and says something else, naming all
    of them: nothing is written then. `replace`: they give way. What was counted from registers stays beside.
    """
    parts = facts.partition_by("city", "month", as_dict=True, maintain_order=True)
    written = {_place(*map(str, key)): _table(part, dictionary) for key, part in parts.items()}
    there = [
        old for path, content in written.items() for old in _others(path) if old != path or _differs(path, content)
    ]
    if there and not replace:
        raise InputError([_refused(there)])
    for path in there:
        path.unlink()
    return [replace_file(path, content) for path, content in written.items()]


def _place(city: str, month: str) -> Path:
    return root() / "data" / "facts" / city / f"{month}.csv"


def _others(path: Path) -> list[Path]:
    """The files of that unit and month that people put there."""
    return [old for old in month_paths(path.parent.name, path.stem) if file_origin(old) == {}]


def _differs(path: Path, content: bytes) -> bool:
    return path.read_bytes() != content


def _refused(there: Sequence[Path]) -> Problem:
    zh = f"已有这 {len(there)} 个单位和月份的数据，与新表不同，没有动它；核对后要以新表为准的，加 --replace。"
    en = f"{len(there)} units and months have other figures already, left as they are; --replace puts the new in place."
    return Problem("、".join(map(display_path, there)), zh, en)


def _table(part: pl.DataFrame, dictionary: Mapping[str, Fact]) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    columns = [column for column in COLUMNS if column != "records" or part["records"].null_count() < part.height]
    writer.writerow([column_heading(column) for column in columns])
    writer.writerows(_cells(row, dictionary[row["fact"]], columns) for row in part.iter_rows(named=True))
    return (MARK + written.getvalue()).encode()


def _cells(row: Mapping[str, Any], fact: Fact, columns: Sequence[str]) -> list[str]:
    texts = {"fact": fact.zh, "unit": unit_label(fact.unit), "value": value_text(fact, row["value"])}
    texts["status"] = STATUSES[row["status"]][0]
    return [texts.get(column, "" if row.get(column) is None else str(row[column])) for column in columns]


def value_text(fact: Fact, value: float | None) -> str:
    """A figure as it is filled in: 是 or 否, a choice by its name, else its digits, no fewer than tell it apart."""
    if value is None:
        return ""
    if fact.unit == "flag":
        return "是" if value else "否"
    named = next((name for number, name in fact.choices.items() if number == value), None)
    return named or (format(value, ".0f") if value.is_integer() else repr(value))
