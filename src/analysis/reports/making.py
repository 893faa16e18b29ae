"""From a request to the files of a report: notebooks chosen, run, proved, and put together (报告制作)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
import polars as pl
from nbformat import NotebookNode

from analysis import scorecards
from analysis.documents import Document
from analysis.paths import display_path, replace_file, root
from analysis.problems import InputError, Problem, Problems
from analysis.questions import change, decisions
from analysis.reports import checking, formats, manifest, pages, parameters, scorecard
from analysis.reports.brief_document import brief_document
from analysis.reports.checking import INJECTED
from analysis.reports.document import report_document
from analysis.reports.failures import ReportError
from analysis.reports.heads import page_head, page_mark, section_part
from analysis.reports.kernels import Job, Run
from analysis.reports.request import Request, as_refused
from analysis.scorecards import Card
from analysis.views import MonthBrief, end_mark_text, month_brief
from analysis.views import sections as view_sections

OVERVIEW, CHANGE = "overview", "change"


def scored_cards(request: Request) -> list[Card]:
    """The card of each rulebook asked for. Raises `Refused` for figures that are missing or faulty."""
    try:
        names = [book.id for book in request.books]
        return view_sections.cards(_compared_facts(request), names, request.city, request.month, request.scenarios)
    except InputError as error:
        raise as_refused(error) from None


def facts_of(request: Request) -> pl.DataFrame:
    """The FACTS a report is made from: as they stand now, or as they were known on the day asked for."""
    return scorecards.facts_as_of(request.city, request.month, request.as_of, scorecards.known_facts(request.books))


def _compared_facts(request: Request) -> pl.DataFrame:
    """The same with the figures of other units below, where cards look at them."""
    return scorecards.card_facts(request.books, request.city, request.month, request.as_of, request.scenarios)


def notebook_jobs(request: Request, cards: Sequence[Card]) -> list[Job]:
    """The notebooks to run: the overview, then those each rulebook names for its top groups, each once.

    For each rulebook also why the score moved, where the month before has figures to compare with.
    """
    whole = request.parameters()
    shared = {name: value for name, value in whole.items() if name != "rulebooks"}
    listed = [Job(OVERVIEW, notebook_path(OVERVIEW), whole, end_mark_text(cards, OVERVIEW))]
    for card in cards:
        listed += [
            Job(
                f"{card.book.id}.{name}",
                notebook_path(name),
                {**shared, "rulebook": card.book.id},
                end_mark_text(card, name),
            )
            for name in dict.fromkeys(group.notebook for group in card.book.groups.values() if not group.parent)
            if name
        ]
        listed += _change(card, shared)
    return listed


def _change(card: Card, shared: Mapping[str, Any]) -> list[Job]:
    before = change.month_before(card)
    given = {**shared, "rulebook": card.book.id, "before": before}
    return (
        [Job(f"{card.book.id}.{CHANGE}", notebook_path(CHANGE), given, end_mark_text(card, CHANGE))] if before else []
    )


def changes_since_before(request: Request, cards: Sequence[Card]) -> dict[str, tuple[change.ScoreChange, ...]]:
    """By rulebook, why the total of each of the card's scenarios moved since the month before, if comparable."""
    facts = _compared_facts(request)
    compared = [(card, before) for card in cards if (before := change.month_before(card))]
    return {
        card.book.id: change.under_scenarios(facts, card.book.whole, card.city, before, card.month, card.scenarios)
        for card, before in compared
    }


def notebook_path(name: str) -> Path:
    """Where a notebook lies."""
    return root() / "notebooks" / f"{name}.ipynb"


def checked_notebooks(listed: Sequence[Job]) -> dict[str, NotebookNode]:
    """Each job's notebook as written, its parameters checked. Raises `ReportError` with all faults at once."""
    problems = Problems()
    read = {job.name: problems.absorb(partial(parameters.check_parameters, job.path, job.parameters)) for job in listed}
    if problems.found:
        raise ReportError(dict.fromkeys(problems.found))
    return read  # type: ignore[return-value]


