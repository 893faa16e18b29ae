"""Blank tables of costs and paces: a row for each figure that can be moved, what is known filled in (空白计划用表)."""

from __future__ import annotations

import polars as pl

from analysis.facts import unit_label
from analysis.questions import lever_lattice, plan, starting_points
from analysis.questions.planning import SHOWN, OfficeTable
from analysis.views.calendar_tables import acting_names
from analysis.views.frame_workbooks import frames_workbook
from analysis.views.words import joined_texts

CHINESE = "zh"
NAME = "fact"


def blank_table(here: starting_points.StartingPoint, table: OfficeTable) -> tuple[bytes, int]:
    """The workbook and how many figures it lists; equal inputs give equal bytes.

    Nothing that the table asks for is filled in: read back as it is, it says nothing.
    """
    frame = blank_frame(here, table)
    return frames_workbook({table.zh: frame}), frame.height


def blank_frame(here: starting_points.StartingPoint, table: OfficeTable) -> pl.DataFrame:
    """A row for each figure, in the rulebook's order: its name, what stands, and empty cells."""
    names = [name for name in lever_lattice.movable_facts(here) if here.figure(name) is not None]
    dictionary = here.book.dictionary
    shown = {
        "counted": [unit_label(dictionary[name].unit) for name in names],
        "now": [here.figure(name) for name in names],
        "office": [_offices(here, name) for name in names],
    }
    empty = [heading[0] for column, heading in table.headings.items() if column != NAME]
    filled = {SHOWN[column][0]: cells for column, cells in shown.items()}
    blank = {heading: pl.Series([None] * len(names), dtype=pl.String) for heading in empty}
    return pl.DataFrame({table.headings[NAME][0]: [dictionary[name].zh for name in names], **filled, **blank})


def _offices(here: starting_points.StartingPoint, name: str) -> str:
    return joined_texts(acting_names(here.city, plan.acting_departments(here, name), CHINESE), CHINESE)
