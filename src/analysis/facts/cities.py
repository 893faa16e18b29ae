"""Cities, and the units of the project's lists, found by code or by name (城市代码表和单位名单).

What is scored is a unit: a city of the table of cities, or a county, town, park, department or enterprise group of a
list in `data/units/`. Wherever a city is named, any unit may be.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import polars as pl

from analysis.facts.unit_kinds import CITY
from analysis.facts.unit_lists import Stamps, listed_units, unit_list_faults, unit_stamps
from analysis.facts.unit_tables import split_names
from analysis.paths import display_path, root
from analysis.problems import InputError, Problem, did_you_mean
from analysis.text_normalisation import folded, quoted_value

REQUIRED = ("code", "name", "short", "level", "league", "parent", "province", "valid_from", "valid_to")
HALF = 0.5
"""How alike two names are of which one sign of two differs."""
KIND = "kind"
ADDED = {KIND: CITY, "derived": "", "also": ""}
"""What rows of units have beside those of cities."""
NAMES = ("code", "name", "short", "english")

City = Mapping[str, str]


def city_table() -> pl.DataFrame:
    """The city table, all text but `league` (Int64); one row a code and name, with the months it held.

    Source: `data/cities.csv`. Raises `InputError` where the file is missing or lacks a column.
    """
    frame = pl.DataFrame(list(_table()), infer_schema_length=None).drop(ADDED)
    return frame.with_columns(pl.all().replace("", None)).with_columns(pl.col("league").cast(pl.Int64))


def unit_table() -> pl.DataFrame:
    """The same for cities and the units of all lists, with `kind`; a unit's `league` is numbered by `unit_league`."""
    columns = (*REQUIRED, "english", "parent_name", KIND)
    rows = [{name: row[name] for name in columns} for row in (*_table(), *listed_units())]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String))
    return frame.with_columns(pl.all().replace("", None)).with_columns(pl.col("league").cast(pl.Int64))


def kind_of(code: str) -> str:
    """The kind of a unit by its code: `city`, `town` …; a code that nobody has counts as a city's."""
    return next((row[KIND] for row in city_candidates(code) if row["code"] == code), CITY)


def code_of(city: str, month: str | None = None) -> str:
    """The code of a city or unit given by code, full or short name, other spelling, or English name: 江阴 -> 320281.

    `month` (YYYY-MM) chooses where a name belonged to different codes at different times.
    Raises `InputError` for one that is not known (a near name is offered) or that fits several codes.

    >>> from analysis import facts
    >>> facts.code_of("江阴"), facts.code_of("Jiangyin"), facts.name_of("320281")
    ('320281', '320281', '江阴市')
    """
    found = city_candidates(city)
    valid = [row for row in found if month is None or row_valid_in(row, month)] or found
    codes = sorted({row["code"] for row in valid})
    if len(codes) == 1:
        return codes[0]
    unread = () if codes else unit_list_faults()
    raise InputError([Problem("city 城市", *(_several(city, valid) if codes else _unknown(city))), *unread])


def name_of(code: str, month: str | None = None) -> str:
    """The full Chinese name of a code, as it was in `month`, or the newest. Raises `InputError`."""
    rows = _rows_of(code_of(code, month))
    valid = [row for row in rows if month is not None and row_valid_in(row, month)]
    return max(valid or rows, key=_until)["name"]


def newest(code: str) -> City:
    """The latest row of a city (code or name): what it is called now, or was called last. Raises `InputError`."""
    return max(_rows_of(code_of(code)), key=_until)


def _rows_of(code: str) -> list[City]:
    return [row for row in city_candidates(code) if row["code"] == code]


def _until(row: City) -> str:
    return row["valid_to"] or "9999"


def city_candidates(city: str) -> Sequence[City]:
    """The rows of cities that a code or name fits, else of units; none where it is not known."""
    return city_rows(city) or _unit_index(unit_stamps()).get(folded(str(city)), ())


def city_rows(city: str) -> Sequence[City]:
    """The same of cities alone; no list of units is read for it, and no frame is made."""
    return _city_index(*_stamp()).get(folded(str(city)), ())


def row_valid_in(row: City, month: str) -> bool:
    """Whether a row of the table held in a month; ends count, as they are known only to the month or year."""
    begun = not row["valid_from"] or row["valid_from"] <= month[: len(row["valid_from"])]
    ended = row["valid_to"] and row["valid_to"] < month[: len(row["valid_to"])]
    return begun and not ended


