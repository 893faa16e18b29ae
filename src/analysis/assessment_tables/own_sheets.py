"""The further sheets of a workbook written here: the rulebook itself, its groups, its own facts (分组、指标)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from analysis.assessment_tables import dated_limits
from analysis.assessment_tables.own_columns import check_unit, exact_amount
from analysis.assessment_tables.text_grids import TextGrid
from analysis.assessment_tables.toml_texts import toml_fragment
from analysis.calendars import parse_day
from analysis.problems import InputError, Problems
from analysis.text_normalisation import folded, quoted_value

ITEMS, EARLIER, BOOK, GROUPS, FACTS = "考核表", "历次条文", "规则集", "分组", "指标"
SHEETS = (EARLIER, BOOK, GROUPS, FACTS)
"""The sheets beside the table itself; `EARLIER` has the items that are not in force by the newest rules."""
Table = dict[str, Any]
Sheet = list[tuple[str, ...]]
GROUP_COLUMNS = {
    "分组编号": "id", "分组名称": "title_zh", "英文名称": "title", "上级分组": "parent", "印载分值": "possible",
    "封顶": "cap", "最低": "least", "只计最高几项": "choose", "加分组": "bonus", "笔记本": "notebook",
}  # fmt: skip
FACT_COLUMNS = {
    "指标代号": "name", "指标全称": "zh", "英文名称": "en", "单位": "unit", "性质": "nature", "期间": "window",
    "计数单位": "counted", "定义": "meaning_zh", "英文定义": "meaning", "下限": "low", "上限": "high", "整体": "within",
    "条款": "clauses", "其他设定": "rest",
}  # fmt: skip
NUMBERS = {"possible", "choose", "low", "high", "clauses", "total.possible"}
DAYS = {"from", "until"}
AMOUNTS = {"cap", "least"}
FLAGS = {"own", "example"}
YES, NO = "是", "否"
INNER = ("choices", "choices_en", "derived")


def book_sheet(book: Mapping[str, Any]) -> Sheet:
    """The rulebook's own words and numbers, a row each; the parts of a table under its name and theirs."""
    rows: Sheet = [("项目", "内容")]
    for key, value in book.items():
        if key != "group":
            parts = value.items() if isinstance(value, Mapping) else [("", value)]
            rows += [(f"{key}.{name}" if name else key, _text(part)) for name, part in parts]
    return rows


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Mapping):
        return dated_limits.limit_cell(value)
    return str(value) if isinstance(value, str | date) else exact_amount(value)


def read_book_sheet(grid: TextGrid, problems: Problems) -> Table:
    """The rulebook's own words and numbers from their sheet."""
    book: Table = {}
    for number, cells in grid.rows[1:]:
        key, text = cells[0].text, cells[1].text if len(cells) > 1 else ""
        head, _, name = key.partition(".")
        value = _read(key, text, grid, number, problems)
        if name:
            book.setdefault(head, {})[name] = value
        else:
            book[head] = value
    return book


def _read(key: str, text: str, grid: TextGrid, row: int, problems: Problems) -> Any:
    if key in FLAGS:
        return text == YES
    if key in DAYS:
        return _day(text, grid, row, key, problems)
    if key in NUMBERS and dated_limits.changes_by_day(text):
        return dated_limits.read_limit_cell(text, partial(problems.report, grid.place(row, key)))
    return _number(text, grid, row, key, problems) if key in NUMBERS else text


def _day(text: str, grid: TextGrid, row: int, column: str, problems: Problems) -> date:
    try:
        return date.fromisoformat(parse_day(text, column))
    except InputError as error:
        problems.report(grid.place(row, column), error.problems[0].zh, error.problems[0].en)
        return date.min


def _number(text: str, grid: TextGrid, row: int, column: str, problems: Problems) -> float:
    try:
        number = float(text)
    except ValueError:
        zh, en = f"“{quoted_value(text)}”不是数。", f"'{quoted_value(text)}' is no number."
        problems.report(grid.place(row, column), zh, en)
        return 0.0
    return int(number) if number.is_integer() else number


