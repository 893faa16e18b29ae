"""The table of holidays and shifted working days, read and checked (放假调休表)."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analysis.calendars.working_days import WorkingCalendar
from analysis.paths import display_path, root
from analysis.problems import InputError, Problem, Problems, did_you_mean

HEADINGS = ("date", "kind", "name")
NOTICE, HOLIDAY, WORKDAY = "notice", "holiday", "workday"
KINDS = (NOTICE, HOLIDAY, WORKDAY)
YEAR = re.compile(r"(?:19|20)\d\d")
DAY = re.compile(r"((?:19|20)\d\d)[-/](\d{1,2})[-/](\d{1,2})")
ANYWAY = {
    HOLIDAY: ("周末，本来就休息", "weekend day, off"),
    WORKDAY: ("周一至周五，本来就上班", "weekday, worked"),
}
# Days off by law whatever the notice shifts; a year that works on one of them was not entered whole.
ALWAYS_OFF = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))


@dataclass(frozen=True)
class CalendarRow:
    """One row as it stands: its place in the file, and its three cells."""

    where: str
    date: str
    kind: str
    name: str


def calendar_path() -> Path:
    """Where the table lies."""
    return root() / "params" / "calendar.csv"


def load(path: Path | None = None) -> WorkingCalendar:
    """The working days of the years listed in `params/calendar.csv`, or in another table of its shape.

    A row `2021,notice,<number>` makes 2021 a known year; `holiday` and `workday` rows are the days that differ from
    the plain week. CSV in UTF-8 or GBK; dates as 2021-02-07 or 2021/2/7, as spreadsheets save them.
    Raises `InputError` with all faults: not readable, an unknown kind, no date, a day listed twice, a day that does
    not differ from the plain week, a day of a year without notice, a gap between years, a year not entered whole.

    >>> import polars as pl
    >>> from analysis import calendars
    >>> working = calendars.load()
    >>> pl.select(working.working_days_between(pl.date(2021, 2, 5), pl.date(2021, 2, 20))).item()
    7
    """
    path = path or calendar_path()
    source, problems = display_path(path), Problems()
    rows = list(_rows(path, source, problems))
    years = _years(rows, source, problems)
    days = {kind: _days(rows, kind, years, problems) for kind in (HOLIDAY, WORKDAY)}
    _refuse_repeated(rows, problems)
    problems.raise_any()
    _refuse_partial(years, days[HOLIDAY], source, problems)
    problems.raise_any()
    return WorkingCalendar(years, days[HOLIDAY], days[WORKDAY], source)


def _rows(path: Path, source: str, problems: Problems) -> Iterator[CalendarRow]:
    headings, *records = _records(path, source) or [[]]
    if tuple(heading.strip() for heading in headings) != HEADINGS:
        named = ",".join(HEADINGS)
        raise InputError([Problem(source, f"第一行须是 {named}。", f"The first row must be {named}.")])
    for number, cells in enumerate(records, start=2):
        where, texts = f"{source}, 第{number}行 row {number}", [cell.strip() for cell in cells]
        if len(texts) == len(HEADINGS) and all(texts):
            yield from _checked(CalendarRow(where, *texts), problems)
        elif any(texts):
            problems.report(where, "每行须有三格：日期、类别、名称。", "A row has three cells: date, kind, name.")


def _records(path: Path, source: str) -> list[list[str]]:
    try:
        content = path.read_bytes()
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("gb18030")
        return list(csv.reader(io.StringIO(text, newline="")))
    except (OSError, UnicodeDecodeError, csv.Error):
        zh, en = "放假调休表无法读取；须是 CSV 文件。", "The table of holidays cannot be read; it must be a CSV file."
        raise InputError([Problem(source, zh, en)]) from None


def _checked(row: CalendarRow, problems: Problems) -> Iterator[CalendarRow]:
    if row.kind not in KINDS:
        (near_zh, near_en), kinds = did_you_mean(row.kind, KINDS), ", ".join(KINDS)
        zh, en = f"类别“{row.kind}”须是 {kinds} 之一。{near_zh}", f"'{row.kind}' is none of {kinds}. {near_en}".rstrip()
        problems.report(row.where, zh, en)
    elif row.kind == NOTICE and not YEAR.fullmatch(row.date):
        zh = f"“{row.date}”不是年份；notice 行的日期写年份，如 2021。"
        problems.report(row.where, zh, f"'{row.date}' is no year; a notice row has a year as its date, as 2021.")
    elif row.kind != NOTICE and _day(row.date) is None:
        zh, en = f"“{row.date}”不是日期；写成 2021-02-07。", f"'{row.date}' is no date; write it as 2021-02-07."
        problems.report(row.where, zh, en)
    else:
        yield row


def _day(text: str) -> date | None:
    hit = DAY.fullmatch(text)
    try:
        return date(int(hit[1]), int(hit[2]), int(hit[3])) if hit else None
    except ValueError:
        return None


def _years(rows: list[CalendarRow], source: str, problems: Problems) -> range:
    listed = {int(row.date) for row in rows if row.kind == NOTICE}
    if not listed:
        zh, en = "没有任何年份；每年须有一行 notice。", "No year is listed; each year needs a row of kind notice."
        problems.report(source, zh, en)
        return range(0)
    years = range(min(listed), max(listed) + 1)
    for year in sorted(set(years) - listed):
        zh = f"缺 {year} 年；年份须连续，请补上这一年。"
        problems.report(source, zh, f"{year} is missing; years must follow each other, so add it.")
    return years


def _days(rows: list[CalendarRow], kind: str, years: range, problems: Problems) -> frozenset[date]:
    days = {day: row for row in rows if row.kind == kind and (day := _day(row.date))}
    for day, row in days.items():
        if years and day.year not in years:
            zh = f"{day.year} 年没有 notice 行；请补上所依据的通知，或改正日期。"
            en = f"{day.year} has no notice row; add the notice it rests on, or mend the date."
            problems.report(row.where, zh, en)
        if (day.weekday() < 5) != (kind == HOLIDAY):
            zh, en = ANYWAY[kind]
            zh = f"{row.date} 是{zh}，不必列；请删去此行，或改正日期。"
            problems.report(row.where, zh, f"{row.date} is a {en} anyway; leave this row out, or mend the date.")
    return frozenset(days)


def _refuse_repeated(rows: list[CalendarRow], problems: Problems) -> None:
    times = Counter(_day(row.date) for row in rows if row.kind != NOTICE)
    for row in rows:
        if row.kind != NOTICE and times[_day(row.date)] > 1:
            problems.report(row.where, f"{row.date} 列了不止一次。", f"{row.date} is listed more than once.")


def _refuse_partial(years: range, holidays: frozenset[date], source: str, problems: Problems) -> None:
    for day in (date(year, month, number) for year in years for month, number in ALWAYS_OFF):
        if day.weekday() < 5 and day not in holidays:
            zh = f"{day} 是法定节假日，却没有列；请把 {day.year} 年的通知全部录入。"
            en = f"{day} is off by law but not listed; enter the whole notice of {day.year}."
            problems.report(source, zh, en)
