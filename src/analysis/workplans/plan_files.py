"""A plan's file to a plan: areas, tasks, goals, owners, due dates, links to clauses; every check at load (任务书)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from analysis import rulebooks
from analysis.calendars import parse_month
from analysis.catalogue import text_in
from analysis.departments import Department, resolve_departments
from analysis.facts import code_of, dictionary
from analysis.paths import display_path, root
from analysis.problems import InputError, Problem, Problems, did_you_mean
from analysis.text_normalisation import folded, quoted_value
from analysis.toml_tables import TomlTable, read_toml_table

TEXT, ASSUMED = BASES = ("text", "assumed")
DONE = "done"
SHARE = "share"
YEAR = re.compile(r"[0-9]{4}")
ID = re.compile(r"[0-9a-z][0-9a-z._]{0,40}")


@dataclass(frozen=True)
class PlanArea:
    """A field of work: its heading in the body, and as the annex prints it."""

    id: str
    title: str
    title_zh: str
    printed: tuple[str, ...]
    note: str = ""
    note_zh: str = ""

    def title_in(self, lang: str) -> str:
        return text_in(lang, self.title_zh, self.title)


@dataclass(frozen=True)
class PlanGoal:
    """What of a task can be measured: `target` in its unit, and the text's own words for it.

    `fact`: the fact that gives its progress where no report does, `why` it may. A task without a goal in numbers has
    one of its own, `<task>.done`: the share that is done, of 1.
    """

    id: str
    zh: str
    en: str
    target: float
    unit: str
    unit_en: str
    quote: str = ""
    fact: str = ""
    why: str = ""

    def name(self, lang: str) -> str:
        return text_in(lang, self.zh, self.en)

    def unit_in(self, lang: str) -> str:
        return text_in(lang, self.unit, self.unit_en)


@dataclass(frozen=True)
class ClauseLink:
    """A clause that a task serves: said by the text (`quote`), or assumed and why."""

    rulebook: str
    clause: str
    basis: str
    quote: str = ""
    zh: str = ""
    en: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.rulebook, self.clause


@dataclass(frozen=True)
class PlanTask:
    """One row of the plan: the annex's text word for word, and the body's where it differs; they are not merged."""

    id: str
    area: str
    title: str
    title_zh: str
    text: str
    body: str
    responsible_printed: str
    owners: tuple[Department, ...]
    due: date
    due_basis: str
    goals: tuple[PlanGoal, ...]
    links: tuple[ClauseLink, ...]

    def title_in(self, lang: str) -> str:
        return text_in(lang, self.title_zh, self.title)


@dataclass(frozen=True)
class WorkPlan:
    """A year's plan of a city."""

    id: str
    city: str
    year: int
    title: str
    title_zh: str
    source: Mapping[str, str]
    areas: Mapping[str, PlanArea]
    tasks: Mapping[str, PlanTask]

    def title_in(self, lang: str) -> str:
        return text_in(lang, self.title_zh, self.title)

    def goals(self) -> dict[str, tuple[PlanTask, PlanGoal]]:
        """Every goal by its id, with its task."""
        return {goal.id: (task, goal) for task in self.tasks.values() for goal in task.goals}


def workplans_folder() -> Path:
    """Where the plans lie."""
    return root() / "params" / "workplans"


def workplan_names() -> tuple[str, ...]:
    """The plans there are: `<city>-<year>`."""
    return tuple(sorted(path.stem for path in workplans_folder().glob("*.toml")))


def load(city: str, month: str) -> WorkPlan:
    """The plan of a city (code or name) for the year of a month (`2021-03`, or `2021`).

    Raises `InputError` where there is none, and for every fault of its file at once.

    >>> from analysis import workplans
    >>> plan = workplans.load("江阴", "2021-03")
    >>> plan.title_zh, len(plan.tasks), len(plan.goals())
    ('2021年江阴市社会信用体系建设重点工作', 22, 23)
    """
    path = workplans_folder() / f"{code_of(city)}-{_year(month)}.toml"
    if not path.is_file():
        there = "、".join(workplan_names()) or "无"
        zh = f"没有这一年的任务书；可用 scorecard workplan --plan-template 写表，填好用 --from 读入。已有：{there}。"
        en = (
            "There is no plan of this year: `scorecard workplan --plan-template` writes a table to fill in, --from "
            f"takes it in. There are: {', '.join(workplan_names()) or 'none'}."
        )
        raise InputError([Problem(display_path(path), zh, en)])
    params = workplans_folder().parent
    own = params / "departments" / f"{code_of(city)}.toml"
    return _cached(path, tuple(_stamp(file) for file in (path, params / "departments.toml", own)))


def _year(month: str) -> str:
    """The year of a month, or a year by itself. Raises `InputError` for any other text."""
    return month if YEAR.fullmatch(str(month)) else parse_month(month)[:4]


def has_plan(city: str, month: str) -> bool:
    """Whether a city (code or name) has a plan for the year of a month."""
    return f"{code_of(city)}-{_year(month)}" in workplan_names()


def _stamp(path: Path) -> int:
    return path.stat().st_mtime_ns if path.is_file() else 0


@lru_cache(maxsize=8)
def _cached(path: Path, _changed: tuple[int, ...]) -> WorkPlan:
    return read_plan(path)


