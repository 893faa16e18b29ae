"""A year's plan from a filled workbook: the blank, read back with the cell of every fault, kept (年度任务填报表)."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analysis import rulebooks
from analysis.calendars import parse_day
from analysis.departments import FilledRow, filled_sheets, resolve_departments
from analysis.facts import WORKBOOK_CREATED, WORKBOOK_FONT, WORKBOOK_OPTIONS, code_of, name_of, split_names
from analysis.paths import display_path, replace_file
from analysis.problems import InputError, Problems
from analysis.text_normalisation import folded, quoted_value
from analysis.toml_tables import toml_string, toml_strings
from analysis.workplans.plan_files import ASSUMED, ID, TEXT, YEAR, workplans_folder

PLAN, TASKS, GUIDE = "任务书", "任务", "说明"
ITEM, CONTENT = "项目", "内容"
CITY, YEAR_OF, TITLE, SOURCE = "城市代码", "年份", "标题", "依据"
ITEMS = (CITY, YEAR_OF, TITLE, SOURCE)
NUMBER, AREA, TASK, WORDS, UNITS, DUE = "编号", "方面", "任务", "原文", "责任单位", "完成时限"
GOAL, UNIT, QUOTE, CLAUSES = "目标值", "单位", "目标的原文用语", "对应条款"
HEADINGS = {
    PLAN: (ITEM, CONTENT),
    TASKS: (NUMBER, AREA, TASK, WORDS, UNITS, DUE, GOAL, UNIT, QUOTE, CLAUSES),
}
NEEDED = (NUMBER, AREA, TASK, WORDS, UNITS)
WIDTHS = {CONTENT: 60, AREA: 30, TASK: 30, WORDS: 80, UNITS: 40, QUOTE: 24, CLAUSES: 30}
ROWS = 40
TEXTS = (
    "填报说明",
    "1. “任务书”表：填年份、标题和依据（文件名称、文号）。",
    "2. “任务”表一行一项：编号如 1.1；原文照抄；责任单位用顿号隔开。",
    "3. 完成时限写成 2021-12-31；文件没有写的空着，按年底，标为假定。",
    "4. 有数的目标填目标值、单位，并照抄原文里的用语；没有的空着，按完成率填报。",
    "5. 对应条款写成 monitoring-2021:1，用顿号隔开；没有的空着。填了的标为假定。",
    "6. 填好后运行：scorecard workplan --city 城市 --month 月份 --from 本文件。有错会一次列全，并指出单元格。",
    "",
    "How to fill this in",
    "1. Sheet 任务书: the year, the title, and the document it comes from.",
    "2. Sheet 任务, a row a task: its number, as 1.1; its text word for word; its units, separated by 、.",
    "3. The due day as 2021-12-31; empty where the document sets none: the year's end, marked as assumed.",
    "4. A goal in numbers with its unit and the text's own words for it; else empty: the share done is reported.",
    "5. The clauses it serves, as monitoring-2021:1, separated by 、; marked as assumed.",
    "6. Then run: scorecard workplan --city CITY --month MONTH --from THIS FILE.",
)
WHY = ("由本市填报", "As the city has filled in")


@dataclass(frozen=True)
class FilledPlan:
    """A plan as it was filled in: its city and year, and its file's text."""

    city: str
    year: int
    toml: str


def blank_plan(city: str, year: str) -> bytes:
    """The workbook of a city (code) and year to fill in; equal inputs give equal bytes."""
    import xlsxwriter  # slow to load, and only a template needs it

    whole = io.BytesIO()
    font = dict(WORKBOOK_FONT)  # a copy: the library writes into what it is given
    with xlsxwriter.Workbook(whole, {**WORKBOOK_OPTIONS, "default_format_properties": font}) as book:
        book.set_properties({"title": "年度任务填报表", "created": WORKBOOK_CREATED})
        items = [(CITY, f"{city} {name_of(city)}"), (YEAR_OF, year), (TITLE, ""), (SOURCE, "")]
        filled_sheets.write_sheet(book, PLAN, HEADINGS[PLAN], items, {CONTENT}, WIDTHS)
        blank = [("",) * len(HEADINGS[TASKS])] * ROWS
        filled_sheets.write_sheet(book, TASKS, HEADINGS[TASKS], blank, set(HEADINGS[TASKS]), WIDTHS)
        filled_sheets.write_guide(book, GUIDE, TEXTS)
    return whole.getvalue()


