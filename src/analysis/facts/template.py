"""The fillable workbook of a rulebook's facts: written, filled in, read back by `load` (填报模板)."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis.calendars import parse_month
from analysis.facts.cities import city_table, code_of, kind_of, name_of
from analysis.facts.dictionary import Fact, dictionary, unit_label
from analysis.facts.dictionary import dictionary as general
from analysis.facts.figure_rows import STATUSES
from analysis.facts.frame_names import long_facts
from analysis.facts.headings import UNIT_HEADING, column_heading
from analysis.facts.scopes import scope_wording
from analysis.facts.unit_kinds import CITY
from analysis.paths import replace_file
from analysis.problems import InputError, Problem, Problems, did_you_mean

GUIDE = (
    "填报说明",
    "1. 只填“数据”表的黄色“数值”列；城市（被评单位）、月份未预填的，每行都要填。月份写成 2021-03。",
    "2. 没有数据就留空：空白表示缺失，不等于 0。确实为零的填 0。",
    "3. 数值按“单位”列填；也可把单位写在数值里，如 126.96万人、12.3亿元，这时单位列不变或清空。",
    "4. 是否类选“是”或“否”；有下拉框的从框中选。部分不得大于整体（见指标单元格的批注）。",
    "5. 来源、备注、状态可填可不填。状态：填报、测算、估算、缺失；不填视为填报。",
    "6. 只填汇总数。不得填写姓名、身份证号、手机号或任何个人的分数。",
    "7. 用公式的，请在表格软件中保存后再提交。不要合并单元格，不要增加列。",
    "",
    "How to fill this in",
    "1. Fill in the yellow column 数值 of the sheet 数据; city and month in every row where they are blank.",
    "2. Leave a missing figure empty: empty is missing, not 0. Write 0 where it really is zero.",
    "3. Figures are in the unit shown; 126.96万人 or 12.3亿元 may be written in the cell itself.",
    "4. Choose 是 (yes) or 否 (no), or from the list offered. A part is never larger than its whole.",
    "5. Source, note and status may stay empty. Status: 填报 supplied, 测算 measured, 估算 estimated, 缺失 missing.",
    "6. Totals only: no names, identity numbers, mobile numbers or anybody's own score.",
    "7. Save formulas in a spreadsheet program first. Do not merge cells or add columns.",
)
ORDER = ("city", "month", "fact", "value", "unit", "source", "note", "status")
WIDTHS = {"city": 12, "month": 10, "fact": 34, "value": 18, "unit": 8, "source": 30, "note": 36, "status": 8}
WORKBOOK_FONT = {"font_name": "Microsoft YaHei", "font_size": 10}
WORKBOOK_OPTIONS = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
"""Texts stay texts; the same for every workbook that is filled in or given out."""
WORKBOOK_CREATED = datetime(2021, 1, 1, tzinfo=UTC)
"""When every workbook says that it was made, so that equal contents give an equal file."""


@dataclass(frozen=True)
class TemplateLine:
    """One row to fill in: the fact, city and month, what is known of the figure, and source, note, status."""

    fact: Fact
    keys: tuple[str, str]
    value: float | str | None
    texts: tuple[str, str, str]
    records: int | None = None


def template_bytes(lines: Sequence[TemplateLine], month: str | None, units: Sequence[str] = ()) -> bytes:
    """The workbook's bytes; equal inputs give equal bytes. `units`: what is chosen from, where it is not cities."""
    import xlsxwriter  # slow to load, and only a template needs it

    whole = io.BytesIO()
    font = dict(WORKBOOK_FONT)  # a copy: the library writes into what it is given
    with xlsxwriter.Workbook(whole, {**WORKBOOK_OPTIONS, "default_format_properties": font}) as book:
        book.set_properties({"title": "信用指标填报表", "created": WORKBOOK_CREATED})
        data, guide, lists = (book.add_worksheet(name) for name in ("数据", "说明", "清单"))
        ranges = _lists(lists, lines, units or _city_names(month))
        _data(book, data, lines, ranges, UNIT_HEADING if units else column_heading("city"))
        _guide(book, guide)
    return whole.getvalue()


