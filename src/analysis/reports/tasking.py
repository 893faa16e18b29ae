"""Each department's month: one workbook with a sheet for each, and one document of a page for each (部门任务单).

reports/<code>/<month>-departments/departments.xlsx, tax.docx, …, manifest.json
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from analysis import documents, workplans
from analysis.departments import load_departments
from analysis.documents import Block, Document, DocumentNote, Heading, Paragraph, format_names, view_blocks
from analysis.problems import InputError
from analysis.questions import coverage
from analysis.questions import duties as duties_question
from analysis.questions import progress as progress_question
from analysis.reports import making, manifest, publishing
from analysis.reports.manifest import NAME
from analysis.reports.request import Request, as_refused, checked_request, own_place
from analysis.views import department_names, department_tables, view_objects, words, workplan_tables

WORKBOOK = "departments.xlsx"
FORMATS = ("docx",)
MOST = {"zh": (3, 3, 6, 2), "en": (2, 2, 4, 1)}
"""How many clauses, steps, figures owed and tasks a page has room for; the workbook has all."""


def publish_departments(
    city: str,
    month: str,
    rulebooks: Sequence[str],
    scenarios: Sequence[str] | None,
    lang: str = "zh",
    output: Path | None = None,
    formats: Sequence[str] = FORMATS,
) -> Path:
    """Write every department's duties of a city and month; gives back the folder, replaced whole or not at all.

    Files are named after the departments' codes. Raises `ReportError` with every fault found.
    """
    started = datetime.now(UTC)
    asked = _asked(city, month, rulebooks, scenarios, lang, output, formats)
    with publishing.working_folder(asked.output) as work:
        asked = _with_published_formats(asked)
        result, plan = _duties_and_progress(asked)
        made_from = manifest.input_hashes(asked, [])
        files = {WORKBOOK: departments_workbook(result, lang, plan), **_documents(result, lang, asked.formats, plan)}
        manifest_file = manifest.manifest_json(asked, made_from, files, {}, started)
        return publishing.publish_files({**files, NAME: manifest_file}, work, asked.output)


def _asked(
    city: str, month: str, rulebooks: Sequence[str], scenarios: Sequence[str] | None, lang: str, output: Path | None,
    formats: Sequence[str],
) -> Request:  # fmt: skip
    """The request, to its own place beside the month's report; each format one that documents can be written in."""
    asked = checked_request(city, month, rulebooks, scenarios, lang, output)
    place = own_place(asked.city, f"{asked.month}-departments") if output is None else asked.output
    try:
        names = format_names(formats, documents.WRITERS)
        documents.require_formats(names)
    except InputError as error:
        raise as_refused(error) from None
    return dataclasses.replace(asked, output=place, formats=names)


def _with_published_formats(asked: Request) -> Request:
    """The request with the formats that stand in its folder: they are made again, never left out or left old."""
    try:
        names = tuple(dict.fromkeys([*asked.formats, *sheet_formats(asked.output)]))
        documents.require_formats(names)
    except InputError as error:
        raise as_refused(error) from None
    return dataclasses.replace(asked, formats=names)


def sheet_formats(folder: Path) -> tuple[str, ...]:
    """The formats in which departments' pages stand in a folder."""
    endings = {path.suffix[1:] for path in _pages(folder)}
    return tuple(name for name in documents.WRITERS if name in endings)


def page_count(folder: Path) -> int:
    """How many departments have a page in a folder."""
    return len({path.stem for path in _pages(folder)})


def _pages(folder: Path) -> list[Path]:
    own = {WORKBOOK, NAME, *(path.name for path in manifest.strange_files(folder))}
    return [path for path in folder.glob("*.*") if path.name not in own]


def remade_sheets(folder: Path, formats: Sequence[str]) -> tuple[str, ...]:
    """The formats in the folder that were not asked for: published earlier, and made again with the rest."""
    asked = format_names(formats, documents.WRITERS)
    return tuple(name for name in sheet_formats(folder) if name not in asked)


