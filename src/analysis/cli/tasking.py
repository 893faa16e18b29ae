"""`scorecard departments`: each department's month, a workbook and one page each (部门任务单)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.exits import SOME_FAILED
from analysis.cli.options import Lang, Language
from analysis.cli.reporting import RULEBOOKS, SCENARIOS
from analysis.departments import load_departments as table


def departments(
    city: Annotated[str, typer.Option("--city", help="城市代码或名称。 The city, code or name.")],
    month: Annotated[str, typer.Option("--month", help="月份，如 2021-03。 The month.")],
    rulebook: Annotated[list[str] | None, typer.Option("--rulebook", help="规则集，可多个。 The rulebooks.")] = None,
    scenario: Annotated[list[str] | None, typer.Option("--scenario", help="情景，可多个。 The scenarios.")] = None,
    output: Annotated[Path | None, typer.Option("--output", metavar="DIR", help="写入的文件夹。 The folder.")] = None,
    formats: Annotated[
        str | None, typer.Option("--formats", help="任务单的格式，逗号分隔，如 docx,pdf。 Formats, by commas.")
    ] = None,
    lang: Lang = Language.ZH,
) -> None:
    """各部门任务单：失分、下一步、缺数；一本工作簿，每家一页。 Each department's duties: a workbook, and a page each.

    [bold]例 Example[/bold]

    scorecard departments --city 江阴 --month 2021-03
    """
    from analysis.reports import ReportError, tasking
    from analysis.reports.failures import Refused

    try:
        folder = tasking.publish(
            city,
            month,
            rulebook or RULEBOOKS,
            scenario or SCENARIOS,
            lang.value,
            output,
            (formats,) if formats else tasking.FORMATS,
        )
    except Refused:
        raise
    except ReportError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(SOME_FAILED) from None
    count = len({path.stem for path in folder.iterdir()} & set(table()))
    typer.echo(
        f"已写 {count} 个单位的任务单和 {tasking.WORKBOOK}：{folder}\n{count} pages and the workbook are written."
    )