def _data(book: Any, sheet: Any, lines: Sequence[TemplateLine], ranges: Mapping[str, str], headed: str) -> None:
    order = (*ORDER, *(["records"] if any(line.records is not None for line in lines) else []))
    head = book.add_format({**WORKBOOK_FONT, "bold": True, "bg_color": "#DDEBF7", "border": 1})
    text = book.add_format({**WORKBOOK_FONT, "num_format": "@", "border": 1, "valign": "top", "text_wrap": True})
    open_cell = book.add_format({**WORKBOOK_FONT, "bg_color": "#FFF9E5", "border": 1, "valign": "top"})
    for place, column in enumerate(order):
        sheet.set_column(place, place, WIDTHS.get(column, 10))
        sheet.write_string(0, place, column_heading(column) if place else headed, head)
    for number, line in enumerate(lines, 1):
        _line(sheet, number, line, order, text, open_cell)
        _rules(sheet, number, line.fact, ranges)
    sheet.freeze_panes(1, 3)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _line(sheet: Any, number: int, line: TemplateLine, order: Sequence[str], text: Any, open_cell: Any) -> None:
    texts = dict(zip(("source", "note", "status"), line.texts, strict=True))
    cells: dict[str, float | str | None] = {
        "city": line.keys[0],
        "month": line.keys[1],
        "fact": line.fact.zh,
        "unit": unit_label(line.fact.unit),
        "value": line.value,
        "records": line.records,
        **texts,
    }
    for place, column in enumerate(order):
        _write(sheet, number, place, cells[column], open_cell if column == "value" else text)
    sheet.write_comment(number, order.index("fact"), fact_note(line.fact), {"x_scale": 2.5, "y_scale": 2, "author": ""})


def _write(sheet: Any, row: int, column: int, value: float | str | None, shape: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, shape)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, shape)
    else:
        sheet.write_number(row, column, value, shape)


def _rules(sheet: Any, number: int, fact: Fact, ranges: Mapping[str, str]) -> None:
    listed = {"validate": "list", "error_type": "warning"}
    sheet.data_validation(number, 0, number, 0, {**listed, "source": ranges["city"]})
    sheet.data_validation(number, 1, number, 1, _month_rule(number + 1))
    sheet.data_validation(number, 3, number, 3, _value_rule(fact, ranges))
    sheet.data_validation(number, 7, number, 7, {**listed, "source": ranges["status"]})


def _month_rule(row: int) -> dict[str, Any]:
    cell = f"$B${row}"
    parts = f'LEN({cell})=7,MID({cell},5,1)="-",ISNUMBER(--LEFT({cell},4)),ISNUMBER(--RIGHT({cell},2))'
    said = {"error_title": "月份", "error_message": "请写成 2021-03 的样子。"}
    return {"validate": "custom", "value": f"=AND({parts})", "error_type": "warning", **said}


def _value_rule(fact: Fact, ranges: Mapping[str, str]) -> dict[str, Any]:
    if fact.unit in ("flag", "choice"):
        return {"validate": "list", "source": ranges[fact.name], "error_type": "stop"}
    least = 1 if fact.unit == "rank" else 0
    said = {"error_title": "数值", "error_message": f"请填数，单位：{unit_label(fact.unit)}；没有数据请留空。"}
    return {"validate": "decimal", "criteria": ">=", "value": least, "error_type": "warning", **said}


def _lists(sheet: Any, lines: Sequence[TemplateLine], names: Sequence[str]) -> dict[str, str]:
    lists = {"city": names, "status": [words[0] for words in STATUSES.values()]}
    for line in lines:
        if line.fact.unit in ("flag", "choice"):
            lists[line.fact.name] = list(line.fact.choices.values()) or ["是", "否"]
    return {name: _list(sheet, place, name, lists[name]) for place, name in enumerate(lists)}


def _list(sheet: Any, place: int, name: str, words: Sequence[str]) -> str:
    from xlsxwriter.utility import xl_col_to_name  # as above

    sheet.write_string(0, place, name)
    for number, word in enumerate(words, 1):
        sheet.write_string(number, place, word)
    column = xl_col_to_name(place)
    return f"=清单!${column}$2:${column}${len(words) + 1}"


def _city_names(month: str | None) -> list[str]:
    names = city_table().filter(city_table()["valid_to"].is_null())["name"].to_list()
    return [name for name in names if unique_city_code(name, month) is not None]


def unique_city_code(city: str, month: str | None) -> str | None:
    """The code that a city's name reads back as, or None where it fits several."""
    try:
        return code_of(city, month)
    except InputError:
        return None


def _guide(book: Any, sheet: Any) -> None:
    sheet.set_column(0, 0, 110)
    shape = book.add_format({**WORKBOOK_FONT, "text_wrap": True, "valign": "top"})
    for number, line in enumerate(GUIDE):
        sheet.write_string(number, 0, line, shape)


