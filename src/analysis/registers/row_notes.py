"""What is noted of rows that are used, but in which something was changed, is blank or in doubt (备查).

Whoever has these notes and the rows set aside can count every figure anew from the delivered files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from analysis import identifiers
from analysis.calendars import month_end
from analysis.registers.delivered_files import LINE
from analysis.registers.heading_recognition import RecognisedTable
from analysis.registers.quarantine import FAULTS
from analysis.registers.schema import CODE, DATE, NOWHERE, Doubt, Register, RegisterColumn
from analysis.registers.sorting import NUMBERS, row_list


def used_row_notes(
    rows: pl.DataFrame,
    tables: Sequence[RecognisedTable],
    register: Register,
    month: str,
    hidden: Mapping[str, pl.Series],
) -> list[pl.DataFrame]:
    """The notes of the used rows, table by table. `hidden`: in which rows a number was hidden, by column."""
    beside = rows.with_columns(marks.alias(f"hidden {name}") for name, marks in hidden.items())
    doubts = list(_doubts(register, month)) + [(name, "hidden number", pl.col(f"hidden {name}")) for name in hidden]
    notes = [pl.DataFrame(schema=FAULTS)]
    for place, table in enumerate(tables):
        own = beside.filter(pl.col("table") == place)
        notes += [_noted(own, table, *doubt) for doubt in doubts if doubt[0] in table.columns]
        notes += _of_lines(own, table, register)
    return [part for part in notes if part.height]


def _doubts(register: Register, month: str) -> Iterator[Doubt]:
    """What may be noted of a row of the register by its own cells."""
    for column in register.columns:
        if column.blank:
            yield column.name, column.blank, pl.col(column.name).is_null() & _filled(register, column.beside)
        if column.kind == DATE and column.name != register.dated:
            yield column.name, "later", pl.col(column.name) > pl.lit(month_end(month))
        if column.kind == CODE and column.name == "party_code":
            genuine = identifiers.load_genuine_codes()
            yield (
                column.name,
                "code fails",
                ~identifiers.fault_mask(pl.col(column.name), genuine).is_in(identifiers.passing_masks()),
            )
    yield from register.doubts()


def _filled(register: Register, name: str) -> pl.Expr:
    """Whether the cell stands beside a filled one, or a fault that was found."""
    if not name:
        return pl.lit(True)
    return pl.col(name) > 0 if name in register.derived else pl.col(name).is_not_null()


def _noted(rows: pl.DataFrame, table: RecognisedTable, column: str, reason: str, where: pl.Expr) -> pl.DataFrame:
    """Notes of one kind. Of dates the value is shown: they are nobody's."""
    kept = rows.filter(where)
    value = pl.col(column).cast(pl.String) if kept.schema[column] == pl.Date else pl.lit(None, pl.String)
    said = (pl.lit(column).alias("column"), value.alias("value"), pl.lit(reason).alias("reason"))
    return row_list(table, kept.select(LINE, *said))


def _of_lines(rows: pl.DataFrame, table: RecognisedTable, register: Register) -> Iterator[pl.DataFrame]:
    """Notes of rows whose merged cells were filled down, or that end too early."""
    lines = set(rows[LINE].to_list())
    for column in (column for column in register.columns if column.name in table.columns):
        place, _ = table.columns[column.name]
        below = sorted(line for line, filled in table.table.filled if filled == place and line in lines)
        yield _listed(table, below, _merged(column), column.name)
    for reason in dict.fromkeys(table.doubted.values()):
        yield _listed(table, [line for line, why in table.doubted.items() if why == reason and line in lines], reason)


def _merged(column: RegisterColumn) -> str:
    return NOWHERE if column.kind in NUMBERS else "filled down"


def _listed(table: RecognisedTable, lines: Sequence[int], reason: str, column: str = "") -> pl.DataFrame:
    frame = pl.DataFrame({LINE: lines}, schema={LINE: pl.Int32})
    return row_list(table, frame.with_columns(pl.lit(column).alias("column"), pl.lit(reason).alias("reason")))