def read_filled_plan(path: Path | str, city: str) -> FilledPlan:
    """The plan of a filled workbook of a city (code).

    Raises `InputError` with every fault at once, each with its cell: what is needed is empty, numbers that stand
    twice, units or clauses that are not known, days outside the year, goals that are none or not in the text.
    """
    file, problems = Path(path), Problems()
    sheets = filled_sheets.filled_rows(file, HEADINGS, problems)
    items = {row.cells[ITEM]: row for row in sheets[PLAN]}
    year = _year(items, f"{display_path(file)}, {PLAN}", city, problems)
    if not sheets[TASKS]:
        problems.report(f"{display_path(file)}, {TASKS}", "还没有填任务。", "There is no task yet.")
    areas = {name: str(place) for place, name in enumerate(dict.fromkeys(row.cells[AREA] for row in sheets[TASKS]), 1)}
    _once(sheets[TASKS], problems)
    tasks = [_task(row, areas, year, city, problems) for row in sheets[TASKS]]
    problems.raise_any()
    head = _head(city, year, items[TITLE].cells[CONTENT], items[SOURCE].cells[CONTENT])
    return FilledPlan(city, year, "\n".join([head, *(_area(name, place) for name, place in areas.items()), *tasks]))


def keep_plan(plan: FilledPlan) -> Path:
    """Write a plan as its file; gives back where."""
    return replace_file(workplans_folder() / f"{plan.city}-{plan.year}.toml", plan.toml.encode())


def _year(items: Mapping[str, FilledRow], where: str, city: str, problems: Problems) -> int:
    """The plan's year; city, title and source are looked over too."""
    for item in [item for item in ITEMS if item not in items]:
        problems.report(where, f"缺少“{item}”一行。", f"The row '{item}' is missing.")
    problems.raise_any()
    for item in [item for item in ITEMS if not items[item].cells[CONTENT]]:
        problems.report(items[item].place(CONTENT), f"请填写{item}。", f"Fill in '{item}'.")
    said = problems.absorb(lambda: code_of(items[CITY].cells[CONTENT].partition(" ")[0]))
    if said and said != city:
        zh, en = f"这张表是 {said} 的，现在要写入的是 {city}。", f"This workbook is of {said}, not of {city}."
        problems.report(items[CITY].place(CONTENT), zh, en)
    year = items[YEAR_OF].cells[CONTENT].removesuffix("年")
    if year and not YEAR.fullmatch(year):
        problems.report(items[YEAR_OF].place(CONTENT), "年份写成 2021。", "Write the year as 2021.")
    return int(year) if YEAR.fullmatch(year) else 0


def _once(rows: list[FilledRow], problems: Problems) -> None:
    """Report numbers that are unsafe or stand twice, and cells that are needed and empty."""
    seen: set[str] = set()
    for row in rows:
        for heading in [heading for heading in NEEDED if not row.cells[heading]]:
            problems.report(row.place(heading), f"请填写{heading}。", f"Fill in '{heading}'.")
        number = row.cells[NUMBER]
        if number and (number in seen or not ID.fullmatch(number)):
            zh = "编号重复，或不是 1.1 这样的编号。"
            problems.report(row.place(NUMBER), zh, "The number stands twice, or is not one as 1.1.")
        seen.add(number)


def _task(row: FilledRow, areas: Mapping[str, str], year: int, city: str, problems: Problems) -> str:
    cells, where = row.cells, row.place(UNITS)
    problems.absorb(lambda: resolve_departments(split_names(cells[UNITS]), where, city))
    lines = [
        "[[task]]", f"id = {toml_string(cells[NUMBER])}", f"area = {toml_string(areas[cells[AREA]])}",
        f"title = {toml_string(cells[TASK])}", f"title_zh = {toml_string(cells[TASK])}",
        f"text = {toml_string(cells[WORDS])}", f"responsible_printed = {toml_string(cells[UNITS])}",
        f"responsible = {toml_strings(split_names(cells[UNITS]))}", *_due(row, year, problems),
    ]  # fmt: skip
    return "\n".join([*lines, "", *_goal(row, problems), *_links(row, problems)])