def fact_note(fact: Fact) -> str:
    """The note on a fact's cell: its definition, unit, window, the whole it is part of, its clauses."""
    parts = [
        f"{fact.zh}（{fact.en}）",
        fact.meaning_zh,
        fact.meaning,
        f"单位：{unit_label(fact.unit)}；{_scope(fact)}",
        *([f"不得大于“{_whole(fact.within)}”"] if fact.within else []),
        *([f"条款：{', '.join(fact.clauses)}"] if fact.clauses else []),
    ]
    return "\n".join(parts)


def _scope(fact: Fact) -> str:
    """The window and what is counted once, as the dictionary states them."""
    from analysis.facts.measured import measuring_values  # all registers come with it, slow to load

    months = measuring_values()["window_months"].periods[-1].number
    return scope_wording(fact.nature, fact.window, fact.counted, months)[0]


def _whole(name: str) -> str:
    meanings = dictionary()
    return meanings[name].zh if name in meanings else name


def write_template(
    book_facts: Sequence[str],
    path: Path | str,
    city: str | Sequence[str] | None = None,
    month: str | None = None,
    figures: Any = None,
    dictionary: Mapping[str, Fact] | None = None,
) -> Path:
    """Write an XLSX to fill in: one row a fact, in the order given, with units, definitions and drop-downs.

    City and month stand in every row where given (or found in `figures`), else are left blank. `figures`
    (FACTS of one city and month) fills in what is known, in the base unit; facts not asked for are left out.
    What is written reads back the same by `load`, to 15 digits. Equal inputs give equal bytes.
    Raises `InputError` for a fact that is not known, an unknown city or month, figures of several.
    """
    meanings = general() if dictionary is None else dictionary
    facts = _asked(book_facts, meanings)
    several = tuple(city) if isinstance(city, (list, tuple)) else ()
    single: Any = None if several else city
    given = _given(figures, single, month)
    when = parse_month(month) if month else _single(given, "month")
    codes: list[str | None] = [code_of(name, when) for name in several]
    codes = codes or [_where(city, when, given)]
    names = [_city_text(code, when) for code in codes]
    rows = {row["fact"]: row for row in given}
    lines = [_filled_line(fact, (name, when or ""), rows.get(fact.name, {})) for fact in facts for name in names]
    return replace_file(path, template_bytes(lines, when, _units(codes, names)))


def _where(city: Any, month: str | None, given: Sequence[Mapping[str, Any]]) -> str | None:
    return code_of(city, month) if city else _single(given, "city")


def _units(codes: Sequence[str | None], names: Sequence[str]) -> list[str]:
    """The names, where they are of units and no cities: those may be chosen from."""
    return list(names) if any(code and kind_of(code) not in ("", CITY) for code in codes) else []


def _asked(names: Sequence[str], meanings: Mapping[str, Fact]) -> list[Fact]:
    problems = Problems()
    for name in names:
        if name not in meanings:
            zh, en = did_you_mean(name, meanings)
            problems.report(f"template, {name}", f"没有这一指标。{zh}", f"This is not a fact. {en}".rstrip())
    problems.raise_any()
    return [meanings[name] for name in dict.fromkeys(names)]


def _given(figures: Any, city: str | None, month: str | None) -> list[dict[str, Any]]:
    rows = [] if figures is None else long_facts(figures).to_dicts()
    when = parse_month(month) if month else None
    where = code_of(city, when) if city else None
    return [row for row in rows if row["city"] == (where or row["city"]) and row["month"] == (when or row["month"])]


def _single(rows: Sequence[Mapping[str, Any]], key: str) -> str | None:
    found = sorted({row[key] for row in rows})
    if len(found) > 1:
        zh, en = f"数据含多个值：{found}；请指明一个。", f"The figures hold several: {found}; name one."
        raise InputError([Problem(f"template, {key}", zh, en)])
    return found[0] if found else None


def _city_text(code: str | None, month: str | None) -> str:
    """The city's name where it leads back to the code, else the code."""
    if code is None:
        return ""
    name = name_of(code, month)
    return name if unique_city_code(name, month) == code else code


def _filled_line(fact: Fact, keys: tuple[str, str], row: Mapping[str, Any]) -> TemplateLine:
    status = STATUSES[row["status"]][0] if row.get("status") else ""
    texts = (row.get("source") or "", row.get("note") or "", status)
    return TemplateLine(fact, keys, _cell(fact, row.get("value")), texts, row.get("records"))


def _cell(fact: Fact, value: float | None) -> float | str | None:
    if value is not None and fact.unit == "flag":
        return "是" if value else "否"
    return next((name for number, name in fact.choices.items() if number == value), value)
