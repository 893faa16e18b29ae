"""Small deliveries of registers, written by the test that reads them."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from analysis import facts, identifiers
from analysis.facts.measured.registry import MEASURES
from analysis.facts.measuring.month_measurement import measure_month
from analysis.paths import display_path
from analysis.registers import REGISTERS, Register, register_wordings, sorted_registers
from analysis.registers.delivery import RegisterDelivery, read_delivery
from analysis.registers.wording import RegisterWording

ROOT = Path(__file__).resolve().parents[1]
CITY, MONTH = "320281", "2021-03"
TABLES = ("data/cities.csv", "data/divisions.csv")
WINDOW = (*(f"2020-{number:02d}" for number in range(4, 13)), "2021-01", "2021-02", "2021-03")
"""The twelve months that end in March 2021."""

Rows = Sequence[Sequence[Any]]


def build(home: Path) -> Path:
    """A project without data, but with every table that reading and measuring look into."""
    shutil.copytree(ROOT / "params", home / "params")
    for name in TABLES:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, home / name)
    return home


def restore(home: Path) -> Path:
    """The same project as it was built: nothing delivered, every table as it stands in this checkout.

    A test may set a rule value; the next one of the same process must not be judged by it.
    """
    for name in ("registers", "encoded", "facts"):
        shutil.rmtree(home / "data" / name, ignore_errors=True)
    for own in [path for path in (home / "params").rglob("*") if path.is_file()]:
        if not (ROOT / own.relative_to(home)).is_file():
            own.unlink()
    for path in [*(path for path in (ROOT / "params").rglob("*") if path.is_file()), *map(ROOT.joinpath, TABLES)]:
        _put_back(path, home / path.relative_to(ROOT))
    return home


def _put_back(original: Path, own: Path) -> None:
    stamps = [(path.stat().st_size, path.stat().st_mtime_ns) if path.is_file() else None for path in (original, own)]
    if stamps[0] != stamps[1]:
        own.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(original, own)


def code(number: int, head: str = "91320281") -> str:
    """A unified code that passes every check, each number its own."""
    body = pl.Series([f"MA{number:06d}"])
    stem = head + body + identifiers.inner_check_digit(body)
    return (stem + identifiers.check_character(stem)).item()


def text_of(rows: Rows, sign: str = ",") -> str:
    """Rows as delimited text."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=sign, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue()


def written(path: Path, rows: Rows, encoding: str = "utf-8", sign: str = ",") -> Path:
    """Rows as a file, by its ending: delimited text, a workbook, or Parquet whose columns the first row names."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".xlsx":
        return workbook(path, {"Sheet1": rows})
    if path.suffix == ".parquet":
        heads, *below = rows
        columns = zip(*below, strict=True) if below else [()] * len(heads)
        pl.DataFrame(
            {name: pl.Series(cells, strict=False) for name, cells in zip(heads, columns, strict=True)}
        ).write_parquet(path)
    else:
        path.write_bytes(text_of(rows, sign).encode(encoding))
    return path


def workbook(path: Path, sheets: Mapping[str, Rows], hidden: Sequence[str] = ()) -> Path:
    """Sheets as a workbook; text stays text, dates and numbers are cells of their kind."""
    book = xlsxwriter.Workbook(
        path, {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "yyyy/m/d"}
    )
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
        if name in hidden:
            sheet.hide()
    book.close()
    return path


SMALL = 20_000
"""Bytes up to which what was read of files is remembered."""


@contextmanager
def read_once() -> Iterator[None]:
    """Within, measuring does not read again what it read before in this process: small files of the same bytes and
    place in a project, by the same tables and rules. So many tests deliver the same months without a record.
    """
    remembered: dict[tuple[object, ...], RegisterDelivery] = {}

    def read_or_remembered(
        city: str, month: str, register: Register, wording: RegisterWording, paths: Sequence[Path]
    ) -> RegisterDelivery:
        if sum(path.stat().st_size for path in paths) > SMALL:
            return read_delivery(city, month, register, wording, paths)
        files = tuple((display_path(path), path.read_bytes()) for path in paths)
        state = (city, month, repr(register), files, tuple(sorted_registers._rules().items()))
        if state not in remembered:
            remembered[state] = read_delivery(city, month, register, wording, paths)
        return remembered[state]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorted_registers, "read_delivery", read_or_remembered)
        yield


def read(register: str, *paths: Path, month: str = MONTH) -> RegisterDelivery:
    """The files read and sorted as those of a register."""
    return read_delivery(CITY, month, REGISTERS[register], register_wordings()[register], paths)


def table(rows: Sequence[Mapping[str, Any]]) -> Rows:
    """Records as rows below their columns' names, which are headings too."""
    heads = list(dict.fromkeys(name for row in rows for name in row))
    return [heads, *([row.get(name) for name in heads] for row in rows)]


def delivered(
    home: Path,
    register: str,
    *rows: Mapping[str, Any],
    month: str = MONTH,
    heads: Sequence[str] = (),
    name: str = "",
    stated: bool = True,
) -> Path:
    """Records delivered as a CSV of the city and month; without any the word that there are none, where `stated`."""
    path = home / "data" / "registers" / CITY / month / f"{name or register}.csv"
    lines = table(rows) if rows else [[*heads], *([["零报告", *("" for _ in heads[1:])]] if stated else [])]
    return written(path, [["" if cell is None else cell for cell in row] for row in lines])


def through(home: Path, register: str, *rows: Mapping[str, Any], dated: str, heads: Sequence[str]) -> None:
    """Records of a flow delivered month by month over the window, each in the month of its date."""
    for month in WINDOW:
        own = [row for row in rows if str(row[dated]).startswith(month)]
        delivered(home, register, *own, month=month, heads=heads)


def figures(*names: str, month: str = MONTH) -> dict[str, dict[str, Any]]:
    """What measuring gives, of some facts alone or of all: each fact's row by its name."""
    with pytest.MonkeyPatch.context() as patch:
        for name in set(MEASURES) - set(names) if names else ():
            patch.delitem(MEASURES, name)
        facts_measured = measure_month([CITY], month).facts
    return {row["fact"]: row for row in facts_measured.to_dicts()}


def values(*names: str, month: str = MONTH) -> list[float | None]:
    """The figures of some facts, in their order."""
    measured = figures(*names, month=month)
    return [measured[name]["value"] for name in names]


def save(month: str = MONTH) -> Path:
    """The month measured and kept."""
    return facts.save(CITY, month, measure_month([CITY], month).facts)
