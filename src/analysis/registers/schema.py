"""What a register is: its columns, their kinds, and which month a record belongs to (台账的列)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import polars as pl

CODE, TEXT, DATE, AMOUNT, COUNT, NUMBER, FLAG, CHOICE, UNIT = (
    "code", "text", "date", "amount", "count", "number", "flag", "choice", "unit",
)  # fmt: skip
STOCK, FLOW = "stock", "flow"
FEN_A_YUAN = 100

TYPES: Mapping[str, pl.DataType] = MappingProxyType(
    {
        CODE: pl.String(),
        TEXT: pl.String(),
        DATE: pl.Date(),
        AMOUNT: pl.Int64(),
        COUNT: pl.Int64(),
        NUMBER: pl.Float64(),
        FLAG: pl.Boolean(),
        CHOICE: pl.String(),
        UNIT: pl.String(),
    }
)
"""How each kind is kept: amounts as whole fen (0.01 yuan), so that sums are exact."""

KEPT: Mapping[str, pl.DataType] = MappingProxyType(
    {"city": pl.Int32(), "month": pl.String(), "file": pl.String(), "sheet": pl.String(), "line": pl.Int32()}
)
"""Where a record came from; the city's code as a number, so that grouping is quick."""


@dataclass(frozen=True)
class RegisterColumn:
    """One column: its name, kind, and whether a row without it is set aside. `least` bounds numbers from below.

    A column not `kept` serves the checks while a delivery is read, and is then dropped. `after` names the date that
    this one must not lie before; `worked`: the working days between the two are counted. `blank`: what is noted of an
    empty cell, where one is counted otherwise than a filled one; only beside a filled cell of `beside`, if named.
    """

    name: str
    kind: str = TEXT
    required: bool = False
    least: float | None = 0
    kept: bool = True
    after: str = ""
    worked: bool = False
    blank: str = ""
    beside: str = ""


NO, NOT_YET, NOWHERE = "blank is no", "blank is not yet", "blank counts nowhere"
"""What is noted of an empty cell."""


def without_derived_columns(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame as it is: for registers that add no column."""
    return frame


Doubt = tuple[str, str, pl.Expr]
"""A column, the name of a note, and the used rows that it is noted of."""


def no_doubts() -> tuple[Doubt, ...]:
    """For registers of which nothing is noted but what every register's cells say."""
    return ()


@dataclass(frozen=True, eq=False)
class Register:
    """A register: its columns, the key of a record, and what a month's delivery holds.

    `kind`: stock (each month delivers the whole register as it stands at the month's end) or flow (each month
    delivers the records of that month, by the date in `dated`). `key`: the columns that make a record one; a second
    row with the same key is set aside. `derive` adds columns (`derived`: their types) to the rows used. `party`: the
    column that says what a party is; `doubts`: what is noted of used rows besides, by the settings in force.
    """

    name: str
    kind: str
    columns: tuple[RegisterColumn, ...]
    key: tuple[str, ...]
    dated: str | None = None
    derive: Callable[[pl.DataFrame], pl.DataFrame] = without_derived_columns
    derived: Mapping[str, pl.DataType] = field(default_factory=dict)
    party: str = "party_kind"
    doubts: Callable[[], tuple[Doubt, ...]] = no_doubts

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> RegisterColumn:
        return next(column for column in self.columns if column.name == name)

    def schema(self) -> dict[str, pl.DataType]:
        """The columns of the rows used, as they are kept: units are folded into their amounts."""
        own = {column.name: TYPES[column.kind] for column in self.columns if column.kept and column.kind != UNIT}
        return {**KEPT, **own, **self.derived}
