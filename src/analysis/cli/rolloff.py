"""`scorecard rolloff`: what leaves windows over twelve months, month by month (逐月滚出)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.cli.answers import Format, FormatOption, answer
from analysis.cli.due import write_document
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
from analysis.questions import rolloff as rolloff_question
from analysis.views import rolloff_tables


def rolloff(
    city: RequiredCityOption,
    month: RequiredMonthOption,
    months: Annotated[int, typer.Option("--months", min=1, max=24, help="往后看几个月。 Months ahead.")] = 12,
    rulebook: RulebooksOption = None,
    scenario: ScenariosOption = None,
    form: FormatOption = Format.TABLE,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="写入此文件：.xlsx、.html、.docx、.pdf。\n\nA document."),
    ] = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """近十二个月的数据哪月移出多少，得分因此怎样。 What leaves windows, and the points.

    只列确定的：退出、放款、访问、活动、扣分、公示期届满，按记录的日期，或由历月数据推出；推不出的写明原因，不作预测。

    [bold]例 Examples[/bold]

    scorecard rolloff --city 江阴 --month 2021-03

    scorecard rolloff --city 江阴 --month 2021-03 --months 6 --output 逐月滚出.xlsx
    """
    board = rolloff_question.roll_off(city, month, months, rulebook or DEFAULT_RULEBOOKS, scenario or DEFAULT_SCENARIOS)
    if output is not None and form == Format.TABLE and output.suffix.casefold() != ".txt":
        from analysis.reports import rolloff_lists  # python-docx and xlsxwriter are slow, and only a file needs them

        write_document(lambda: rolloff_lists.rolloff_document(board, lang.value), output, inner=False)
        return
    answer(board, board.leavings, rolloff_tables.rolloff_tables(board, lang.value), form, output)
