"""`scorecard plan --by`: the plan as a calendar, answered, and written as a sheet a department (分月方案)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from analysis.cli import OUT_OF_REACH
from analysis.cli.answers import Format, answer, as_csv
from analysis.cli.options import Language, writing
from analysis.cli.subjects import Subject
from analysis.file_checks import refuse_existing
from analysis.paths import replace_file
from analysis.problems import InputError, Problem
from analysis.questions import plan_calendar
from analysis.questions.planning import PlanDemand, read_paces
from analysis.rulebooks import Rulebook
from analysis.views import calendar_sheets, calendar_tables, words

WORKBOOK = ".xlsx"


def answer_by(
    subject: Subject, by: str, goal: PlanDemand, parts: dict[str, Any], sheets: Path | None, form: Format,
    output: Path | None, lang: Language,
) -> None:  # fmt: skip
    """A plan over months, and its sheets."""
    book, path = subject.book, parts["paces"]
    parts["paces"] = None if path is None else read_paces(path, book.dictionary)
    if sheets is not None:
        _refuse_sheets(sheets)
    result = plan_calendar.by_when(*subject.case, by, goal, subject.scenario, **parts)
    answer(result, result.steps, calendar_tables.calendar_tables(result, book, lang), form, output)
    if sheets is not None and result.steps.height:
        _write_sheets(result, book, sheets, lang)
    if not result.possible:
        raise typer.Exit(OUT_OF_REACH)


def _refuse_sheets(sheets: Path) -> None:
    """Raise `InputError` for what is neither a workbook nor a folder, or is there already."""
    refuse_existing(sheets)
    full = sheets.is_dir() and any(sheets.iterdir())
    if full or sheets.suffix.lower() not in ("", WORKBOOK):
        zh = "请写 .xlsx 文件名，或一个新的（空的）文件夹名。"
        raise InputError([Problem(f"--sheets {sheets}", zh, "Name a new .xlsx, or a new or empty folder.")])


def _write_sheets(result: plan_calendar.PlanCalendar, book: Rulebook, sheets: Path, lang: Language) -> None:
    """A workbook with a sheet a department, or a folder with a CSV each."""
    frames = calendar_sheets.department_sheets(result, book, lang)
    with writing(sheets):
        if sheets.suffix.lower() == WORKBOOK:
            replace_file(sheets, calendar_sheets.department_workbook(result, book, lang))
        for place, (unit, frame) in enumerate(frames.items() if sheets.suffix.lower() != WORKBOOK else (), 1):
            sheets.mkdir(parents=True, exist_ok=True)
            text = as_csv(frame)
            replace_file(sheets / f"{calendar_sheets.sheet_name(unit, place)}.csv", f"\ufeff{text}\n".encode())
    typer.echo(words.say("calendar sheets", lang, path=sheets, count=len(frames)), err=True)


def refuse_month_options(options: dict[str, object]) -> None:
    """Raise `InputError` where something is said of months, but not by when."""
    given = [name for name, value in options.items() if value is not None]
    if given:
        zh, en = "须与 --by 一起用，写明在哪个月达到。", "It goes with --by, which says in which month."
        raise InputError([Problem(" ".join(given), zh, en)])
