"""From the tables of a file to the files of a rulebook, every fault by the table's own cells (由表成规则集)."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import Any

from analysis.assessment_tables import own_sheets
from analysis.assessment_tables.clause_drafts import clause_draft, printed_item, printed_units
from analysis.assessment_tables.clause_numbers import clause_numbers
from analysis.assessment_tables.drafts import (
    Check,
    Draft,
    Reword,
    check_rulebook_name,
    clause_name,
    draft_faults,
    install_draft,
)
from analysis.assessment_tables.fault_places import fault_cell, fault_column, fault_row, in_row_order
from analysis.assessment_tables.group_drafts import group_tree
from analysis.assessment_tables.items import AssessmentTable, Item, group_faults, read_items
from analysis.assessment_tables.own_columns import OWN, filled_columns, read_own_cells
from analysis.assessment_tables.table_columns import heading_meaning
from analysis.assessment_tables.text_grids import TextGrid, read_grids
from analysis.assessment_tables.toml_texts import CLOSING
from analysis.formulas import TOLERANCE, FormulaError, evaluate, parse_formula
from analysis.problems import Problem, Problems
from analysis.rulebooks import Rulebook
from analysis.text_normalisation import quoted_value

CHECKED = "checked"
"""What a rulebook is called that is only checked."""
SCORED, MOST = "score", "most"
YEAR = re.compile(r"20\d{2}")
SLUG = re.compile(r"[0-9A-Za-z_\-]{1,60}")
ENTRY = re.compile(r"(?:^|, )(points|met|possible|least|let|value|empty|history|example|reading)\b")
SAID = re.compile(r"^(points|met|possible|least)(?:：|: )")
"""How a fault of a formula begins that could not be read at all."""
COLUMN_OF = {"points": "formula", "met": "met", "possible": "possible", "least": "least", "value": "values"}
OWN_WORDS = (
    (("[value]", "[value]"), "“取值”一列", "the column 取值"),
    (("请写 field", "write field"), "请在“其他设定”一列写 field", "write in the column 其他设定 field"),
    (("须写明取谁的平均：field", "write field"), "须在“其他设定”一列写明取谁的平均：field", "write in 其他设定 field"),
)
"""How the loader says where something is to be written, and how the table says it."""
Table = dict[str, Any]


@dataclass(frozen=True)
class ReadTable:
    """A rulebook as read from a table: its files, the item that each clause came from, what is remarked."""

    draft: Draft
    items: Mapping[str, Item]
    remarks: tuple[Problem, ...]


def new_rulebook(name: str, path: Path | str, *, replace: bool = False) -> tuple[Rulebook, tuple[Problem, ...]]:
    """The rulebook made of a file's table, put into the project under a name; and what is remarked on the reading.

    Raises `InputError` naming every fault of the table at once, by file, sheet or table, row and column; a name that
    is there already is refused unless it is to be replaced.
    """
    named = Problems()
    named.absorb(lambda: check_rulebook_name(name, replace=replace))
    table, problems = _read(name, path)
    reworded, check = partial(_in_table_words, table), partial(_weight_faults, table)
    if problems.found or named.found:
        problems.found.extend(_further(table, reworded, check, problems.found))
    problems.found[:] = [*named.found, *in_row_order(problems.found)]
    problems.raise_any()
    return install_draft(table.draft, name, reworded, check), table.remarks


def _further(table: ReadTable, reworded: Reword, check: Check, found: Sequence[Problem]) -> list[Problem]:
    """The faults of the rulebook that would be made, but those of cells of which a fault is told already.

    Of a row that says wrongly how it is scored nothing more is said: its formula would fail for that alone.
    """
    cells = {fault_cell(problem) for problem in found}
    rows = {fault_row(problem) for problem in found if heading_meaning(fault_column(problem)) in OWN}
    faults = draft_faults(table.draft, CHECKED, reworded, check) if table.items else []
    return [problem for problem in faults if fault_cell(problem) not in {"", *cells} and fault_row(problem) not in rows]


def read_table(name: str, path: Path | str) -> ReadTable:
    """A file's table as the files of a rulebook called `name`. Raises `InputError` for its faults, all at once."""
    table, problems = _read(name, path)
    problems.raise_any()
    return table


