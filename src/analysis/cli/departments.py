"""`scorecard departments`: each department's month, a workbook and one page each (部门任务单)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli import SOME_FAILED, error_text
from analysis.cli.options import (
    DEFAULT_RULEBOOKS,
    DEFAULT_SCENARIOS,
    Language,
    LanguageOption,
    RequiredCityOption,
    RequiredMonthOption,
    RulebooksOption,
    ScenariosOption,
)
from analysis.departments import load_departments as names


def departments(
    city: RequiredCityOption,
    month: RequiredMonthOption,
    rulebook: RulebooksOption = None,
    scenario: ScenariosOption = None,
    output: Annotated[Path | None, typer.Option("--output", metavar="DIR", help="写入的文件夹。 The folder.")] = None,
    formats: Annotated[
        str | None, typer.Option("--formats", help="任务单的格式，逗号分隔，如 docx,pdf。 Formats, by commas.")
    ] = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """各部门任务单：失分、下一步、缺数；一本工作簿，每家一页。 Each department's duties: a workbook, and a page each.

    [bold]例 Example[/bold]

    scorecard departments --city 江阴 --month 2021-03
    """
    from analysis.reports import Refused, ReportError, tasking

    try:
        folder = tasking.publish_departments(
            city,
            month,
            rulebook or DEFAULT_RULEBOOKS,
            scenario or DEFAULT_SCENARIOS,
            lang.value,
            output,
            (formats,) if formats else tasking.FORMATS,
        )
    except Refused:
        raise
    except ReportError as error:
        typer.echo(error_text(error), err=True)
        raise typer.Exit(SOME_FAILED) from None
    count = len({path.stem for path in folder.iterdir()} & set(names()))
    typer.echo(
        f"已写 {count} 个单位的任务单和 {tasking.WORKBOOK}：{folder}\n{count} pages and the workbook are written."
    )
