"""Numbers of natural persons where none belong: in columns of codes, in document numbers, in names (个人号码).

A row whose code is a person's number is a natural person's row. Elsewhere such a number may be a document's own, so
its row is used, but the number is written down nowhere: a sign stands for it, the same for the same number.
"""

from __future__ import annotations

import polars as pl

from analysis import identifiers
from analysis.registers.schema import CODE, TEXT, Register

STARRED = r"\*{2}"
SIGN = "（已隐去{}）"


def is_person_number(code: pl.Expr) -> pl.Expr:
    """Whether what stands in a column of codes is a person's number, also with its middle starred out."""
    return identifiers.is_personal_number(code) | code.str.contains(STARRED)


def mask_numbers(rows: pl.DataFrame, register: Register) -> tuple[pl.DataFrame, dict[str, pl.Series]]:
    """The rows with a sign in place of each number that may be a person's, and for each column which rows had one.

    Columns of codes ending in `code` are not looked at: a row with a person's number there is not used at all.
    """
    found: dict[str, pl.Series] = {}
    for name in _free(register):
        hits = rows.select(identifiers.is_personal_number(pl.col(name)).fill_null(False)).to_series()
        numbers = rows[name].filter(hits)
        if numbers.len():
            distinct = numbers.unique(maintain_order=True)
            signs = [SIGN.format(place) for place in range(1, distinct.len() + 1)]
            rows = rows.with_columns(pl.col(name).replace(distinct, pl.Series(signs)))
            found[name] = hits
    return rows, found


def _free(register: Register) -> list[str]:
    """The kept columns in which anything may have been typed."""
    kept = (column for column in register.columns if column.kept and column.kind in (CODE, TEXT))
    return [column.name for column in kept if not column.name.endswith(CODE)]
