"""The comparison as files to keep: CSV and a workbook; no text in them is taken for a formula (下载)."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import xlsxwriter

from analysis.scenarios import Change
from analysis.views import words
from analysis.views.amounts import target_title
from analysis.views.panels.phrases import phrase
from analysis.views.words import say

if TYPE_CHECKING:
    from analysis.views.panels.state import State

SIGNS = ("=", "+", "-", "@", "\t", "\r")
VERDICTS = {True: "passed", False: "failed", None: "missing"}
TITLE_WIDTH, WIDTH = 44, 14
Row = list[Any]


def comparison_csv(state: State, lang: str) -> bytes:
    """The clauses that differ and the total, as CSV that spreadsheets open as UTF-8; numbers unrounded."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows([[_guarded(cell) for cell in row] for row in [*_about(state, lang), [], *_compared(state, lang)]])
    return buffer.getvalue().encode("utf-8-sig")


def comparison_workbook(state: State, lang: str) -> bytes:
    """The same as a workbook: a sheet of the comparison, a sheet of what is changed."""
    buffer = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, settings) as book:
        _sheet(book, phrase("compared", lang), [*_about(state, lang), [], *_compared(state, lang)])
        _sheet(book, phrase("changes", lang), _changed(state, lang))
    return buffer.getvalue()


def _sheet(book: Any, name: str, rows: list[Row]) -> None:
    sheet = book.add_worksheet(name)
    sheet.set_column(1, 1, TITLE_WIDTH)
    sheet.set_column(2, 6, WIDTH)
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, row)


def _about(state: State, lang: str) -> list[Row]:
    place = state.place
    return [
        [say("city", lang), words.city_title(place.city, lang)],
        [phrase("month", lang), place.month],
        [say("rulebook", lang), state.book.title_in(lang)],
        [phrase("base", lang), state.now.base.title_in(lang)],
    ]


def _compared(state: State, lang: str) -> list[Row]:
    """The heading, the totals, then each clause that differs, vetoes first."""
    result = state.comparison()
    before, after = result.totals.row(0, named=True), result.totals.row(1, named=True)
    head = [say("clause id", lang), say("title", lang)]
    head += [phrase(key, lang) for key in ("before", "after", "by", "test before", "test after")]
    verdicts = [say(VERDICTS[row["passes"]], lang) for row in (before, after)]
    total = ["", say("total", lang), before["low"], after["low"], after["change"], *verdicts]
    return [head, total, *(_clause(row, state, lang) for row in result.clauses.iter_rows(named=True))]


def _clause(row: dict[str, Any], state: State, lang: str) -> Row:
    title = state.book.clauses[row["clause"]].title_in(lang)
    points = [row["points_base"], row["points"]]
    by = None if None in points else points[1] - points[0]
    return [row["clause"], title, *points, by, *(say(VERDICTS[row[part]], lang) for part in ("met_base", "met"))]


def _changed(state: State, lang: str) -> list[Row]:
    head = [phrase(key, lang) for key in ("target", "name", "how", "amount", "unit")]
    return [head, *(_change(change, state, lang) for change in state.scenario.changes)]


def _change(change: Change, state: State, lang: str) -> Row:
    return [change.target, target_title(change.target, state.book, lang), change.how, change.amount, change.unit]


def _guarded(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(SIGNS) else cell
