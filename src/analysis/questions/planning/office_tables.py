"""Tables that an office fills for a plan: their columns and cells, every fault with its place (单位填报的计划用表)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from analysis import facts
from analysis.facts import Fact, FigureError, Sheet, Vocabulary
from analysis.problems import Problems, did_you_mean
from analysis.text_normalisation import folded, quoted_value

SHOWN = {
    "now": ("现值", "today's figure"),
    "counted": ("计量单位", "counted in"),
    "office": ("责任单位", "department"),
}
"""Columns of a blank table that tell the office what stands; they are not read."""


@dataclass(frozen=True)
class OfficeTable:
    """A kind of table: what each column may be headed, which there must be, what the table is called."""

    headings: Mapping[str, tuple[str, ...]]
    needed: Sequence[str]
    zh: str
    en: str

    def rows(self, path: Path | str, problems: Problems) -> Iterator[OfficeRow]:
        """The filled rows of a CSV or XLSX; columns that are unknown, missing or there twice are reported."""
        for sheet in facts.read_sheets(path, Vocabulary(self.meant, self.needed)):
            problems.found.extend(sheet.faults)
            places = self._places(sheet, problems)
            for number, cells in sheet.rows if set(self.needed) <= set(places) else ():
                named = {column: cells[place].strip() for column, place in places.items()}
                row = OfficeRow(sheet, number, named, places)
                if not row.unfilled:
                    yield row

    @cached_property
    def meant(self) -> Mapping[str, str]:
        """The column that each heading means."""
        listed = {**SHOWN, **self.headings}
        return {folded(word): column for column, words in listed.items() for word in (column, *words)}

    def _places(self, sheet: Sheet, problems: Problems) -> dict[str, int]:
        places: dict[str, int] = {}
        for place, heading in enumerate(sheet.headings):
            column = self.meant.get(folded(heading))
            if column in places:
                problems.report(sheet.place(column=heading), "此列有两列；请只留一列。", "This column stands twice.")
            elif column:
                places[column] = place
            elif heading or any(cells[place].strip() for _, cells in sheet.rows):
                self._refuse(sheet, heading, problems)
        for column in [column for column in self.needed if column not in places]:
            zh, en = f"缺少“{self.headings[column][0]}”列。", f"The column '{column}' is missing."
            problems.report(sheet.place(), zh, en)
        return places

    def _refuse(self, sheet: Sheet, heading: str, problems: Problems) -> None:
        (zh, en), said = did_you_mean(folded(heading), self.meant), quoted_value(heading)
        zh = f"{self.zh}不认识“{said}”列。{zh}请改名或删除此列。"
        problems.report(sheet.place(column=said), zh, f"{self.en} has no column '{said}'. {en}".rstrip())


@dataclass(frozen=True)
class OfficeRow:
    """A row of such a table: its cells by column."""

    sheet: Sheet
    number: int
    cells: Mapping[str, str]
    places: Mapping[str, int]

    @property
    def unfilled(self) -> bool:
        """Whether this is a row of a blank table that was left as it is."""
        own = [cell for column, cell in self.cells.items() if column != "fact" and column not in SHOWN]
        return bool(SHOWN.keys() & self.cells.keys()) and not any(own)

    def place(self, column: str) -> str:
        """Where a cell stands."""
        return self.sheet.place(self.number, self.sheet.headings[self.places[column]])

    def fact(self, names: Mapping[str, Fact], problems: Problems) -> Fact | None:
        """The fact of the row; one that is not known is reported."""
        try:
            return facts.parse_fact(self.cells["fact"], names)
        except FigureError as error:
            problems.report(self.place("fact"), error.zh, error.en)
            return None

    def amount(self, column: str, fact: Fact, problems: Problems, *, above: bool = False) -> float | None:
        """An amount in the fact's unit; None where the cell is empty, or wrong and reported. `above`: zero is wrong."""
        try:
            amount = facts.parse_figure(self.cells.get(column, ""), fact)
        except FigureError as error:
            problems.report(self.place(column), error.zh, error.en)
            return None
        if above and amount is not None and amount <= 0:
            zh, en = "应大于零；不填即为最小单位。", "It must be above zero, or left empty for the smallest unit."
            problems.report(self.place(column), zh, en)
            return None
        return None if amount is None else float(amount)

    def text(self, column: str, problems: Problems) -> str:
        """A free text; one that must not be is reported."""
        try:
            return facts.parse_free_text(self.cells.get(column, ""), column) or ""
        except FigureError as error:
            problems.report(self.place(column), error.zh, error.en)
            return ""


def counted_fact(fact: Fact) -> Fact:
    """The fact as its changes are written: those of a flag or a rank are counted."""
    return replace(fact, unit="day") if fact.unit in ("flag", "rank", "choice") else fact


def report_twice(row: OfficeRow, problems: Problems) -> None:
    """Report a fact that has a row already."""
    zh, en = "这一指标有两行；请只留一行。", "This fact stands twice; keep one row."
    problems.report(row.place("fact"), zh, en)
