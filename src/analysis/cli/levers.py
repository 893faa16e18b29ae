"""`scorecard levers`: what the next step of each figure pays (抓手)."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis import rulebooks, scenarios
from analysis.cli.answers import Format, FormatOption, OutputOption, answer
from analysis.cli.options import (
    AsOfOption,
    CityOption,
    Language,
    LanguageOption,
    MonthOption,
    OptionalFactsArgument,
    ReadingsOption,
    RulebookOption,
    ScenarioFilesOption,
    SetsOption,
)
from analysis.cli.subjects import changed_subject
from analysis.questions import levers as levers_question
from analysis.views import lever_tables


def levers(
    ctx: typer.Context,
    rulebook: RulebookOption,
    paths: OptionalFactsArgument = None,
    lever: Annotated[
        list[str] | None,
        typer.Option("--lever", metavar="NAME", help="只看这些指标，并列出换算。\n\nThese levers only."),
    ] = None,
    sets: SetsOption = None,
    readings: ReadingsOption = None,
    scenario: ScenarioFilesOption = None,
    city: CityOption = None,
    month: MonthOption = None,
    as_of: AsOfOption = "",
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """可提升指标：各指标下一步可增加的分数。 What a next step pays.

    还可加多少分，相当于其他指标多少。

    What is still open, and what it is worth in other figures.

    [bold]例 Examples[/bold]

    scorecard levers --city 江阴 --month 2021-03 --rulebook hard-2019

    scorecard levers 2021-03.csv --rulebook hard-2019 --lever xinyi_domains --lever xinyidai_loans
    """
    book = rulebooks.load(rulebook, month or "")
    subject = changed_subject(ctx, paths, book, city, month, as_of, lang)
    names = [scenarios.parse_target(name, book) for name in lever] if lever else None
    result = levers_question.board(*subject.case, scenario=subject.scenario, names=names)
    tables = [lever_tables.lever_board_table(result, book, lang)]
    tables += [
        lever_tables.exchange_rates_table(result, book, name, lang)
        for name in names or []
        if name in set(result.rates["lever"])
    ]
    tables += [lever_tables.passing_levers(result, book, lang)] if result.tests.height else []
    answer(result, result.levers, tables, form, output)