def proved_notebooks(
    runs: Sequence[Run], read: Mapping[str, NotebookNode], timeout: int, kept: Path
) -> dict[str, NotebookNode]:
    """The executed notebooks of runs that are all proved good.

    Raises `ReportError` naming notebook, cell and cause of all that are not; what they left is kept in `kept`.
    """
    left = {run.job.name: checking.executed_notebook(run) for run in runs}
    problems: list[Problem] = []
    for run in runs:
        found = checking.run_faults(run, read[run.job.name], left[run.job.name], timeout)
        where = _keep(run, kept) if found else ""
        problems += [checking.run_problem(run, fault, left[run.job.name], where) for fault in found]
    if problems:
        raise ReportError(problems)
    return {name: notebook for name, notebook in left.items() if notebook is not None}


def report_files(
    request: Request, cards: Sequence[Card], made_from: Mapping[str, Any], executed: Mapping[str, NotebookNode],
    started: datetime, known_on: str | None = None,
) -> dict[str, bytes]:  # fmt: skip
    """Every file of the report by its name, the manifest last."""
    brief = month_brief_of(request, cards)
    sections = [
        pages.brief_section(brief),
        *_sections(request, executed),
        pages.figures_section(cards, request.lang),
    ]
    files = {"index.html": pages.page_html(page_head(request, made_from), sections, request.lang).encode()}
    files |= {f"notebooks/{name}.ipynb": executed_copy(nb) for name, nb in executed.items()}
    files["scorecard.csv"] = scorecard.scorecard_csv(cards, request.lang)
    if formats.has_documents(request.formats, request.annexes):
        papers = _papers(request, cards, made_from, brief)
        mark = page_mark(request.books, request.scenarios[0], request.lang)
        document = brief_document(brief, request.month, mark)
        content = formats.FormatContent(document, papers, cards, request.lang)
        files |= formats.document_files(content, request.formats, request.annexes)
    warned = {name: said for name, nb in executed.items() if (said := checking.cell_warnings(nb))}
    return files | {manifest.NAME: manifest.manifest_json(request, made_from, files, warned, started, known_on)}


def _papers(
    request: Request, cards: Sequence[Card], made_from: Mapping[str, Any], brief: MonthBrief
) -> Document | None:
    """The working papers; none where no file holds them."""
    if not request.annexes and formats.XLSX not in request.formats:
        return None
    return report_document(request, cards, made_from, changes_since_before(request, cards), brief)


def month_brief_of(request: Request, cards: Sequence[Card]) -> MonthBrief:
    """The brief that heads the report in every format."""
    return month_brief(
        decisions.decision_of(cards, facts_of(request), as_of=request.as_of), request.lang, request.standing
    )


def _sections(request: Request, executed: Mapping[str, NotebookNode]) -> list[pages.PageSection]:
    return [pages.page_section(name, section_part(request, name), nb, request.lang) for name, nb in executed.items()]


def executed_copy(executed: NotebookNode) -> bytes:
    """The executed notebook as it is kept: nothing in it differs between two equal runs."""
    given = {"parameters": executed.metadata.get("papermill", {}).get("parameters", {})}
    cells = [_kept_cell(cell, place) for place, cell in enumerate(executed.cells)]
    kept = _with(executed, metadata=_with(executed.metadata, papermill=given), cells=cells)
    return f"{nbformat.writes(kept)}\n".encode()


def _kept_cell(cell: NotebookNode, place: int) -> NotebookNode:
    untimed = {name: said for name, said in cell.metadata.items() if name not in ("papermill", "execution")}
    kept = _with(cell, metadata=NotebookNode(untimed))
    if INJECTED in parameters.cell_tags(cell):
        kept["id"] = f"{INJECTED}-{place}"
    if cell.cell_type == "code":
        kept["outputs"] = [output for output in cell.outputs if output.get("name") != "stderr"]
    return kept


def _with(node: NotebookNode, **parts: Any) -> NotebookNode:
    """A node with other parts; what it shares with the first is not copied, a notebook's outputs being large."""
    return NotebookNode({**node, **parts})


def _keep(run: Run, folder: Path) -> str:
    # A full disk must not hide what went wrong.
    with suppress(OSError):
        return display_path(replace_file(folder / f"{run.job.name}.ipynb", run.executed.read_bytes(), private=True))
    return ""