def valid_in(month: str | pl.Expr) -> pl.Expr:
    """The same for the rows of a frame with `valid_from` and `valid_to`, null where there is no end."""
    text = month if isinstance(month, pl.Expr) else pl.lit(month)
    begun, ended = (text.str.slice(0, pl.col(end).str.len_chars()) for end in ("valid_from", "valid_to"))
    return (begun >= pl.col("valid_from")).fill_null(True) & (ended <= pl.col("valid_to")).fill_null(True)


def _unknown(city: str) -> tuple[str, str]:
    zh, en = _near_city(folded(str(city)))
    said = quoted_value(city)
    if listed_units():
        zh_told = f"城市代码表中没有“{said}”，单位名单中也没有。{zh}请用六位代码或市名、单位的代码或名称。"
        return (
            zh_told,
            f"'{said}' is not in the table of cities nor in a list of units; give its code or name. {en}".rstrip(),
        )
    return (
        f"城市代码表中没有“{said}”。{zh}请用六位代码或市名。",
        f"'{said}' is not in the table of cities; give its six-digit code or its name. {en}".rstrip(),
    )


def _near_city(name: str) -> tuple[str, str]:
    """The near name among the project's own units and the cities whose figures are kept, where even one sign of two
    may be wrong; else of all."""
    folder = root() / "data" / "facts"
    own = [row["short"] for row in _table() if row["short"] and (folder / row["code"]).is_dir()]
    units = [(split_names(row["derived"]) or [row["short"] or row["name"]])[-1] for row in listed_units()]
    near = next((near for names in (own, units) for near in _nearest(name, names)), None)
    return (
        did_you_mean(near, [near])
        if near
        else did_you_mean(name, [*_city_index(*_stamp()), *_unit_index(unit_stamps())])
    )


def _nearest(name: str, names: Collection[str]) -> list[str]:
    return [] if name.isascii() else difflib.get_close_matches(name, names, n=1, cutoff=HALF)


def _several(city: str, rows: Sequence[City]) -> tuple[str, str]:
    each = "、".join(dict.fromkeys(f"{row['code']}（{row['name']}，{row['parent_name']}）" for row in rows))
    plain_each = ", ".join(dict.fromkeys(f"{row['code']} ({row['name']})" for row in rows))
    said = quoted_value(city)
    return (
        f"“{said}”对应多个代码：{each}。请写代码。",
        f"'{said}' fits several codes: {plain_each}. Give the code.",
    )


def _stamp() -> tuple[Path, int]:
    path = root() / "data" / "cities.csv"
    return path, path.stat().st_mtime_ns if path.is_file() else 0


def _table() -> tuple[City, ...]:
    return _rows(*_stamp())


@lru_cache(maxsize=8)
def _rows(path: Path, _changed: int) -> tuple[City, ...]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = tuple(csv.DictReader(file))
    except OSError:
        zh, en = "找不到城市代码表。", "The table of cities is missing."
        raise InputError([Problem(display_path(path), zh, en)]) from None
    _complete(path, rows)
    return tuple(
        {**row, **ADDED, "english": row.get("english", ""), "parent_name": row.get("parent_name", "")} for row in rows
    )


def _complete(path: Path, rows: Sequence[City]) -> None:
    lacking = [name for name in REQUIRED if not rows or rows[0].get(name) is None]
    if lacking:
        zh, en = f"城市代码表缺少列：{lacking}。", f"The table of cities lacks the columns {lacking}."
        raise InputError([Problem(display_path(path), zh, en)])


@lru_cache(maxsize=8)
def _city_index(path: Path, changed: int) -> dict[str, list[City]]:
    index: dict[str, list[City]] = {}
    for row in _rows(path, changed):
        for name in dict.fromkeys(folded(row[key]) for key in NAMES if row[key]):
            index.setdefault(name, []).append(row)
    return index


@lru_cache(maxsize=8)
def _unit_index(_stamps: Stamps) -> dict[str, list[City]]:
    index: dict[str, list[City]] = {}
    for row in listed_units():
        written = [row[key] for key in NAMES if row[key]] + split_names(row["also"]) + split_names(row["derived"])
        for name in dict.fromkeys(map(folded, written)):
            index.setdefault(name, []).append(row)
    return index
