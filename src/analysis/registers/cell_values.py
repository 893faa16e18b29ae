"""Cells of text made values, column by column, and what is wrong with those that are none (单元格取值).

Each verb gives a pair of expressions: the value, null where there is none; and the fault's name, null where sound.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from analysis import identifiers
from analysis.registers.schema import AMOUNT, CHOICE, CODE, COUNT, DATE, FLAG, NUMBER, TEXT, RegisterColumn

Pair = tuple[pl.Expr, pl.Expr]

WIDE = {chr(sign + 0xFEE0): chr(sign) for sign in range(0x21, 0x7F)} | {"\u3000": " ", "−": "-", "〇": "0"}
UNSEEN = dict.fromkeys(["\ufeff", "\u200b", "\u200c", "\u200d", "\u2060", "\u00ad"], "")
EMPTY = ["", "-", "--", "—", "——", "/", "\\", "空", "null", "NULL", "None", "none", "N/A", "n/a", "#N/A"]
YES = ["是", "有", "y", "yes", "true", "1", "1.0", "√"]
NO = ["否", "无", "n", "no", "false", "0", "0.0", "×"]
UNITS = {"元": 100, "": 0, "千元": 10**5, "万元": 10**6, "万": 10**6, "亿元": 10**10, "亿": 10**10, "百万元": 10**8}
"""How many fen (0.01 yuan) each unit of money holds."""

PARTED = r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?)?$"
SOLID = r"^(\d{4})(\d{2})(\d{2})$"
SERIAL = r"^(\d{5})(?:\.\d+)?$"
EPOCH = -25_569
"""1899-12-30, from which Excel counts days, as a day number of 1970."""

MONEY = r"^([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][+-]?\d{1,2})?)\s*(元|千元|万元|百万元|亿元|万|亿)?$"
PLAIN = r"^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][+-]?\d{1,2})?$"
"""Numbers as people and programs write them: 1,234.5 and, in files that programs export, 9e-07."""

POWER = r"^\d(?:\.\d+)?[eE]\+?\d{1,3}$"
ROUNDED = r"^\d{15}000$"
"""How codes look that were stored as numbers, of which spreadsheets keep 15 digits."""


def tidied_cells(text: pl.Expr) -> pl.Expr:
    """Text with full-width signs made narrow, unseen signs and outer blanks dropped; null where nothing is left.

    The wrapping ="…" or '… by which spreadsheets are made to keep digits as text is taken off.
    """
    narrow = text.str.replace_many(WIDE | UNSEEN).str.strip_chars()
    bare = pl.when(narrow.str.starts_with('="')).then(narrow.str.slice(2).str.strip_suffix('"')).otherwise(narrow)
    unquoted = bare.str.strip_prefix("'")
    return pl.when(~unquoted.is_in(EMPTY)).then(unquoted)


def choice_key(text: pl.Expr) -> pl.Expr:
    """A tidied text as words are compared: small letters, no blanks."""
    return text.str.to_lowercase().str.replace_all(r"\s", "")


def cell_value(column: RegisterColumn, text: pl.Expr, unit: pl.Expr, words: Mapping[str, str]) -> Pair:
    """The value and the fault of a tidied text. `unit`: the unit that holds for the row, for amounts."""
    if column.kind not in (FLAG, CHOICE):
        text = pl.when(text != "无").then(text)
    value, fault = _VERBS[column.kind](text, unit, words, column)
    if column.required:
        fault = pl.when(text.is_null()).then(pl.lit("empty")).otherwise(fault)
    return value, fault


def _text(text: pl.Expr, unit: pl.Expr, words: Mapping[str, str], column: RegisterColumn) -> Pair:
    return text, pl.lit(None, dtype=pl.String)


def _code(text: pl.Expr, unit: pl.Expr, words: Mapping[str, str], column: RegisterColumn) -> Pair:
    """A code that a spreadsheet took for a number has lost its last digits: 9.13203E+17, or three zeros at the end."""
    rounded = text.str.contains(ROUNDED) & ~identifiers.fault_mask(text).is_in(identifiers.passing_masks())
    lost = text.str.contains(POWER) | rounded
    return text, pl.when(lost).then(pl.lit("digits lost"))


def _date(text: pl.Expr, unit: pl.Expr, words: Mapping[str, str], column: RegisterColumn) -> Pair:
    written = pl.coalesce(_of_parts(text, PARTED), _of_parts(text, SOLID))
    serial = text.str.extract(SERIAL).cast(pl.Int32, strict=False)
    counted = pl.when(serial.is_between(20_000, 80_000)).then(serial + EPOCH).cast(pl.Date)
    return _judged(text, pl.coalesce(written, counted), "not a date")


def _of_parts(text: pl.Expr, way: str) -> pl.Expr:
    """A date from year, month and day; a day that no calendar has is none."""
    year, month, day = (text.str.extract(way, place) for place in (1, 2, 3))
    dashed = year + "-" + month.str.zfill(2) + "-" + day.str.zfill(2)
    return dashed.str.to_date("%Y-%m-%d", strict=False)


def _amount(text: pl.Expr, unit: pl.Expr, words: Mapping[str, str], column: RegisterColumn) -> Pair:
    number = text.str.extract(MONEY, 1).str.replace_all(",", "").cast(pl.Float64, strict=False)
    own = text.str.extract(MONEY, 2)
    factor = pl.coalesce(own, unit).replace_strict(UNITS, default=0, return_dtype=pl.Float64)
    exact = number * factor
    fen = exact.round()
    value, fault = _judged(text, fen.cast(pl.Int64, strict=False), "not an amount")
    no_unit = number.is_not_null() & ((factor == 0) | factor.is_null())
    doubtful = pl.when(no_unit).then(pl.lit("no unit")).when((exact - fen).abs() > 0.01).then(pl.lit("finer than fen"))
    return value, pl.coalesce(fault, doubtful, _below(number, column))


def _count(text: pl.Expr, unit: pl.Expr, words: Mapping[str, str], column: RegisterColumn) -> Pair:
    number = (
        text.str.extract(r"^(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?$").str.replace_all(",", "").cast(pl.Int64, strict=False)
    )
    return _judged(text, number, "not a count")


def _number(text: pl.Expr, unit: pl.Expr, words: Mapping[str, str], column: RegisterColumn) -> Pair:
    sound = pl.when(text.str.contains(PLAIN)).then(text.str.replace_all(",", ""))
    number = sound.cast(pl.Float64, strict=False)
    value, fault = _judged(text, number, "not a number")
    return value, pl.coalesce(fault, _below(number, column))


def _flag(text: pl.Expr, unit: pl.Expr, words: Mapping[str, str], column: RegisterColumn) -> Pair:
    low = text.str.to_lowercase()
    value = pl.when(low.is_in(YES)).then(True).when(low.is_in(NO)).then(False)
    return _judged(text, value, "not yes or no")


def _choice(text: pl.Expr, unit: pl.Expr, words: Mapping[str, str], column: RegisterColumn) -> Pair:
    return _judged(
        text, choice_key(text).replace_strict(dict(words), default=None, return_dtype=pl.String), "not a choice"
    )


def _judged(text: pl.Expr, value: pl.Expr, fault: str) -> Pair:
    return value, pl.when(text.is_not_null() & value.is_null()).then(pl.lit(fault))


def _below(number: pl.Expr, column: RegisterColumn) -> pl.Expr:
    return pl.when(number < (column.least or 0)).then(pl.lit("negative")) if column.least is not None else pl.lit(None)


_VERBS = {
    CODE: _code,
    TEXT: _text,
    DATE: _date,
    AMOUNT: _amount,
    COUNT: _count,
    NUMBER: _number,
    FLAG: _flag,
    CHOICE: _choice,
}
