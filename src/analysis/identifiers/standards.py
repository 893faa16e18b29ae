"""What the standards and the project's tables say a unified social credit code may hold (代码标准)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from analysis.paths import display_path, root
from analysis.problems import InputError, Problem
from analysis.toml_tables import parsed_toml, unreadable_toml

LENGTH = 18
CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
MODULUS = len(CODE_ALPHABET)
WEIGHTS = tuple(pow(3, place, MODULUS) for place in range(LENGTH - 1))
"""Weights of the first 17 characters, 3 to the power of the place mod 31: GB 32100-2015, annex on the check."""

INNER_FIRST, INNER_LAST = 8, 16
INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
INNER_MODULUS = 11
INNER_DIGITS = "0123456789X"
"""Organisation code: 8 characters weighted, the ninth checks them mod 11, X for ten: GB 11714-1997."""

DIVISION_COLUMNS = ("code", "name", "level", "valid_from", "valid_to")


@dataclass(frozen=True)
class CodeStandard:
    """What positions 1-2 and 3-8 of a code may hold.

    `pairs`: department and category, two characters. `divisions`: six digits each.
    """

    pairs: frozenset[str]
    divisions: frozenset[str]


def code_standard() -> CodeStandard:
    """The pairs and divisions accepted now; read again only where a file has changed.

    Source: `params/identifiers.toml`, `data/divisions.csv`.
    Raises `InputError` where either is missing or cannot be read.
    """
    return _standard(*_stamp("params", "identifiers.toml"), *_stamp("data", "divisions.csv"))


def unknown_division_is_faulty() -> bool:
    """Whether a code counts as faulty whose division alone is in no table: a setting of `params/identifiers.toml`.

    Raises `InputError` where the file is missing or cannot be read.
    """
    return _unknown_is_faulty(*_stamp("params", "identifiers.toml"))


def division_codes() -> pl.DataFrame:
    """Every GB/T 2260 code ever valid; one row a code and name, all text.

    Columns: `code` (six digits), `name`, `level` (province, prefecture, county, collective),
    `valid_from`, `valid_to` (years, both included; null: since 1980, in force).
    Source: `data/divisions.csv`. Raises `InputError` where the file is missing or lacks a column.
    """
    return _divisions(*_stamp("data", "divisions.csv"))


def value31(character: str) -> int | None:
    """The value of a character, 0-30, or None outside the alphabet. Source: GB 32100-2015, table of values."""
    return CODE_ALPHABET.index(character) if character in CODE_ALPHABET else None


def value36(character: str) -> int:
    """The value of a character in an organisation code: 0-9, then A = 10 to Z = 35. Source: GB 11714-1997."""
    return int(character, 36)


def _stamp(*parts: str) -> tuple[Path, int]:
    path = root().joinpath(*parts)
    return path, path.stat().st_mtime_ns if path.is_file() else 0


@lru_cache(maxsize=8)
def _standard(params: Path, _params_changed: int, table: Path, table_changed: int) -> CodeStandard:
    settings = _params(params)
    departments = {key: entry for key, entry in settings["departments"].items() if isinstance(entry, dict)}
    pairs = {key + category for key, entry in departments.items() for category in entry["categories"]}
    divisions = {*_divisions(table, table_changed)["code"], *settings["registrations"]["codes"]}
    return CodeStandard(frozenset(pairs), frozenset(divisions))


@lru_cache(maxsize=8)
def _unknown_is_faulty(path: Path, _changed: int) -> bool:
    return bool(_params(path)["registrations"].get("unknown_is_faulty", False))


def _params(path: Path) -> dict[str, Any]:
    try:
        settings = parsed_toml(path)
        return {"departments": settings["departments"], "registrations": settings["registrations"]}
    except KeyError as error:
        why_zh, why = f"缺少表 {error}", f"the table {error} is missing"
    except (OSError, ValueError) as error:
        why_zh, why = unreadable_toml(error)
    zh, en = f"代码参数缺失或无法读取：{why_zh}。", f"The parameters of codes are missing or cannot be read: {why}."
    raise InputError([Problem(display_path(path), zh, en)])


@lru_cache(maxsize=8)
def _divisions(path: Path, _changed: int) -> pl.DataFrame:
    try:
        frame = pl.read_csv(path, infer_schema=False, glob=False)
    except (OSError, pl.exceptions.PolarsError):
        zh, en = "行政区划代码表缺失或无法读取。", "The table of divisions is missing or cannot be read."
        raise InputError([Problem(display_path(path), zh, en)]) from None
    lacking = [name for name in DIVISION_COLUMNS if name not in frame.columns]
    if lacking:
        zh, en = f"行政区划代码表缺少列：{lacking}。", f"The table of divisions lacks the columns {lacking}."
        raise InputError([Problem(display_path(path), zh, en)])
    return frame.select(DIVISION_COLUMNS)
