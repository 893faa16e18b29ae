"""Which rows are natural persons', and which of those are disputed: the row also speaks of a body (自然人).

Such a row is dropped unread. Where a body's code or kind stands in it too, somebody has to look: a heading may be
mistaken, a code mistyped.
"""

from __future__ import annotations

from functools import reduce
from operator import or_

import polars as pl

from analysis import identifiers
from analysis.registers import number_masking
from analysis.registers.cell_values import choice_key
from analysis.registers.delivered_files import LINE
from analysis.registers.heading_recognition import RecognisedTable
from analysis.registers.schema import CODE, Register
from analysis.registers.wording import RegisterWording

NATURAL, HOUSEHOLD = "natural", "household"
NUMBER_OF_BODY, BODY_OF_NUMBER = "a person's number, a body's row", "a person's row, a body's code"

Reasons = dict[str, pl.Expr]


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
    return number_masking.is_person_number(pl.col(place)) & ~registered


def _sound(place: str) -> pl.Expr:
    """Whether a sound unified code stands there."""
    return identifiers.fault_mask(pl.col(place)).is_in(identifiers.passing_masks()).fill_null(False)
