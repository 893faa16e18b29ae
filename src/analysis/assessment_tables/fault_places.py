"""Where in a table faults stand, and in which order they are told (差错的位置)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.problems import Problem

CELL = re.compile(r"第(\d+)行 row \d+(?:, (?!第\d+项)[^,]+)?")
"""A row and the column in it; what follows of the item is none."""


def fault_cell(problem: Problem) -> str:
    """The file, sheet, row and column that a fault is in; empty where it is of no row."""
    cell = CELL.search(problem.where)
    return problem.where[: cell.end()] if cell else ""


def fault_column(problem: Problem) -> str:
    """The column that a fault is in, as the table calls it."""
    return fault_cell(problem).rpartition(", ")[2]


def fault_row(problem: Problem) -> tuple[str, int]:
    """The sheet or table that a fault is in, and its row; 0 where it is of none."""
    row = CELL.search(problem.where)
    return (problem.where[: row.start()], int(row[1])) if row else (problem.where, 0)


def in_row_order(found: Sequence[Problem]) -> list[Problem]:
    """The faults of each sheet or table by their rows, sheets in the order in which they were met."""
    sheets = list(dict.fromkeys(fault_row(problem)[0] for problem in found))
    return sorted(found, key=lambda problem: (sheets.index(fault_row(problem)[0]), fault_row(problem)[1]))
