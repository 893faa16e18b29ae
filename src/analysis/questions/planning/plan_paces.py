"""How fast a plan can go: what each figure can be moved by in a month, from when, until when (进度表)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from analysis import facts
from analysis.calendars import month_or_none
from analysis.facts import Fact
from analysis.problems import Problems
from analysis.questions.planning.office_tables import OfficeRow, OfficeTable, counted_fact, report_twice

HEADINGS = {
    "fact": ("指标", "指标名称"),
    "most": ("每月最多", "每月至多", "most a month"),
    "least": ("每月最少", "每月至少", "least a month"),
    "delay": ("见效时滞", "时滞", "时滞（月）", "见效时滞（月）", "delay in months"),
    "begin": ("开始", "开始月份", "first month"),
    "end": ("结束", "结束月份", "last month"),
    "routine": ("每月常态", "每月自然新增", "routine a month"),
    "note": ("备注", "说明"),
}
PACES = OfficeTable(HEADINGS, ("fact",), "进度表", "A table of paces")
MONTHS = ("begin", "end")


@dataclass(frozen=True)
class PaceLine:
    """What a figure can be moved by in a month, in its own unit: at most, and, where it is moved at all, at least.

    `delay`: how many months later work counts. `begin`, `end`: the first and last month of work, empty for any.
    `routine`: what arises each month without the plan; None where nobody says so.
    """

    target: str
    most: float | None = None
    least: float = 0.0
    delay: int = 0
    begin: str = ""
    end: str = ""
    routine: float | None = None

    def works(self, month: str) -> bool:
        """Whether there is work in a month."""
        return self.begin <= month and (not self.end or month <= self.end)


def read_paces(path: Path | str, dictionary: Mapping[str, Fact]) -> dict[str, PaceLine]:
    """The paces of a table (CSV or XLSX) by fact.

    Its columns: 指标, and where needed 每月最多, 每月最少, 见效时滞, 开始, 结束, 每月常态, 备注.
    Raises `InputError` with every fault at once, each with its cell.
    """
    problems, names = Problems(), facts.fact_lookup(dictionary)
    found: dict[str, PaceLine] = {}
    for row in PACES.rows(path, problems):
        line = _line(row, names, problems)
        if line and line.target in found:
            report_twice(row, problems)
        elif line:
            found[line.target] = line
    problems.raise_any()
    return found


def _line(row: OfficeRow, names: Mapping[str, Fact], problems: Problems) -> PaceLine | None:
    before = len(problems.found)
    fact = row.fact(names, problems)
    if fact is None:
        return None
    own = replace(counted_fact(fact), within=None)
    most, least, routine = (row.amount(column, own, problems) for column in ("most", "least", "routine"))
    delay = row.amount("delay", replace(own, unit="month"), problems)
    begin, end = (_month(row, column, problems) for column in MONTHS)
    for column, wrong in (("least", most is not None and (least or 0.0) > most), ("end", bool(end) and end < begin)):
        if wrong:
            problems.report(row.place(column), *WRONG[column])
    if len(problems.found) > before:
        return None
    return PaceLine(fact.name, most, least or 0.0, int(delay or 0), begin, end, routine)


WRONG = {
    "least": ("每月最少大于每月最多；请核对。", "The least a month is above the most; check them."),
    "end": ("结束早于开始；请核对。", "The last month is before the first; check them."),
}


def _month(row: OfficeRow, column: str, problems: Problems) -> str:
    text = row.cells.get(column, "")
    month = month_or_none(text) if text else ""
    if month is None:
        zh, en = "不是月份；请写作 2021-06。", "This is no month; write it as 2021-06."
        problems.report(row.place(column), zh, en)
    return month or ""
