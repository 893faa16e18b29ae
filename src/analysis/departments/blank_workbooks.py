"""The workbook in which a city names its departments, divides the work and says when figures are due (责任单位填报表).

Filled in, `filled_workbooks` reads it back; nobody writes TOML by hand.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from analysis import rulebooks
from analysis.departments.city_files import CityDepartments, city_departments, printed_departments
from analysis.departments.department_files import Department
from analysis.departments.filled_sheets import write_guide, write_sheet
from analysis.facts import LIST_MARK, WORKBOOK_CREATED, WORKBOOK_FONT, WORKBOOK_OPTIONS, name_of

UNITS, DUTIES, DELIVERY, GUIDE = "单位", "分工", "报送", "说明"
CODE, ROLE, NAME, SPELLINGS, ENGLISH, REMARK = "代号", "通用名称", "本市名称", "其他写法", "英文名称", "备注"
BOOK, CLAUSE, TITLE, USUAL, OWN = "规则集", "条款", "条款名称", "通用分工", "本市责任单位"
ITEM, CONTENT = "项目", "内容"
CITY, DUE, SOURCE = "城市代码", "每月报送截止日", "截止日依据"
OPEN = "待明确"
HEADINGS = {
    UNITS: (CODE, ROLE, NAME, SPELLINGS, ENGLISH, REMARK),
    DUTIES: (BOOK, CLAUSE, TITLE, USUAL, OWN),
    DELIVERY: (ITEM, CONTENT),
}
WIDTHS = {CODE: 24, ROLE: 34, NAME: 34, SPELLINGS: 40, ENGLISH: 44, REMARK: 40, TITLE: 40, USUAL: 60, OWN: 60}
FILLED = {NAME, SPELLINGS, ENGLISH, REMARK, OWN, CONTENT}
TEXTS = (
    "填报说明",
    "1. 只填黄色格。“单位”表：本市名称不填的，用通用名称；英文名称可不填。没有这类单位的，不用填。",
    "2. 通用名称里没有的单位，在“单位”表末尾加一行，填本市名称；代号可以空着。",
    "3. “其他写法”填文件里对这个单位的其他叫法，用顿号隔开；以后各种写法都归到这一家。",
    "4. “分工”表：本市责任单位与通用分工相同的，空着；不同的，填单位名称，用顿号隔开；还没有定的，填“待明确”。",
    "5. “报送”表：每月报送截止日填次月几日（1至28），没有规定的空着，程序就不判断迟报。填了的请写明依据。",
    "6. 只写单位，不写姓名、电话。",
    "7. 填好后运行：scorecard departments --city 城市 --from 本文件。有错会一次列全，并指出单元格。",
    "",
    "How to fill this in",
    "1. Fill in yellow cells only. Sheet 单位: without a name of the city's own a unit bears the name of the role.",
    "2. A unit of no role here: add a row at the end with its name; its code may stay empty.",
    "3. Other spellings are separated by 、 and all lead to this unit.",
    "4. Sheet 分工: leave 本市责任单位 empty where the usual division holds; else name the units, or 待明确 (open).",
    "5. Sheet 报送: the day of the next month (1 to 28) by which figures are due, with its source; empty: none is set.",
    "6. Units only: no persons' names, no telephone numbers.",
    "7. Then run: scorecard departments --city CITY --from THIS FILE. All faults are told at once, with their cells.",
)

Row = tuple[str, ...]


def blank_workbook(city: str) -> bytes:
    """The workbook of a city (code), with what its file says already; equal inputs give equal bytes."""
    import xlsxwriter  # slow to load, and only a template needs it

    roles, offices = city_departments(), city_departments(city)
    whole = io.BytesIO()
    font = dict(WORKBOOK_FONT)  # a copy: the library writes into what it is given
    with xlsxwriter.Workbook(whole, {**WORKBOOK_OPTIONS, "default_format_properties": font}) as book:
        book.set_properties({"title": "责任单位填报表", "created": WORKBOOK_CREATED})
        rows = {UNITS: _units(roles, offices), DUTIES: _duties(roles, offices), DELIVERY: _delivery(offices)}
        for name, listed in rows.items():
            write_sheet(book, name, HEADINGS[name], list(listed), FILLED, WIDTHS)
        write_guide(book, GUIDE, TEXTS)
    return whole.getvalue()


def _units(roles: CityDepartments, offices: CityDepartments) -> Iterator[Row]:
    """A row for each role, then one for each unit that the city has beside them; a city's own names filled in."""
    for code, role in roles.departments.items():
        yield code, role.zh, *_own_names(role, offices.departments[code])
    for code, unit in offices.departments.items():
        if code not in roles.departments:
            yield code, "", unit.zh, LIST_MARK.join(unit.aliases), "" if unit.en == unit.zh else unit.en, unit.note


def _own_names(role: Department, unit: Department) -> Row:
    if unit == role:
        return "", "", "", ""
    aliases = [name for name in unit.aliases if name not in role.names()]
    english = "" if unit.en == role.en else unit.en
    return unit.zh, LIST_MARK.join(aliases), english, "" if unit.note == role.note else unit.note


def _duties(roles: CityDepartments, offices: CityDepartments) -> Iterator[Row]:
    for book in map(rulebooks.load, rulebooks.office_rulebook_ids()):
        for clause in book.clauses.values():
            if not clause.blank:
                usual = _named(printed_departments(roles, book, clause))
                yield book.id, clause.id, clause.title_zh, usual, _decided(offices, (book.id, clause.id))


def _decided(offices: CityDepartments, duty: tuple[str, str]) -> str:
    if duty not in offices.duties:
        return ""
    return _named(offices.departments[code] for code in offices.duties[duty]) or OPEN


def _named(units: Iterable[Department]) -> str:
    return LIST_MARK.join(unit.zh for unit in units)


def _delivery(offices: CityDepartments) -> Iterator[Row]:
    yield CITY, f"{offices.city} {name_of(offices.city)}"
    yield DUE, "" if offices.due_day is None else str(offices.due_day)
    yield SOURCE, offices.due_source
