"""A filled workbook of a city's departments read back, every fault with its cell (填报表读取)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.departments import blank_workbooks as blank
from analysis.departments.city_files import LAST_DAY, CityDepartments, city_departments, over_role
from analysis.departments.department_files import CODE, Department, shared_spellings
from analysis.departments.filled_sheets import FilledRow, filled_rows
from analysis.facts import code_of, split_names
from analysis.paths import display_path
from analysis.problems import InputError, Problems, did_you_mean
from analysis.rulebooks import load, rulebook_ids
from analysis.text_normalisation import folded, quoted_value

NONE = {blank.OPEN, "无", "待定"}
ADDED = "own"


def read_filled_workbook(path: Path | str, city: str) -> CityDepartments:
    """What a filled workbook says of a city (code).

    Raises `InputError` with every fault at once, each with its cell: sheets or columns that are not there, another
    city, units, clauses or rulebooks that are not known, one spelling of two units, a day that is none.
    """
    problems, file = Problems(), Path(path)
    sheets = filled_rows(file, blank.HEADINGS, problems)
    due, source = _delivery(sheets[blank.DELIVERY], f"{display_path(file)}, {blank.DELIVERY}", city, problems)
    named = _units(sheets[blank.UNITS], problems)
    offices = CityDepartments(city, {**city_departments().departments, **named}, {}, due, source, True)
    duties = dict(_duties(sheets[blank.DUTIES], offices, problems))
    problems.raise_any()
    return replace(offices, duties=duties)


def _delivery(rows: list[FilledRow], where: str, city: str, problems: Problems) -> tuple[int | None, str]:
    """The day of delivery and its source; the city must be the one asked for."""
    by_item = {row.cells[blank.ITEM]: row for row in rows}
    lacking = [item for item in (blank.CITY, blank.DUE, blank.SOURCE) if item not in by_item]
    for item in lacking:
        problems.report(where, f"缺少“{item}”一行。", f"The row '{item}' is missing.")
    if lacking:
        return None, ""
    _same_city(by_item[blank.CITY], city, problems)
    source = by_item[blank.SOURCE].cells[blank.CONTENT]
    return _due(by_item[blank.DUE], source, problems), source


def _same_city(row: FilledRow, city: str, problems: Problems) -> None:
    said = row.cells[blank.CONTENT]
    try:
        code = code_of(said.partition(" ")[0])
    except InputError as error:
        problems.found.extend(replace(fault, where=row.place(blank.CONTENT)) for fault in error.problems)
        return
    if code != city:
        zh = f"这张表是 {quoted_value(said)} 的，现在要写入的是 {city}；请核对 --city。"
        en = f"This workbook is of {quoted_value(said)}, not of {city}: check --city."
        problems.report(row.place(blank.CONTENT), zh, en)


def _due(row: FilledRow, source: str, problems: Problems) -> int | None:
    text = row.cells[blank.CONTENT].removesuffix("日").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= LAST_DAY):
        zh = f"“{quoted_value(text)}”应为 1 至 {LAST_DAY} 的整数（次月几日前报数）；没有规定的空着。"
        en = f"'{quoted_value(text)}' must be a whole number from 1 to {LAST_DAY}; leave it empty where none is set."
        problems.report(row.place(blank.CONTENT), zh, en)
        return None
    if not source:
        zh = f"填了截止日，请在“{blank.SOURCE}”写明依据（文件名称或文号）。"
        problems.report(row.place(blank.CONTENT), zh, "A day is given: name the document that sets it, as its source.")
    return int(text)


def _units(rows: list[FilledRow], problems: Problems) -> dict[str, Department]:
    """The units the city names itself, by code; a role without a name of the city's own stays as it is."""
    roles = city_departments().departments
    named: dict[str, tuple[Department, FilledRow]] = {}
    for row in rows:
        if not row.cells[blank.NAME]:
            _needs_name(row, problems)
            continue
        unit = _unit(row, roles, named, problems)
        if unit.code in named:
            zh, en = f"代号 {unit.code} 前面已经填过。", f"The code {unit.code} stands twice."
            problems.report(row.place(blank.CODE), zh, en)
        named[unit.code] = (unit, row)
    _distinct(named, roles, problems)
    return {code: unit for code, (unit, _) in named.items()}


