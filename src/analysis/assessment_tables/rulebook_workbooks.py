"""A rulebook as a workbook of the usual shape, which reads back without loss (规则集导出)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from analysis import rulebooks
from analysis.assessment_tables import own_sheets
from analysis.assessment_tables.clause_drafts import printed_item, printed_units, split_text
from analysis.assessment_tables.drafts import Draft, Table, clause_name, read_draft
from analysis.assessment_tables.own_columns import exact_amount, own_cells
from analysis.assessment_tables.table_columns import LEVELS, usual_heading
from analysis.file_checks import file_error, refuse_existing
from analysis.paths import display_path, replace_file
from analysis.rulebooks import Clause, Rulebook, clause_limit, rulebook_folders

COLUMNS = (
    "number", *LEVELS, "content", "points", "standard", "responsible", "source", "title_zh", "title", "slug", "kind",
    "group", "formula", "met", "possible", "least", "values", "provenance", "rest",
)  # fmt: skip
WIDTHS = {"content": 46, "standard": 46, "values": 40, "formula": 36, "rest": 40, "number": 7, "points": 7}
USUAL = 14
MADE = datetime(2021, 1, 1, tzinfo=UTC)
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
Cells = dict[str, str]


def export_rulebook(name: str, path: Path) -> Rulebook:
    """Write a rulebook of the project as a workbook; a file that is there already is left alone.

    The sheet 考核表 has the usual columns and, beside them, formula, values and provenance, an item a row as the newest
    rules have it; items that are no longer in force, and what others were before, stand on a sheet 历次条文. Further
    sheets hold the groups, the rulebook's own facts and what it says of itself. Comments of its files are not kept.
    Equal rulebooks give equal bytes. Raises `InputError` for an unknown rulebook and another ending than .xlsx.
    """
    book = rulebooks.load(name)
    if path.suffix.casefold() != ".xlsx":
        zh, en = (
            "规则集导出为 Excel 工作簿，文件名须以 .xlsx 结尾。",
            "A rulebook goes out as a workbook: end its name in .xlsx.",
        )
        raise file_error(display_path(path), zh, en)
    refuse_existing(path)
    draft = read_draft(rulebook_folders.rulebooks_folder() / book.id)
    replace_file(path, _bytes(book, draft))
    return book


def _bytes(book: Rulebook, draft: Draft) -> bytes:
    import xlsxwriter  # slow to load, and only an export needs it

    whole = io.BytesIO()
    newest, earlier = _versions(book)
    with xlsxwriter.Workbook(whole, OPTIONS) as workbook:
        workbook.set_properties({"title": book.title_zh, "created": MADE})
        rows = [_cells(book, clause, draft) for clause in newest]
        _items(workbook, own_sheets.ITEMS, rows)
        _merge(workbook, rows)
        if earlier:
            _items(workbook, own_sheets.EARLIER, [_cells(book, clause, draft) for clause in earlier])
        _sheet(workbook, own_sheets.GROUPS, own_sheets.group_sheet(draft.book.get("group", [])))
        if draft.facts:
            _sheet(workbook, own_sheets.FACTS, own_sheets.fact_sheet(draft.facts))
        _sheet(workbook, own_sheets.BOOK, own_sheets.book_sheet(draft.book))
    return whole.getvalue()


def _versions(book: Rulebook) -> tuple[list[Clause], list[Clause]]:
    """The clauses of the newest rules, and those that were in force before only, the latest first; a file each."""
    newest = list(book.clauses.values())
    found = {clause.file: clause for period in book.periods for clause in period.clauses.values()}
    names = {clause.file for clause in newest}
    return newest, [clause for file, clause in reversed(found.items()) if file not in names]


def _stem(clause: Clause) -> str:
    return Path(clause.file).stem


def _cells(book: Rulebook, judged: Clause, draft: Draft) -> Cells:
    stem = _stem(judged)
    name, clause = clause_name(stem), draft.clauses[stem]
    content, standard = split_text(clause["text"])
    titles = [book.groups[group].title_zh for group in book.path(clause["group"])]
    return {
        "number": name,
        **dict(zip(LEVELS, titles, strict=False)),
        "content": content,
        "standard": standard,
        "points": _points(judged),
        "responsible": "、".join(clause["responsible"]),
        "source": "、".join(clause["supplier"]),
        "title_zh": clause["title_zh"],
        "title": clause["title"],
        "slug": stem.partition("_")[2],
        "group": clause["group"],
        **own_cells(clause, _lost(clause)),
    }


def _lost(clause: Table) -> list[str]:
    """What would not come back from the columns of the usual table: names with a comma in them, texts of many lines."""
    listed = [key for key in ("responsible", "supplier") if printed_units("、".join(clause[key])) != clause[key]]
    plain = "".join(sign for sign in clause["text"] if sign.isprintable() or sign == "\n")
    whole = plain == clause["text"] == printed_item(*split_text(plain)) and "\n\n" not in plain
    return listed if whole else [*listed, "text"]


def _points(clause: Clause) -> str:
    limit = (
        clause_limit(clause, {"score": "possible", "deduction": "least"}.get(clause.kind, ""))
        if clause.kind != "test"
        else None
    )
    return "" if limit is None else exact_amount(limit)


def _items(workbook: Any, name: str, rows: Sequence[Cells]) -> None:
    sheet = workbook.add_worksheet(name)
    head, body = _shapes(workbook)
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, WIDTHS.get(column, USUAL))
        sheet.write_string(0, place, usual_heading(column), head)
        for number, row in enumerate(rows, 1):
            sheet.write_string(number, place, row.get(column, ""), body)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _merge(workbook: Any, rows: Sequence[Cells]) -> None:
    """Titles of groups once over all their rows."""
    sheet, (_, body) = workbook.get_worksheet_by_name(own_sheets.ITEMS), _shapes(workbook)
    for first, last, place, text in _runs(rows):
        sheet.merge_range(first, place, last, place, text, body)


def _runs(rows: Sequence[Cells]) -> Iterator[tuple[int, int, int, str]]:
    """Where neighbouring rows stand under the same group: first and last row, column, title."""
    for depth, level in enumerate(LEVELS, 1):

        def path(numbered: tuple[int, Cells], depth: int = depth) -> list[str]:
            return [numbered[1].get(name, "") for name in LEVELS[:depth]]

        for titles, run in groupby(enumerate(rows, 1), path):
            numbers = [number for number, _ in run]
            if titles[-1] and len(numbers) > 1:
                yield numbers[0], numbers[-1], COLUMNS.index(level), titles[-1]


def _sheet(workbook: Any, name: str, rows: Sequence[Sequence[str]]) -> None:
    sheet = workbook.add_worksheet(name)
    head, body = _shapes(workbook)
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            sheet.write_string(number, place, text, body if number else head)
    sheet.set_column(0, 0, USUAL)
    sheet.set_column(1, len(rows[0]) - 1, 2 * USUAL)
    sheet.freeze_panes(1, 1)


def _shapes(workbook: Any) -> tuple[Any, Any]:
    font = {"font_name": "Microsoft YaHei", "font_size": 10, "border": 1, "valign": "top", "text_wrap": True}
    return workbook.add_format({**font, "bold": True, "bg_color": "#DDEBF7"}), workbook.add_format(
        {**font, "num_format": "@"}
    )
