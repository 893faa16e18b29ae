"""One table of text with the places of its cells, and the errors of a file that cannot be taken (表)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.problems import Problem
from analysis.text_normalisation import quoted_value

MOST_BYTES = 100 * 1024 * 1024
MOST_ROWS = 500_000
MOST_COLUMNS = 256
LONGEST_TEXT = 2_000


@dataclass(frozen=True)
class Sheet:
    """One table as text: its file, its sheet (empty for CSV and Parquet), headings, and numbered rows.

    Row numbers are those a spreadsheet shows. Every row has as many cells as there are headings; rows that
    could not be read are left out and stand in `faults`, so that they are told together with all others.
    """

    file: str
    name: str
    headings: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]
    faults: Sequence[Problem] = ()

    def place(self, row: int | None = None, column: str = "") -> str:
        """Where a fault stands, as a reader looks for it: file, sheet, row, column."""
        return cell_place(self.file, self.name, row, column)


def cell_place(file: str, sheet: str = "", row: int | None = None, column: str = "") -> str:
    """Where a fault stands: file, sheet, row and column as far as they are known."""
    numbered = f"第{row}行 row {row}" if row else ""
    return ", ".join(part for part in (file, quoted_value(sheet), numbered, quoted_value(column)) if part)
