"""A plan over months as sheets to hand out: one a department, as a workbook or as CSV (排期分发表)."""

from __future__ import annotations

from typing import Any

import polars as pl

from analysis.facts import unit_label
from analysis.questions import plan_calendar
from analysis.rulebooks import Rulebook
from analysis.views.amounts import target_title
from analysis.views.calendar_tables import acting_names
from analysis.views.frame_workbooks import frames_workbook
from analysis.views.words import joined_texts, say

LONGEST_NAME, FORBIDDEN = 31, "[]:*?/\\'"


def department_sheets(result: plan_calendar.PlanCalendar, book: Rulebook, lang: str = "zh") -> dict[str, pl.DataFrame]:
    """By department, its steps month by month; a step of several stands with each. Equal inputs, equal frames."""
    rows = list(result.steps.iter_rows(named=True))
    named = [
        (acting_names(result.city, row["departments"], lang) or [say("calendar no unit", lang)], row) for row in rows
    ]
    units = dict.fromkeys(unit for who, _ in named for unit in who)
    return {unit: _sheet([row for who, row in named if unit in who], result, book, lang) for unit in units}


def _sheet(rows: list[dict[str, Any]], result: plan_calendar.PlanCalendar, book: Rulebook, lang: str) -> pl.DataFrame:
    cost = say("plan cost" if result.priced else "plan effort", lang)
    columns = {
        say("calendar month", lang): [row["month"] for row in rows],
        say("calendar item", lang): [target_title(row["fact"], book, lang) for row in rows],
        say("calendar unit", lang): [unit_label(row["unit"]) if lang == "zh" else row["unit"] for row in rows],
        say("calendar done", lang): [row["change"] for row in rows],
        say("calendar figure", lang): [row["figure"] for row in rows],
        say("calendar from", lang): [row["counts_from"] for row in rows],
        say("calendar to", lang): [row["counts_until"] for row in rows],
        cost: [row["cost"] for row in rows],
        say("plan payer", lang): [row["payer"] or None for row in rows],
        say("clauses", lang): [joined_texts(row["clauses"], lang) for row in rows],
    }
    return pl.DataFrame(columns, strict=False)


def department_workbook(result: plan_calendar.PlanCalendar, book: Rulebook, lang: str = "zh") -> bytes:
    """A workbook: the months as scored, then a sheet for each department; equal inputs give equal bytes."""
    sheets = {sheet_name(unit, place): frame for place, (unit, frame) in
              enumerate(department_sheets(result, book, lang).items(), 1)}  # fmt: skip
    return frames_workbook({say("calendar months", lang): _months(result, lang), **sheets})


def sheet_name(unit: str, place: int) -> str:
    """A department's name as a sheet or a file may bear it, numbered so that no two are alike."""
    plain = "".join("_" if sign in FORBIDDEN else sign for sign in unit)
    return f"{place:02d} {plain}"[:LONGEST_NAME].rstrip(" .")


def _months(result: plan_calendar.PlanCalendar, lang: str) -> pl.DataFrame:
    part = "high" if result.upper else "low"
    cost = say("plan cost" if result.priced else "plan effort", lang)
    names = {"month": say("calendar month", lang), part: say("calendar total month", lang), "cost": cost}
    return result.months.select(list(names)).rename(names)