def _read(name: str, path: Path | str) -> tuple[ReadTable, Problems]:
    """The table as far as it can be read, and what is wrong in it."""
    problems = Problems()
    grids = read_grids(path, problems)
    own = {grid.name: grid for grid in grids if grid.name in own_sheets.SHEETS}
    own = own if own_sheets.BOOK in own else {}
    listed = [grid for grid in grids if grid.name not in own]
    table = read_items(listed, problems, may_be_empty=own_sheets.EARLIER in own)
    if not own:
        problems.found.extend(group_faults(table.items))
    numbers = clause_numbers(table.items, problems)
    if own_sheets.EARLIER in own:
        earlier = read_items([own[own_sheets.EARLIER]], problems)
        table = replace(table, items=(*table.items, *earlier.items))
        numbers += [item.line.text("number") for item in earlier.items]
    draft, items = _draft(name, Path(path), grids, own, table, numbers, problems)
    return ReadTable(draft, items, table.remarks), problems


def _draft(
    name: str, path: Path, grids: Sequence[TextGrid], own: Mapping[str, TextGrid], table: AssessmentTable,
    numbers: Sequence[str], problems: Problems,
) -> tuple[Draft, dict[str, Item]]:  # fmt: skip
    tree = group_tree(table.items)
    book = _own_book(own, problems)
    groups = book.get("group")
    facts = own_sheets.read_fact_sheet(own[own_sheets.FACTS], problems) if own_sheets.FACTS in own else {}
    clauses: dict[str, Table] = {}
    items: dict[str, Item] = {}
    for item, number, title, home in zip(table.items, numbers, tree.titles, tree.homes, strict=True):
        group = home if groups is None else _group_of(item, groups, problems)
        clause, needed = _clause(item, number, title, group, name, problems)
        stem = _stem(f"{number}_{_slug(item)}", clauses)
        clauses[stem], items[stem] = clause, item
        facts |= needed
    book = book or _book(name, path, grids, table, clauses)
    return Draft({**book, "group": groups or tree.groups}, facts, clauses), items


def _stem(wanted: str, taken: Container[str]) -> str:
    """The name of a clause's file: the one wanted, with the next number where another version has it."""
    named = chain([wanted], (f"{wanted}-{place}" for place in count(2)))
    return next(name for name in named if name not in taken)


def _slug(item: Item) -> str:
    slug = item.line.text("slug")
    return slug if SLUG.fullmatch(slug) else "item"


def _clause(
    item: Item, number: str, title: str, group: str, book: str, problems: Problems
) -> tuple[Table, dict[str, Table]]:
    """The clause of a row: as the row itself says where it does, else with what its wording proposes."""
    if any(filled_columns(item.line.texts)):
        return _settled(item, title, group, problems), {}
    return clause_draft(item, number, title, group, book)


def _group_of(item: Item, groups: Sequence[Table], problems: Problems) -> str:
    """The group of a row among those of the sheet of groups: by number, else by the title that it stands under."""
    ids = {str(group.get("id")): str(group.get("title_zh")) for group in groups}
    stated = item.line.text("group")
    if stated in ids:
        return stated
    titled = [name for name, title in ids.items() if any(title == above.title for above in item.groups)]
    if stated or not titled:
        zh = f"“{quoted_value(stated)}”不是“{own_sheets.GROUPS}”表里的分组编号；可用：{'、'.join(ids)}。"
        en = f"'{quoted_value(stated)}' is no group of the sheet {own_sheets.GROUPS}: {', '.join(ids)}."
        problems.report(item.place("group"), zh, en)
        return stated
    return titled[-1]


def _own_book(own: Mapping[str, TextGrid], problems: Problems) -> Table:
    """The rulebook and its groups as their sheets say; nothing where there are none."""
    if not own:
        return {}
    book = own_sheets.read_book_sheet(own[own_sheets.BOOK], problems)
    if own_sheets.GROUPS in own:
        book["group"] = own_sheets.read_group_sheet(own[own_sheets.GROUPS], problems)
    return book


