"""A rulebook as a workbook of the usual shape, which reads back without loss (规则集导出)."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from analysis import rulebooks
from analysis.assessment_tables import own_sheets
from analysis.assessment_tables.clause_drafts import split_text
from analysis.assessment_tables.drafts import Draft, clause_name, read_draft
from analysis.assessment_tables.own_columns import exact_amount, own_cells
from analysis.assessment_tables.table_columns import LEVELS, usual_heading
from analysis.file_checks import file_error, refuse_existing
from analysis.paths import display_path, replace_file
from analysis.problems import InputError, Problem
from analysis.rulebooks import Rulebook, clause_limit, rulebook_folders

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

    The sheet 考核表 has the usual columns and, beside them, formula, values and provenance; further sheets hold the
    groups, the rulebook's own facts and what it says of itself. Comments of its files are not kept. Equal rulebooks
    give equal bytes. Raises `InputError` for an unknown rulebook and another ending than .xlsx.
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
    _refuse_versions(draft)
    replace_file(path, _bytes(book, draft))
    return book


def _refuse_versions(draft: Draft) -> None:
    """A table has a row a clause: one that was written anew for a later time cannot stand in it twice."""
    names = [clause_name(stem) for stem in draft.clauses]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        listed = "、".join(twice)
        zh = f"第 {listed} 项有先后几期的条文，一张考核表放不下；请直接修改规则集文件夹里的文件。"
        raise InputError([Problem("rulebooks export", zh, f"Of {listed} there are several versions: edit its files.")])


def _bytes(book: Rulebook, draft: Draft) -> bytes:
    import xlsxwriter  # slow to load, and only an export needs it

    whole = io.BytesIO()
    with xlsxwriter.Workbook(whole, OPTIONS) as workbook:
        workbook.set_properties({"title": book.title_zh, "created": MADE})
        _items(workbook, [_cells(book, stem, clause) for stem, clause in _ordered(book, draft)])
        _sheet(workbook, own_sheets.GROUPS, own_sheets.group_sheet(draft.book.get("group", [])))
        if draft.facts:
            _sheet(workbook, own_sheets.FACTS, own_sheets.fact_sheet(draft.facts))
        _sheet(workbook, own_sheets.BOOK, own_sheets.book_sheet(draft.book))
    return whole.getvalue()


def _ordered(book: Rulebook, draft: Draft) -> list[tuple[str, Mapping[str, Any]]]:
    """The clauses in the rulebook's order."""
    order = {name: place for place, name in enumerate(book.clauses)}
    return sorted(draft.clauses.items(), key=lambda pair: order[clause_name(pair[0])])


def _cells(book: Rulebook, stem: str, clause: Mapping[str, Any]) -> Cells:
    name = clause_name(stem)
    content, standard = split_text(clause["text"])
    titles = [book.groups[group].title_zh for group in book.path(clause["group"])]
    return {
        "number": name,
        **dict(zip(LEVELS, titles, strict=False)),
        "content": content,
        "standard": standard,
        "points": _points(book, name),
        "responsible": "、".join(clause["responsible"]),
        "source": "、".join(clause["supplier"]),
        "title_zh": clause["title_zh"],
        "title": clause["title"],
        "slug": stem.partition("_")[2],
        "group": clause["group"],
        **own_cells(clause),
    }


def _points(book: Rulebook, name: str) -> str:
    clause = book.clauses[name]
    limit = (
        clause_limit(clause, {"score": "possible", "deduction": "least"}.get(clause.kind, ""))
        if clause.kind != "test"
        else None
    )
    return "" if limit is None else exact_amount(limit)


def _items(workbook: Any, rows: Sequence[Cells]) -> None:
    sheet = workbook.add_worksheet(own_sheets.ITEMS)
    head, body = _shapes(workbook)
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, WIDTHS.get(column, USUAL))
        sheet.write_string(0, place, usual_heading(column), head)
        for number, row in enumerate(rows, 1):
            sheet.write_string(number, place, row.get(column, ""), body)
    for first, last, place, text in _runs(rows):
        sheet.merge_range(first, place, last, place, text, body)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


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
