"""Rows of a table that are no records: totals and signatures below it, and the word that there are none (表尾).

An office that had nothing to report in a month says so in a row below the headings, or in a sheet that holds nothing
else: 零报告. Only then is nothing counted as zero.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from analysis.registers.cell_values import choice_key, tidied_cells
from analysis.registers.delivered_files import BROKEN, GIVEN, LINE, DeliveredTable
from analysis.registers.heading_recognition import RecognisedTable
from analysis.registers.schema import UNIT, Register
from analysis.registers.wording import RegisterWording
from analysis.text_normalisation import folded

FOOTER, NOTHING, BESIDE = "footer", "nothing", "beside records"
TORN = "broken quotes"


def passed_rows(table: RecognisedTable, register: Register, wording: RegisterWording) -> pl.DataFrame:
    """The rows that are no records: `line, reason`, which is footer, nothing, or beside records where there are some.

    A row is a footer where its first filled cell is a word of such, alone or before a colon, and a cell that every
    record must fill is empty. It says that there are none where that is its only cell.
    """
    cells = [name for name in table.rows.columns if name not in (LINE, GIVEN, BROKEN)]
    filled = [pl.when(pl.col(name).str.strip_chars() != "").then(pl.col(name)) for name in cells]
    texts = table.rows.filter(pl.col(BROKEN).fill_null("") != TORN).select(
        LINE,
        choice_key(tidied_cells(pl.coalesce(filled))).alias("first"),
        pl.sum_horizontal(cell.is_not_null() for cell in filled).alias("count"),
        _incomplete(table, register).alias("incomplete"),
    )
    stated = pl.col("first").is_in(wording.nothing) & (pl.col("count") == 1)
    footer = pl.col("first").str.contains(_pattern(wording.footers)) & pl.col("incomplete")
    records = texts.filter(~(stated | footer).fill_null(False)).height
    named = pl.when(stated).then(pl.lit(BESIDE if records else NOTHING)).when(footer).then(pl.lit(FOOTER))
    return texts.select(LINE, named.alias("reason")).drop_nulls("reason")


def is_zero_statement(table: DeliveredTable, wording: RegisterWording) -> bool:
    """Whether a sheet holds nothing but the word that there are no records."""
    if table.headings is not None or table.cells.height != 1:
        return False
    filled = [cell for cell in table.cells.drop(LINE, GIVEN, BROKEN).row(0) if cell and cell.strip()]
    return len(filled) == 1 and folded(filled[0]) in wording.nothing


def zero_statement(table: DeliveredTable) -> RecognisedTable:
    """Such a sheet as a table without headings."""
    return RecognisedTable(table, table.cells, {}, (), {}, ())


def _incomplete(table: RecognisedTable, register: Register) -> pl.Expr:
    """Whether a cell is empty that every record must fill; of a register with but one, a word of a footer is enough."""
    required = [column.name for column in register.columns if column.required and column.kind != UNIT]
    places = [table.columns[name][0] for name in required if name in table.columns]
    blank = (pl.col(place).fill_null("").str.strip_chars() == "" for place in places)
    return pl.any_horizontal(pl.lit(len(places) < 2), *blank)


def _pattern(words: Sequence[str]) -> str:
    return f"^(?:{'|'.join(map(re.escape, words))})(?:$|[:(0-9])" if words else "^$"