def group_sheet(groups: Sequence[Mapping[str, Any]]) -> Sheet:
    """The groups, a row each; a cap or floor as number｜source."""
    rows = [tuple(GROUP_COLUMNS)]
    return rows + [tuple(_group_cell(group, key) for key in GROUP_COLUMNS.values()) for group in groups]


def _group_cell(group: Mapping[str, Any], key: str) -> str:
    value = group.get(key, "")
    if isinstance(value, Mapping):
        return dated_limits.limit_cell(value)
    return YES if value is True else "" if value is False else _text(value)


def read_group_sheet(grid: TextGrid, problems: Problems) -> list[Table]:
    """The groups from their sheet."""
    return [
        {key: _group_value(key, text, place, grid, problems) for key, text in row.items() if text or key == "parent"}
        for place, row in _rows(grid, GROUP_COLUMNS, problems)
    ]


def _group_value(key: str, text: str, row: int, grid: TextGrid, problems: Problems) -> Any:
    if key == "bonus":
        return text == YES
    if key in AMOUNTS or (key in NUMBERS and dated_limits.changes_by_day(text)):
        return dated_limits.read_limit_cell(
            text, partial(problems.report, grid.place(row, _heading(GROUP_COLUMNS, key)))
        )
    return _number(text, grid, row, _heading(GROUP_COLUMNS, key), problems) if key in NUMBERS else text


def _heading(columns: Mapping[str, str], key: str) -> str:
    return next(heading for heading, meant in columns.items() if meant == key)


def _rows(grid: TextGrid, columns: Mapping[str, str], problems: Problems) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows below the headings, by key; headings that are not known are reported."""
    _, heads = grid.rows[0]
    meant = {folded(heading): key for heading, key in columns.items()}
    for head in heads:
        if head.text and folded(head.text) not in meant:
            zh, en = f"不认识“{quoted_value(head.text)}”列。", "This column is not known."
            problems.report(grid.place(grid.rows[0][0], head.text), zh, en)
    keys = [meant.get(folded(head.text), "") for head in heads]
    for number, cells in grid.rows[1:]:
        yield number, {key: cell.text for key, cell in zip(keys, cells, strict=True) if key}


def fact_sheet(facts: Mapping[str, Mapping[str, Any]]) -> Sheet:
    """The rulebook's own facts, a row each."""
    rows = [tuple(FACT_COLUMNS)]
    return rows + [tuple(_fact_cell(name, fact, key) for key in FACT_COLUMNS.values()) for name, fact in facts.items()]


def _fact_cell(name: str, fact: Mapping[str, Any], key: str) -> str:
    if key == "name":
        return name
    if key == "rest":
        return toml_fragment({inner: fact[inner] for inner in INNER if inner in fact})
    value = fact.get(key, "")
    return " ".join(value) if isinstance(value, list) else _text(value)


def read_fact_sheet(grid: TextGrid, problems: Problems) -> dict[str, Table]:
    """The rulebook's own facts from their sheet; units that are not known are reported."""
    facts: dict[str, Table] = {}
    for number, row in _rows(grid, FACT_COLUMNS, problems):
        name = row.pop("name", "")
        if name in facts:
            zh, en = f"指标“{quoted_value(name)}”写了两次。", f"'{quoted_value(name)}' stands twice."
            problems.report(grid.place(number, "指标代号"), zh, en)
        facts[name] = _fact(row, number, grid, problems)
    return facts


def _fact(row: dict[str, str], number: int, grid: TextGrid, problems: Problems) -> Table:
    def report(column: str, zh: str, en: str) -> None:
        problems.report(grid.place(number, _heading(FACT_COLUMNS, column)), zh, en)

    check_unit(row.get("unit", ""), "unit", report)
    fact: Table = {key: text for key, text in row.items() if text and key not in ("low", "high", "clauses", "rest")}
    fact |= {key: _number(row[key], grid, number, key, problems) for key in ("low", "high") if row.get(key)}
    if "clauses" in row:
        fact["clauses"] = row["clauses"].split()
    try:
        return fact | tomllib.loads(row.get("rest", ""))
    except tomllib.TOMLDecodeError as error:
        report("rest", f"这一格写法有误（{error}）。", f"This cell cannot be read ({error}).")
        return fact
