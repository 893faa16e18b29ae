"""Which rows are natural persons', and which of those are disputed: the row also speaks of a body (自然人).

Such a row is dropped unread. Where a body's code or kind stands in it too, somebody has to look: a heading may be
mistaken, a code mistyped.
"""

from __future__ import annotations

from functools import reduce
from operator import or_

import polars as pl

from analysis import identifiers
from analysis.registers.cell_values import choice_key
from analysis.registers.delivered_files import LINE
from analysis.registers.heading_recognition import RecognisedTable
from analysis.registers.schema import CODE, TEXT, Register
from analysis.registers.wording import RegisterWording

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


NATURAL, HOUSEHOLD = "natural", "household"
NUMBER_OF_BODY, BODY_OF_NUMBER = "a person's number, a body's row", "a person's row, a body's code"


def natural_rows(
    cells: pl.DataFrame, table: RecognisedTable, register: Register, wording: RegisterWording
) -> pl.DataFrame:
    """The natural persons' rows: `line, column, reason`, the column that makes them so by its name or heading.

    A row is a person's where it says so, fills a column for such, or holds an identity number for a code. The number
    of a business registration of 15 digits is none, where its own check holds and the row is a body's.
    """
    kinds = {name: _kind(name, table, wording) for name in table.columns if name in wording.choices}
    persons = {name: kind == NATURAL for name, kind in kinds.items()}
    persons |= {place: pl.col(place).is_not_null() for place in table.naturals}
    stated = kinds.get(register.party, pl.lit(None, dtype=pl.String))
    body = pl.lit(register.party == "kind") | (stated.is_not_null() & (stated != NATURAL))
    numbers = {
        name: _number(place, body & (stated != HOUSEHOLD)) for name, (place, _) in _codes(table, register).items()
    }
    found = {name: sign.fill_null(False) for name, sign in (persons | numbers).items()}
    column = (
        pl.coalesce(pl.when(sign).then(pl.lit(name)) for name, sign in found.items())
        if found
        else pl.lit(None, pl.String)
    )
    sound = reduce(or_, (_sound(place) for place, _ in _codes(table, register).values()), pl.lit(False))
    reason = (
        pl.when(sound).then(pl.lit(BODY_OF_NUMBER)).when(body).then(pl.lit(NUMBER_OF_BODY)).otherwise(pl.lit(NATURAL))
    )
    return cells.select(LINE, column.alias("column"), reason.alias("reason")).drop_nulls("column")


def _codes(table: RecognisedTable, register: Register) -> dict[str, tuple[str, str]]:
    """Where codes of parties stand."""
    return {name: place for name, place in table.columns.items() if name.endswith(CODE) and name in register.names}


def _kind(name: str, table: RecognisedTable, wording: RegisterWording) -> pl.Expr:
    words = dict(wording.choices[name])
    return choice_key(pl.col(table.columns[name][0])).replace_strict(words, default=None, return_dtype=pl.String)


def _number(place: str, body: pl.Expr) -> pl.Expr:
    registered = body.fill_null(False) & identifiers.is_business_registration(pl.col(place))
    return is_person_number(pl.col(place)) & ~registered


def _sound(place: str) -> pl.Expr:
    """Whether a sound unified code stands there."""
    return identifiers.fault_mask(pl.col(place)).is_in(identifiers.passing_masks()).fill_null(False)
