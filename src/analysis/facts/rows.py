"""The figures of one sheet, row by row, with every fault of every row (逐行读取)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from analysis.facts import columns, entries
from analysis.facts.dictionary import Fact
from analysis.facts.figure_parsing import FigureError, is_missing_text, parse_figure
from analysis.facts.tables import Sheet
from analysis.problems import Problems

MOST_FAULTS = 200


@dataclass(frozen=True)
class Figure:
    """One figure as read, with the place it was read from."""

    city: str
    month: str
    fact: Fact
    value: float | None
    records: int | None
    status: str
    source: str | None
    note: str | None
    place: str


@dataclass
class FigureRow:
    """One row being read: its cells by column, and the faults met so far."""

    cells: Mapping[str, str]
    faults: list[FigureError] = field(default_factory=list)

    def take(self, column: str, verb: Callable[..., Any], *more: Any) -> Any:
        """What the verb makes of the cell, or None with its fault kept."""
        try:
            return verb(self.cells.get(column, ""), *more)
        except FigureError as error:
            self.faults.append(error)
            return None

    def unfilled(self) -> bool:
        """Whether this is a line of the template not filled in: no figure, and no city or no month."""
        return is_missing_text(self.cells["value"]) and not (self.cells["city"] and self.cells["month"])

    def figure(self, names: Mapping[str, Fact], code_of: Callable[..., str], place: str) -> Figure | None:
        """The figure of this row, or None where anything in it is at fault."""
        month = self.take("month", entries.parse_month_cell)
        city = self.take("city", code_of, month)
        fact = self.take("fact", entries.parse_fact, names)
        value = self.take("value", parse_figure, fact, self.cells.get("unit", "")) if fact else None
        status = self.take("status", entries.parse_status, value)
        records = self.take("records", entries.parse_record_count)
        source = self.take("source", entries.parse_free_text, "source")
        note = self.take("note", entries.parse_free_text, "note")
        number = None if value is None else float(value)
        made = Figure(city, month, fact, number, records, status, source, note, place)
        return None if self.faults else made


def read_figures(sheet: Sheet, names: Mapping[str, Fact], problems: Problems) -> Iterator[Figure]:
    """The figures of a sheet; faults are reported with row and column, and such rows left out.

    Stops at the first sheet with more faults than anyone would mend in one go (`MOST_FAULTS`).
    """
    before, code_of = len(problems.found), lru_cache(maxsize=None)(entries.parse_city)
    places = columns.column_places(sheet, problems)
    for number, texts in sheet.rows if len(problems.found) == before else ():
        row = FigureRow({column: texts[place].strip() for column, place in places.items()})
        place = sheet.place(number, sheet.headings[places["value"]])
        figure = None if row.unfilled() else row.figure(names, code_of, place)
        for fault in row.faults:
            heading = sheet.headings[places[fault.column]]
            problems.report(sheet.place(number, heading), fault.zh, fault.en)
        if len(problems.found) >= MOST_FAULTS:
            return
        if figure is not None:
            yield figure