def _due(row: FilledRow, year: int, problems: Problems) -> list[str]:
    """The day of the document, or the year's end, assumed."""
    text = row.cells[DUE]
    day = problems.absorb(lambda: parse_day(text, row.place(DUE))) if text else f"{year:04d}-12-31"
    if day and text and date.fromisoformat(day).year != year:
        problems.report(row.place(DUE), "时限应在任务书的年份之内。", "The day must lie in the plan's year.")
    return [f"due = {day}", f"due_basis = {toml_string(TEXT if text else ASSUMED)}"]


def _goal(row: FilledRow, problems: Problems) -> list[str]:
    cells = row.cells
    if not (cells[GOAL] or cells[UNIT] or cells[QUOTE]):
        return []
    target = _target(row, problems)
    if not cells[UNIT]:
        problems.report(row.place(UNIT), "有目标值的，请填单位。", "Name the goal's unit.")
    if not cells[QUOTE] or folded(cells[QUOTE]) not in folded(cells[WORDS]):
        zh = "请照抄原文里说这个目标的话；现在填的不在原文中。"
        problems.report(row.place(QUOTE), zh, "Copy the text's own words for the goal: these are not in the text.")
    return [
        "[[task.goal]]", f"id = {toml_string(cells[NUMBER] + '.goal')}", f"zh = {toml_string(cells[TASK])}",
        f"en = {toml_string(cells[TASK])}", f"target = {target:.15g}", f"unit = {toml_string(cells[UNIT])}",
        f"unit_en = {toml_string(cells[UNIT])}", f"quote = {toml_string(cells[QUOTE])}", "",
    ]  # fmt: skip


def _target(row: FilledRow, problems: Problems) -> float:
    try:
        target = float(row.cells[GOAL].replace(",", ""))
    except ValueError:
        target = 0.0
    if not 0 < target < float("inf"):
        zh = f"“{quoted_value(row.cells[GOAL])}”应为正数，单位填在“{UNIT}”列。"
        problems.report(row.place(GOAL), zh, f"'{quoted_value(row.cells[GOAL])}' must be a number above 0.")
        return 1.0
    return target


def _links(row: FilledRow, problems: Problems) -> list[str]:
    lines: list[str] = []
    for clause in split_names(row.cells[CLAUSES]):
        _refuse_unknown(clause, row.place(CLAUSES), problems)
        lines += [
            "[[task.link]]", f"clause = {toml_string(clause)}", f"basis = {toml_string(ASSUMED)}",
            f"zh = {toml_string(WHY[0])}", f"en = {toml_string(WHY[1])}", "",
        ]  # fmt: skip
    return lines


def _refuse_unknown(clause: str, where: str, problems: Problems) -> None:
    book, _, name = clause.partition(":")
    try:
        found = name in rulebooks.load(book).clauses
    except InputError:
        found = False
    if not found:
        zh = f"没有条款“{quoted_value(clause)}”；写成 monitoring-2021:1 这样。"
        problems.report(where, zh, f"There is no clause '{quoted_value(clause)}'; write it as monitoring-2021:1.")


def _head(city: str, year: int, title: str, source: str) -> str:
    lines = [
        "# 由填好的表生成（scorecard workplan --from）；要改动，请改表再生成。 Made from a filled workbook.", "",
        f"title = {toml_string(title)}", f"title_zh = {toml_string(title)}",
        f"city = {toml_string(city)}", f"year = {year}",
        f"source = {{ title = {toml_string(source)}, zh = {toml_string(source)} }}", "",
    ]  # fmt: skip
    return "\n".join(lines)


def _area(name: str, place: str) -> str:
    texts = (f"id = {toml_string(place)}", f"title = {toml_string(name)}", f"title_zh = {toml_string(name)}")
    return "\n".join(["[[area]]", *texts, f"printed = {toml_strings([name])}", ""])