def _needs_name(row: FilledRow, problems: Problems) -> None:
    """A row that says something of a unit without naming it."""
    if not row.cells[blank.CODE] or row.cells[blank.SPELLINGS] or row.cells[blank.ENGLISH]:
        zh = "这一行缺少本市名称；请填写，或清空这一行的黄色格。"
        problems.report(row.place(blank.NAME), zh, "The unit's own name is missing: fill it in, or clear the row.")


def _unit(row: FilledRow, roles: Mapping[str, Department], named: Mapping[str, Any], problems: Problems) -> Department:
    cells = row.cells
    code = cells[blank.CODE] or f"{ADDED}-{sum(name.startswith(f'{ADDED}-') for name in named) + 1}"
    role = roles.get(code)
    if role is None and not CODE.fullmatch(code):
        zh, en = did_you_mean(code, roles)
        problems.report(
            row.place(blank.CODE), f"代号“{quoted_value(code)}”只能含小写字母、数字和连字符；新加的单位可以空着。{zh}",
            f"The code '{quoted_value(code)}' may hold small letters, digits, hyphens; leave it empty. {en}".rstrip(),
        )  # fmt: skip
    name, aliases = cells[blank.NAME], tuple(split_names(cells[blank.SPELLINGS]))
    english = cells[blank.ENGLISH] or (role.en if role else name)
    parts: dict[str, Any] = {"code": code, "zh": name, "en": english, "aliases": aliases, "note": cells[blank.REMARK]}
    return Department(**parts) if role is None else over_role(role, parts)


def _distinct(
    named: Mapping[str, tuple[Department, FilledRow]], roles: Mapping[str, Department], problems: Problems
) -> None:
    units = [role for code, role in roles.items() if code not in named] + [unit for unit, _ in named.values()]
    for spelling, first, second in shared_spellings(units):
        unit, row = named[second] if second in named else named[first]
        heading = blank.NAME if folded(unit.zh) == spelling else blank.SPELLINGS
        other = first if unit.code == second else second
        zh = f"“{spelling}”已是另一家（{other}）的名称或写法；一种写法只能归一家。"
        problems.report(row.place(heading), zh, f"'{spelling}' is a name of {other} already: one spelling, one unit.")


def _duties(
    rows: list[FilledRow], offices: CityDepartments, problems: Problems
) -> Iterator[tuple[tuple[str, str], tuple[str, ...]]]:
    for row in [row for row in rows if row.cells[blank.OWN]]:
        duty = _clause(row, problems)
        names = [] if row.cells[blank.OWN] in NONE else split_names(row.cells[blank.OWN])
        try:
            yield duty, tuple(unit.code for unit in offices.find(names, row.place(blank.OWN)))
        except InputError as error:
            problems.found.extend(error.problems)


def _clause(row: FilledRow, problems: Problems) -> tuple[str, str]:
    book, clause = row.cells[blank.BOOK], row.cells[blank.CLAUSE]
    if book not in rulebook_ids():
        _unknown(row, blank.BOOK, rulebook_ids(), problems)
    elif clause not in load(book).clauses:
        _unknown(row, blank.CLAUSE, tuple(load(book).clauses), problems)
    return book, clause


def _unknown(row: FilledRow, heading: str, names: tuple[str, ...], problems: Problems) -> None:
    text = quoted_value(row.cells[heading])
    zh, en = did_you_mean(row.cells[heading], names)
    said = f"There is no '{text}'; leave this column as it was. {en}".rstrip()
    problems.report(row.place(heading), f"没有“{text}”；这一列请照表中原样。{zh}", said)
