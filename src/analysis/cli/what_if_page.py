"""`scorecard what-if-page`: one file that scores in any browser, without network, Python or installing (试算网页)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis import rulebooks
from analysis.cli.options import (
    AsOfOption,
    Language,
    LanguageOption,
    ReadingsOption,
    RequiredCityOption,
    RequiredMonthOption,
    RulebookOption,
    ScenarioFilesOption,
    SetsOption,
    writing,
)
from analysis.cli.subjects import changed_subject
from analysis.paths import replace_file
from analysis.problems import InputError, Problem
from analysis.questions import starting_points

ENDINGS = (".html", ".htm")


def what_if_page(
    ctx: typer.Context,
    output: Annotated[Path, typer.Argument(metavar="OUT.html", help="要写的网页文件。 The page to write.")],
    city: RequiredCityOption,
    month: RequiredMonthOption,
    rulebook: RulebookOption = "hard-2019",
    sets: SetsOption = None,
    readings: ReadingsOption = None,
    scenario: ScenarioFilesOption = None,
    as_of: AsOfOption = "",
    lang: LanguageOption = Language.ZH,
) -> None:
    """写一个试算网页：双击打开即可试算，不需网络、不需安装。 A what-if page, no install.

    滑块、填数、读法、缺报、一票否决、打印都在一个文件里；公式与评分程序相同。

    Sliders, readings, missing figures and vetoes in one file that any browser opens from disk.

    [bold]例 Example[/bold]

    scorecard what-if-page --city 江阴 --month 2021-03 江阴2021-03试算.html
    """
    from analysis.reports import what_if

    if output.suffix.casefold() not in ENDINGS:
        zh, en = "网页的文件名须以 .html 结尾。", "End the page's name in .html."
        raise InputError([Problem(str(output), zh, en)])
    subject = changed_subject(ctx, None, rulebooks.load(rulebook), city, month, as_of, lang)
    page = what_if.what_if_html(starting_points.starting_point(*subject.case, subject.scenario), lang.value)
    with writing(output):
        replace_file(output, page.encode())
    typer.echo(f"已写入 {output}。 Written.")
