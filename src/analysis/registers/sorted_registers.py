"""Sorted registers kept as Parquet, so that a delivery is read once and measured as often as wanted (已分拣台账).

`data/encoded/<city>/<month>/`: for each register `<register>.parquet` (the rows used), `<register>.aside.parquet`
(what was set aside and why), `<register>.noted.parquet` (what was passed over, changed or doubted), and
`<register>.json`, which comes last and holds what they were made from. Everything there is a product: it can be deleted
and comes back. Its owner alone can read it.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from analysis import calendars, identifiers
from analysis.paths import replace_file, root
from analysis.registers.delivery import RegisterDelivery, read_delivery
from analysis.registers.schema import Register
from analysis.registers.wording import RegisterWording

FORMAT = "city-credit-registers/2"
TABLES = ("registers.toml", "calendar.csv", "identifiers.toml")


def sorted_folder(city: str, month: str) -> Path:
    """Where a city's sorted registers of a month are kept."""
    return root() / "data" / "encoded" / city / month


def refresh_register(
    city: str, month: str, register: Register, wording: RegisterWording, paths: Sequence[Path]
) -> dict[str, Any]:
    """Sort a register's files anew where they, the words or the code changed; what is then told of them.

    `tables`: one for each table, see `Delivered`. `unread`, `notes`: problems as [where, zh, en].
    """
    stamp = _rules() | {f"file {place}": f"{_text_hash(path.name)} {_hash(path)}" for place, path in enumerate(paths)}
    kept = sorting_record(city, month, register)
    if kept and kept["stamp"] == stamp:
        return kept
    return _keep(city, month, register, read_delivery(city, month, register, wording, paths), stamp)


def forget_register(city: str, month: str, register: Register) -> None:
    """Drop what is kept of a register that is no longer delivered."""
    for ending in ("json", "parquet", "aside.parquet", "noted.parquet"):
        (sorted_folder(city, month) / f"{register.name}.{ending}").unlink(missing_ok=True)


def _rules() -> dict[str, str]:
    """What decides how files are read, apart from themselves: the code and the tables under `params`."""
    tables = [root() / "params" / name for name in TABLES] + [root() / "data" / "divisions.csv"]
    confirmed = [path for path in [root() / "data" / "registers" / "genuine.csv"] if path.is_file()]
    return {"code": _code()} | {path.name: _hash(path) for path in tables + confirmed}


@lru_cache(maxsize=1)
def _code() -> str:
    parts = [Path(__file__), Path(identifiers.__file__), Path(calendars.__file__)]
    every = [path for part in parts for path in sorted(part.parent.rglob("*.py"))]
    return hashlib.sha256("".join(map(_hash, every)).encode()).hexdigest()


def _text_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _keep(
    city: str, month: str, register: Register, delivery: RegisterDelivery, stamp: dict[str, str]
) -> dict[str, Any]:
    place = sorted_folder(city, month)
    (place / f"{register.name}.json").unlink(missing_ok=True)
    rows = pl.DataFrame(schema=register.schema()) if delivery.rows is None else delivery.rows
    for ending, frame in (("", rows), (".aside", delivery.aside), (".noted", delivery.noted)):
        replace_file(place / f"{register.name}{ending}.parquet", _parquet(frame), private=True)
    said = {
        "format": FORMAT,
        "stamp": stamp,
        "tables": list(delivery.tables),
        "unread": [[note.where, note.zh, note.en] for note in delivery.unread],
        "notes": [[note.where, note.zh, note.en] for note in delivery.notes],
    }
    replace_file(place / f"{register.name}.json", json.dumps(said, ensure_ascii=False, indent=1).encode(), private=True)
    return said


def _parquet(rows: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    rows.write_parquet(buffer, compression="zstd", statistics=True)
    return buffer.getvalue()


def sorting_record(city: str, month: str, register: Register) -> dict[str, Any] | None:
    """What a kept register was made from; None where it is not kept whole."""
    try:
        record = json.loads((sorted_folder(city, month) / f"{register.name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return record if record.get("format") == FORMAT else None


def sorted_paths(cities: Sequence[str], months: Sequence[str], register: Register) -> list[Path]:
    """The files of a register's kept rows, of some cities and months."""
    every = (sorted_folder(city, month) / f"{register.name}.parquet" for city in cities for month in months)
    return [path for path in every if path.is_file()]


def scan_sorted_rows(cities: Sequence[str], months: Sequence[str], register: Register) -> pl.LazyFrame:
    """The kept rows of a register, of some cities and months, lazily; no rows where none are kept."""
    paths = sorted_paths(cities, months, register)
    return pl.scan_parquet(paths, glob=False) if paths else pl.LazyFrame(schema=register.schema())


def rows_set_aside(city: str, month: str, register: Register) -> pl.DataFrame:
    """What was set aside of a register, in words."""
    return pl.read_parquet(sorted_folder(city, month) / f"{register.name}.aside.parquet", glob=False)


def rows_noted(city: str, month: str, register: Register) -> pl.DataFrame:
    """What was passed over, changed or doubted in a register, in words."""
    return pl.read_parquet(sorted_folder(city, month) / f"{register.name}.noted.parquet", glob=False)
