"""The comparison as files to keep: CSV and a workbook; no text in them is taken for a formula (下载)."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from analysis.catalogue import panel_phrase as phrase
from analysis.questions import compare
from analysis.rulebooks import Rulebook
from analysis.scenarios import Change, Scenario
from analysis.views import words
from analysis.views.amounts import target_title
from analysis.views.frame_workbooks import SETTINGS
from analysis.views.unit_views import unit_heading
from analysis.views.words import say

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
VERDICTS = {True: "passed", False: "failed", None: "missing"}
TITLE_WIDTH, COLUMN_WIDTHS = 44, 14
SheetRow = list[Any]


@dataclass(frozen=True)
class SessionExport:
    """What a file of the panel tells: the place, its rulebook, the base, and the scenario beside it."""

    city: str
    month: str
    book: Rulebook
    base: Scenario
    scenario: Scenario
    comparison: compare.Comparison


def comparison_csv(session: SessionExport, lang: str) -> bytes:
    """The clauses that differ and the total, as CSV that spreadsheets open as UTF-8; numbers unrounded."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    rows = [*_about(session, lang), [], *_compared(session, lang)]
    writer.writerows([[_guarded(cell) for cell in row] for row in rows])
    return buffer.getvalue().encode("utf-8-sig")


def comparison_workbook(session: SessionExport, lang: str) -> bytes:
    """The same as a workbook: a sheet of the comparison, a sheet of what is changed."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, SETTINGS) as book:
        _sheet(book, phrase("compared", lang), [*_about(session, lang), [], *_compared(session, lang)])
        _sheet(book, phrase("changes", lang), _changed(session, lang))
    return buffer.getvalue()


def _sheet(book: Any, name: str, rows: list[SheetRow]) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(1, 1, TITLE_WIDTH)
    sheet.set_column(2, 6, COLUMN_WIDTHS)
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, row)


def _about(session: SessionExport, lang: str) -> list[SheetRow]:
    return [
        [unit_heading([session.city], lang), words.city_title(session.city, lang)],
        [phrase("month", lang), session.month],
        [say("rulebook", lang), session.book.title_in(lang)],
        [phrase("base", lang), session.base.title_in(lang)],
    ]


def _compared(session: SessionExport, lang: str) -> list[SheetRow]:
    """The heading, the totals, then each clause that differs, vetoes first."""
    result = session.comparison
    before, after = result.totals.row(0, named=True), result.totals.row(1, named=True)
    head = [say("clause id", lang), say("title", lang)]
    head += [phrase(key, lang) for key in ("before", "after", "by", "test before", "test after")]
    verdicts = [say(VERDICTS[row["passes"]], lang) for row in (before, after)]
    ends = [words.floored_total(row)["low"] for row in (before, after)]
    total = ["", say("total", lang), *ends, after["change"], *verdicts]
    notes = [["", note] for note in words.floor_notes((before["low"], after["low"]), lang)]
    return [head, total, *notes, *(_clause(row, session, lang) for row in result.clauses.iter_rows(named=True))]


def _clause(row: dict[str, Any], session: SessionExport, lang: str) -> SheetRow:
    title = session.book.clauses[row["clause"]].title_in(lang)
    points = [row["points_base"], row["points"]]
    by = None if None in points else points[1] - points[0]
    return [row["clause"], title, *points, by, *(say(VERDICTS[row[part]], lang) for part in ("met_base", "met"))]


def _changed(session: SessionExport, lang: str) -> list[SheetRow]:
    head = [phrase(key, lang) for key in ("target", "name", "how", "amount", "unit")]
    return [head, *(_change(change, session, lang) for change in session.scenario.changes)]


def _change(change: Change, session: SessionExport, lang: str) -> SheetRow:
    return [change.target, target_title(change.target, session.book, lang), change.how, change.amount, change.unit]


def _guarded(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
