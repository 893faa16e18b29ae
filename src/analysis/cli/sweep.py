"""`scorecard sweep`: how the total moves over the range of a figure, or of two (沿程)."""

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
from analysis.cli.subjects import HighOption, LowOption, changed_subject, range_end
from analysis.problems import InputError, Problem
from analysis.questions import sweep as sweep_question
from analysis.views import comparison_tables


def sweep(
    ctx: typer.Context,
    rulebook: RulebookOption,
    lever: Annotated[
        list[str],
        typer.Option("--lever", metavar="NAME", help="指标或规则值；写两个得二维表。\n\nOne, or two for a grid."),
    ],
    paths: OptionalFactsArgument = None,
    low: LowOption = None,
    high: HighOption = None,
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
    """一个指标在一定范围内变动时的总分及转折点。 One figure over a range.

    [bold]例 Examples[/bold]

    scorecard sweep --city 江阴 --month 2021-03 --rulebook hard-2019 --lever 信易贷放款金额 --from 0 --to 300亿

    scorecard sweep 2021-03.csv --rulebook hard-2019 --lever residents_scored --lever xinyi_domains
    """
    book = rulebooks.load(rulebook, month or "")
    subject = changed_subject(ctx, paths, book, city, month, as_of, lang)
    names = [scenarios.parse_target(name, book) for name in lever]
    if len(names) == 1:
        first, last = range_end(names[0], low, book), range_end(names[0], high, book)
        result = sweep_question.along(*subject.case, names[0], subject.scenario, first, last)
        answer(result, result.curve, [comparison_tables.turns_table(result, book, lang)], form, output)
    else:
        crossed = sweep_question.across(*subject.case, _pair(names), scenario=subject.scenario)
        answer(crossed, crossed.cells, [comparison_tables.grid_table(crossed, book, lang)], form, output)


def _pair(names: list[str]) -> tuple[str, str]:
    first, *rest = names
    if len(rest) == 1 and rest[0] != first:
        return first, rest[0]
    zh, en = "--lever 可写一个，或两个不同的。", "Give --lever once, or twice with two different names."
    raise InputError([Problem("--lever", zh, en)])
