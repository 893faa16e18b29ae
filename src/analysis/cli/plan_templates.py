"""`scorecard plan --costs-template`, `--paces-template`: the blank tables that an office fills (计划用表)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from analysis.cli.options import Language, writing
from analysis.cli.subjects import Subject
from analysis.file_checks import refuse_existing
from analysis.paths import replace_file
from analysis.problems import InputError, Problem
from analysis.questions import starting_points
from analysis.questions.planning import OfficeTable
from analysis.views import plan_templates, words

WORKBOOK = ".xlsx"


def write_blank_tables(subject: Subject, wanted: Sequence[tuple[OfficeTable, Path | None]], lang: Language) -> None:
    """Write the tables that are asked for; none where one of them cannot be. Raises `InputError`."""
    places = [(table, path) for table, path in wanted if path is not None]
    for _, path in places:
        _refuse_place(path)
    here = starting_points.starting_point(*subject.case, subject.scenario)
    for table, path in places:
        content, count = plan_templates.blank_table(here, table)
        with writing(path):
            replace_file(path, content)
        typer.echo(words.say("plan table written", lang, path=path, count=count))


def _refuse_place(path: Path) -> None:
    if path.suffix.casefold() != WORKBOOK:
        zh, en = "空白表是 Excel 工作簿，文件名须以 .xlsx 结尾。", "A blank table is a workbook: end its name in .xlsx."
        raise InputError([Problem(str(path), zh, en)])
    refuse_existing(path)