def _settled(item: Item, title: str, group: str, problems: Problems) -> Table:
    """The clause of a row that says itself how it is scored."""

    def report(column: str, zh: str, en: str) -> None:
        problems.report(item.place(column), zh, en)

    line = item.line
    named = line.text("title_zh") or title
    own = read_own_cells({column: item.text(column) for column in OWN}, report)
    return {
        "title": line.text("title") or named,
        "title_zh": named,
        "text": printed_item(item.text("content"), item.text("standard")) or named,
        "group": group,
        "responsible": printed_units(item.text("responsible")),
        "supplier": printed_units(item.text("source")),
        **_usual_limit(item, own),
        **own,
    }


def _usual_limit(item: Item, own: Table) -> Table:
    """The most points of a scored row that does not say them itself: its value `most`, else its points."""
    if own["kind"] != SCORED or "points" not in own:
        return {}
    if MOST in own.get("value", {}):
        return {"possible": MOST}
    return {} if item.points is None else {"possible": item.points}


def _book(
    name: str, path: Path, grids: Sequence[TextGrid], table: AssessmentTable, clauses: Mapping[str, Table]
) -> Table:
    title = _document_title(grids, table) or name
    year = YEAR.search(title)
    proposed = sum(clause["provenance"] == "proposed" for clause in clauses.values())
    left = sum(bool(clause.get("blank")) for clause in clauses.values())
    return {
        "title": title,
        "title_zh": title,
        "edition": year[0] if year else "1",
        "about": f"Read from an office's own table: {len(clauses)} items, {proposed} with a formula proposed by their "
        f"wording and to be confirmed, {left} left open. It scores how units work, not people.",
        "about_zh": f"由本单位考核表读入，共{len(clauses)}项：{proposed}项按常见写法提议了公式，待确认；"
        f"{left}项公式待定，只计区间。评价单位工作，不评价个人。",
        "own": True,
        "closing": CLOSING,
        "clauses": len(clauses),
        "source": {"title": f"{title} ({path.name})", "zh": f"《{title}》（{path.name}）"},
        **({} if table.total is None else {"total": {"possible": table.total}}),
    }


def _document_title(grids: Sequence[TextGrid], table: AssessmentTable) -> str:
    """What stands above the headings of the first table: in it, or in the paragraph before it."""
    if not table.items:
        return ""
    line = table.items[0].line
    grid = next(grid for grid in grids if grid is line.grid)
    above = [cells[0].text for number, cells in grid.rows if number < line.columns.below and cells[0].text]
    caption = grid.caption if grid.caption != grid.name else ""
    return " ".join((above[0] if above else caption).split())


def _in_table_words(table: ReadTable, problem: Problem) -> Problem:
    """A fault of a file that was made, told by the row and column of the table that it came from."""
    stem = next((stem for stem in table.items if f"/{stem}.toml" in problem.where), None)
    if stem is None:
        return problem
    item, number = table.items[stem], quoted_value(clause_name(stem))
    part = ENTRY.search(problem.where.partition(".toml")[2]) or SAID.match(problem.zh)
    column = COLUMN_OF.get(part[1], "rest") if part else "formula" if item.text("formula") else ""
    shown = column if column and column in item.line.columns.places else "standard"
    zh, en = (SAID.sub("", said) for said in (problem.zh, problem.en))
    where = f"{item.place(shown)}, 第{number}项 item {number}"
    for written, column, said in OWN_WORDS:
        zh, en = zh.replace(written[0], column), en.replace(written[1], said)
    return Problem(where, zh, en)


def _weight_faults(table: ReadTable) -> list[Problem]:
    """Items whose points are not the most that their formula gives."""
    found = []
    for stem, item in table.items.items():
        most = _most(table.draft.clauses[stem])
        if item.points is not None and most is not None and abs(most - item.points) > TOLERANCE:
            zh = f"分值 {item.points:g} 与取值中的满分 {most:g} 不符；请把两处改成一样。"
            en = f"The points {item.points:g} are not the most that the values give, {most:g}; make them the same."
            found.append(Problem(item.place("points"), zh, en))
    return found


def _most(clause: Table) -> float | None:
    """The most that a scored clause gives by its own values; None where that is not stated or cannot be read."""
    values = {name: value.get("is") for name, value in clause.get("value", {}).items()}
    try:
        tree = parse_formula(str(clause.get("possible", "")))
    except FormulaError:
        return None
    stated = clause["kind"] == SCORED and values.keys() >= set(tree.names) and not tree.field_nodes
    return evaluate(tree, values) if stated else None
