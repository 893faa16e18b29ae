"""`scorecard workbook`: a month's scorecards as a workbook whose every score is a formula (活的工作簿)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis import facts, scenarios, views
from analysis.calendars import parse_month
from analysis.cli.options import (
    DEFAULT_RULEBOOKS,
    DEFAULT_SCENARIOS,
    Language,
    LanguageOption,
    RequiredCityOption,
    RequiredMonthOption,
    RulebooksOption,
    writing,
)
from analysis.paths import replace_file
from analysis.problems import InputError, Problem
from analysis.questions import decisions
from analysis.views import sections


def workbook(
    output: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="要写的工作簿。 The workbook to write.")],
    city: RequiredCityOption,
    month: RequiredMonthOption,
    rulebook: RulebooksOption = None,
    scenario: Annotated[
        list[str] | None,
        typer.Option("--scenario", help="可切换的情景，可多个。\n\nThe scenarios to switch between."),
    ] = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """写一个工作簿，每个得分都是公式：在 Excel 里改一个数，总分随之重算。 A workbook of formulas.

    规则值、读法、情景都可以换；数据空着就是缺，得分给出最低和最高。

    Change a figure, a rule value, a reading or the scenario in Excel and every score follows.

    [bold]例 Example[/bold]

    scorecard workbook --city 江阴 --month 2021-03 江阴2021-03.xlsx
    """
    from analysis.reports import brief_document, workbooks

    if output.suffix.casefold() != ".xlsx":
        zh, en = "工作簿的文件名须以 .xlsx 结尾。", "End the workbook's name in .xlsx."
        raise InputError([Problem(str(output), zh, en)])
    when = parse_month(month)
    listed = [scenarios.load(name) for name in scenario or DEFAULT_SCENARIOS]
    asked = (facts.up_to(city, when), rulebook or DEFAULT_RULEBOOKS, facts.code_of(city, when), when, listed)
    scored = sections.cards(*asked)
    month_brief = views.month_brief(decisions.decision_of(scored, asked[0]), lang.value)
    brief = brief_document.brief_document(month_brief, when)
    with writing(output):
        replace_file(output, workbooks.workbook_bytes(scored, lang.value, brief))
    typer.echo(f"已写入 {output}。 Written.")
