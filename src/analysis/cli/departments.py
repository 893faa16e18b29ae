"""`scorecard departments`: each department's month, a workbook and one page each (部门任务单)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis import departments as own
from analysis import facts
from analysis.cli import SOME_FAILED, error_text
from analysis.cli.options import (
    DEFAULT_RULEBOOKS,
    Language,
    LanguageOption,
    RequiredCityOption,
    RulebooksOption,
    ScenariosOption,
    writing,
)
from analysis.cli.subjects import say_remade
from analysis.file_checks import refuse_existing
from analysis.paths import display_path, replace_file
from analysis.problems import InputError, Problem


def departments(
    city: RequiredCityOption,
    month: Annotated[str | None, typer.Option("--month", help="月份，如 2021-03。 The month.")] = None,
    rulebook: RulebooksOption = None,
    scenario: ScenariosOption = None,
    output: Annotated[Path | None, typer.Option("--output", metavar="DIR", help="写入的文件夹。 The folder.")] = None,
    formats: Annotated[
        str | None, typer.Option("--formats", help="任务单的格式，逗号分隔，如 docx,pdf。 Formats, by commas.")
    ] = None,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template",
            metavar="OUT.xlsx",
            help="只写一张待填的表：单位、分工、报送日。\n\nOnly a table to fill in.",
        ),
    ] = None,
    filled: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE.xlsx", help="读入填好的表，存为本市的单位。\n\nTake a filled table in."),
    ] = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """各部门任务单：失分、下一步、缺报数据；一本工作簿，每家一页。 Each department's duties: a workbook, a page each.

    单位用本市的名称；没有填过的，用“人民银行分支机构”这类通用名称。

    Units bear the city's own names, or the names of roles where the city has given none.

    [bold]例 Examples[/bold]

    scorecard departments --city 江阴 --month 2021-03

    scorecard departments --city 昆山 --template 昆山责任单位.xlsx

    scorecard departments --city 昆山 --from 昆山责任单位.xlsx
    """
    if template is not None or filled is not None:
        _own_departments(facts.code_of(city), template, filled)
        return
    _publish(city, _needed(month), rulebook, scenario, output, formats, lang)


def _own_departments(code: str, template: Path | None, filled: Path | None) -> None:
    """Write the table that a city fills in, or take a filled one in as the city's file."""
    if template is not None:
        _must_be_workbook(template)
        refuse_existing(template)
        with writing(template):
            replace_file(template, own.blank_workbook(code))
        typer.echo(f"已写入 {template}。填好后用 --from 读入。 Written; take it in with --from when it is filled.")
    if filled is not None:
        place = own.keep_city_departments(own.read_filled_workbook(filled, code))
        typer.echo(f"已存为本市的责任单位：{display_path(place)}。 Kept as the city's own departments.")


def _must_be_workbook(template: Path) -> None:
    if template.suffix.casefold() != ".xlsx":
        zh, en = "模板是 Excel 工作簿，文件名须以 .xlsx 结尾。", "The template is a workbook: end its name in .xlsx."
        raise InputError([Problem(str(template), zh, en)])


def _needed(month: str | None) -> str:
    if month is None:
        zh = "请写 --month，如 2021-03；只要填表的，写 --template 或 --from。"
        raise InputError([Problem("--month", zh, "Name the month, as 2021-03; or --template or --from for a table.")])
    return month


def _publish(
    city: str, month: str, rulebook: list[str] | None, scenario: list[str] | None, output: Path | None,
    formats: str | None, lang: Language,
) -> None:  # fmt: skip
    from analysis.reports import Refused, ReportError, tasking

    try:
        folder = tasking.publish_departments(
            city,
            month,
            rulebook or DEFAULT_RULEBOOKS,
            scenario or None,
            lang.value,
            output,
            (formats,) if formats else tasking.FORMATS,
        )
    except Refused:
        raise
    except ReportError as error:
        typer.echo(error_text(error), err=True)
        raise typer.Exit(SOME_FAILED) from None
    count = tasking.page_count(folder)
    typer.echo(
        f"已写 {count} 个单位的任务单和 {tasking.WORKBOOK}：{folder}\n{count} pages and the workbook are written."
    )
    say_remade(tasking.remade_sheets(folder, (formats,) if formats else tasking.FORMATS))