def read_plan(path: Path) -> WorkPlan:
    """The plan of a file. Raises `InputError`: texts missing, owners, facts or clauses not known, ids that stand twice,
    quotes that are not in the text, due dates outside the year; all at once."""
    problems = Problems()
    table = read_toml_table(path, problems)
    if table is None:
        raise InputError(problems.found)
    table.only({"title", "title_zh", "city", "year", "source", "area", "task"})
    source = table.part("source", table.values.get("source", {}))
    areas = [_area(area) for area in _tables(table, "area")]
    year = int(table.number("year") or 0)
    city = table.text("city")
    tasks = [_task(task, year, city, {area.id for area in areas}) for task in _tables(table, "task")]
    _once([area.id for area in areas], table)
    _once([task.id for task in tasks], table)
    _once([goal.id for task in tasks for goal in task.goals], table)
    if path.stem != f"{city}-{year}":
        table.fault(f"文件名应为 {city}-{year}.toml。", f"The file must be called {city}-{year}.toml.")
    plan = WorkPlan(
        path.stem, city, year, table.text("title"), table.text("title_zh"),
        {key: source.text(key) for key in ("title", "zh")},
        {area.id: area for area in areas}, {task.id: task for task in tasks},
    )  # fmt: skip
    problems.raise_any()
    return plan


def _tables(table: TomlTable, key: str) -> list[TomlTable]:
    listed = table.values.get(key, [])
    return [table.part(_called(key, place, entry), entry) for place, entry in enumerate(listed, 1)]


def _called(key: str, place: int, entry: object) -> str:
    """What a table is called in a message: by its id where it has one."""
    return f"{key} {entry.get('id', place)}" if isinstance(entry, Mapping) else f"{key} {place}"


def _once(ids: Sequence[str], table: TomlTable) -> None:
    for twice in sorted({name for name in ids if ids.count(name) > 1}):
        table.fault(f"编号 {twice} 写了两次。", f"The id {twice} stands twice.")


def _id(table: TomlTable) -> str:
    name = table.text("id")
    if name and not ID.fullmatch(name):
        table.fault("编号只含小写字母、数字、点和下划线。", "An id holds small letters, digits, dots and underscores.")
    return name


def _area(table: TomlTable) -> PlanArea:
    table.only({"id", "title", "title_zh", "printed", "note", "note_zh"})
    notes = {key: table.text(key, needed=False) for key in ("note", "note_zh")}
    return PlanArea(_id(table), table.text("title"), table.text("title_zh"), table.units("printed"), **notes)


def _task(table: TomlTable, year: int, city: str, areas: set[str]) -> PlanTask:
    table.only({
        "id", "area", "title", "title_zh", "text", "body", "responsible_printed", "responsible", "due", "due_basis",
        "goal", "link",
    })  # fmt: skip
    name, text = _id(table), table.text("text")
    if table.text("area") not in areas:
        table.fault("没有这一方面。", "There is no such area.")
    body = table.text("body", needed=False)
    if body and _same(body, text):
        table.fault("正文与附件相同，不必两存。", "The body is the same as the annex: keep one.")
    owners = table.problems.absorb(lambda: resolve_departments(table.units("responsible"), table.where, city)) or []
    goals = tuple(_goal(each, text) for each in _tables(table, "goal"))
    links = tuple(_link(each, text) for each in _tables(table, "link"))
    due, basis = _due(table, year), table.choice("due_basis", BASES)
    return PlanTask(
        name, table.text("area"), table.text("title"), table.text("title_zh"), text, body,
        table.text("responsible_printed"), tuple(owners), due, basis, goals or (_whole(name, table),), links,
    )  # fmt: skip


def _same(text: str, other: str) -> bool:
    return folded(text) == folded(other)


def _due(table: TomlTable, year: int) -> date:
    due = table.values.get("due")
    if not isinstance(due, date) or due.year != year:
        table.fault("due 应为当年的日期。", "`due` must be a day of the plan's year.")
        return date.min
    return due


def _whole(task: str, table: TomlTable) -> PlanGoal:
    """The goal of a task that the text gives no number: all of it done."""
    return PlanGoal(f"{task}.{DONE}", table.text("title_zh"), table.text("title"), 1.0, SHARE, SHARE)


def _goal(table: TomlTable, text: str) -> PlanGoal:
    table.only({"id", "zh", "en", "target", "unit", "unit_en", "quote", "fact", "why"})
    fact = table.text("fact", needed=False)
    if fact and fact not in dictionary():
        zh, en = did_you_mean(fact, dictionary())
        table.fault(f"没有“{quoted_value(fact)}”这一指标。{zh}", f"'{quoted_value(fact)}' is not a fact. {en}".rstrip())
    target = table.number("target")
    if not target or target < 0:
        table.fault("target 应为正数。", "`target` must be a number above 0.")
    unit, unit_en = table.text("unit"), table.text("unit_en")
    why = table.text("why", needed=bool(fact))
    return PlanGoal(
        _id(table), table.text("zh"), table.text("en"), target or 1.0, unit, unit_en, _quote(table, text), fact, why
    )


def _quote(table: TomlTable, text: str) -> str:
    """A quotation, which must stand in the task's text; blanks and the width of signs apart."""
    quote = table.text("quote")
    if quote and folded(quote) not in folded(text):
        table.fault("quote 不在任务原文中。", "`quote` does not stand in the task's text.")
    return quote


def _link(table: TomlTable, text: str) -> ClauseLink:
    table.only({"clause", "basis", "quote", "zh", "en"})
    book, _, clause = table.text("clause").partition(":")
    rulebook = table.problems.absorb(lambda: rulebooks.load(book)) if book else None
    if rulebook is not None and clause not in rulebook.clauses:
        zh, en = did_you_mean(clause, rulebook.clauses)
        table.fault(
            f"{book} 没有条款 {quoted_value(clause)}。{zh}",
            f"{book} has no clause {quoted_value(clause)}. {en}".rstrip(),
        )
    basis = table.choice("basis", BASES)
    if basis == TEXT:
        return ClauseLink(book, clause, basis, _quote(table, text))
    return ClauseLink(book, clause, basis, "", table.text("zh"), table.text("en"))