def _duties_and_progress(asked: Request) -> tuple[duties_question.Duties, progress_question.Progress | None]:
    """The duties, and the year's plan as of the month where the city has one."""
    try:
        facts = making.facts_of(asked)
        result = duties_question.duties(facts, asked.books, asked.city, asked.month, asked.scenarios)
        if not workplans.has_plan(asked.city, asked.month):
            return result, None
        plan = workplans.load(asked.city, asked.month)
        return result, progress_question.progress(plan, facts, workplans.plan_reports(plan), asked.month)
    except InputError as error:
        raise as_refused(error) from None


def units_named(result: duties_question.Duties, plan: progress_question.Progress | None) -> tuple[str, ...]:
    """Every unit that a clause or a task names, in the table's order; nobody, for clauses without a unit, last."""
    tasked_ = {owner.code for task in plan.plan.tasks.values() for owner in task.owners} if plan else set()
    return tuple(
        code for code in (*load_departments(result.city), coverage.NOBODY) if code in tasked_ | set(result.units)
    )


def departments_workbook(
    result: duties_question.Duties, lang: str = "zh", plan: progress_question.Progress | None = None
) -> bytes:
    """The workbook: an overview, then a sheet for each department with all its tables, named by the department."""
    inner: list[Block] = [view_blocks.table_block(department_tables.departments_overview(result, lang), small=True)]
    for unit in units_named(result, plan):
        inner += [
            Heading(department_names.department_title(unit, result.city, lang), numbered=False),
            Paragraph(department_tables.department_summary(result, unit, lang)),
        ]
        inner += [view_blocks.table_block(table, small=True) for table in _tables(result, unit, lang)]
        if plan and unit:
            inner.append(view_blocks.table_block(workplan_tables.goals_table(plan, lang, unit), small=True))
    title = words.say("duties sheet", lang)
    return documents.write(Document(title, tuple(inner), lang), "xlsx")


def _tables(result: duties_question.Duties, unit: str, lang: str) -> list[view_objects.Table]:
    """A department's tables; none where no clause names it."""
    verbs = (
        (department_tables.department_clauses, department_tables.department_steps, department_tables.department_missing)
        if unit in result.units
        else ()
    )
    return [verb(result, unit, lang) for verb in verbs]


def _documents(
    result: duties_question.Duties, lang: str, formats: Sequence[str], plan: progress_question.Progress | None
) -> dict[str, bytes]:
    named = [unit for unit in units_named(result, plan) if unit]
    documents_by_unit = {unit: department_document(result, unit, lang, plan) for unit in named}
    return {f"{unit}.{name}": documents.write(documents_by_unit[unit], name) for unit in named for name in formats}


def department_document(
    result: duties_question.Duties, unit: str, lang: str = "zh", plan: progress_question.Progress | None = None
) -> Document:
    """One department's month on one page: in a sentence, its clauses, what to do next, what it owes, its tasks.

    What the page has no room for is counted on it, and stands in the workbook.
    """
    clauses, steps, owed, named = MOST[lang]
    worst, next_ = (
        department_tables.department_clauses(result, unit, lang, clauses),
        department_tables.department_steps(result, unit, lang, steps),
    )
    inner: list[Block] = [Paragraph(department_tables.department_summary(result, unit, lang))]
    for table in (worst, next_) if unit in result.units else ():
        inner += [Heading(table.title), *_block(table)]
    tasks = workplan_tables.task_names(plan.plan, unit, named, lang) if plan else ""
    small = (
        department_tables.owed_figures(result, unit, lang, owed),
        tasks,
        ("" if lang == "zh" else " ").join(department_tables.department_notes(result, lang, unit)),
    )
    inner += [DocumentNote(text) for text in small if text]
    name, month = load_departments(result.city)[unit].name(lang), words.month_title(result.month, lang)
    return Document(
        words.say("duties headline", lang, city=words.city_title(result.city, lang)), tuple(inner), lang,
        subtitle=words.say("in brackets", lang, text=month), addressees=words.say("addressed", lang, unit=name),
    )  # fmt: skip


def _block(table: view_objects.Table) -> tuple[Block, ...]:
    """A table under its heading; nothing but what is said where it has no rows."""
    if not table.rows:
        return (Paragraph(table.empty),)
    return (dataclasses.replace(view_blocks.table_block(table, small=True), title=""),)
