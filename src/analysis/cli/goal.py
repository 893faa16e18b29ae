"""`scorecard goal`: how much of one figure reaches a goal (目标)."""

from __future__ import annotations

from typing import Annotated

import polars as pl
import typer

from analysis import rulebooks, scenarios
from analysis.cli import OUT_OF_REACH
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
from analysis.cli.subjects import HighOption, LeverOption, LowOption, changed_subject, range_end
from analysis.questions import goal as goal_question
from analysis.views import lever_tables


def goal(
    ctx: typer.Context,
    rulebook: RulebookOption,
    lever: LeverOption,
    reach: Annotated[
        str,
        typer.Option(
            "--reach",
            metavar="GOAL",
            help="40、18.3:满分、17:达标 等。\n\nA total, 18.3:cap, 17:target, 17:3, passes.",
        ),
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
    """一个指标须达到多少才能实现目标。 How much reaches a goal.

    无法实现时说明受何限制，退出码为 5。

    Where none does, what binds, and exit code 5.

    [bold]例 Examples[/bold]

    scorecard goal --city 江阴 --month 2021-03 --rulebook hard-2019 --lever 信易贷放款金额 --reach 18.3:满分

    scorecard goal 2021-03.csv --rulebook hard-2019 --lever residents_scored --reach 38
    """
    book = rulebooks.load(rulebook, month or "")
    subject = changed_subject(ctx, paths, book, city, month, as_of, lang)
    target = scenarios.parse_target(lever, book)
    first, last = range_end(target, low, book), range_end(target, high, book)
    result = goal_question.seek(*subject.case, target, reach, subject.scenario, first, last)
    row = {"needed": result.needed, "change": result.change, "reached": result.reached, "possible": result.possible}
    answer(result, pl.DataFrame([row]), [lever_tables.goal_table(result, book, lang)], form, output)
    if not result.possible:
        raise typer.Exit(OUT_OF_REACH)
