"""`scorecard compare`: scenarios side by side (情景并排)."""

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
from analysis.cli.subjects import changed_parts, given_facts, say_remarks, subject_of
from analysis.questions import compare as compare_question
from analysis.scenarios import BASELINE
from analysis.views import comparison_tables


def compare(
    ctx: typer.Context,
    rulebook: RulebookOption,
    paths: OptionalFactsArgument = None,
    sets: SetsOption = None,
    readings: ReadingsOption = None,
    scenario: ScenarioFilesOption = None,
    together: Annotated[
        bool, typer.Option("--together", help="另把各项改动叠加为一个情景。\n\nAlso all changes stacked.")
    ] = False,
    city: CityOption = None,
    month: MonthOption = None,
    as_of: AsOfOption = "",
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """各情景与基准情景对比。 Scenarios side by side.

    每个改动为一个情景。

    Each change is a scenario of its own, beside the unchanged facts.

    [bold]例 Example[/bold]

    scorecard compare --city 江阴 --month 2021-03 --rulebook hard-2019 --set xinyidai_loans=+30亿 --set xinyi_domains=+1
    """
    book = rulebooks.load(rulebook, month or "")
    parts = changed_parts(ctx, book)
    subject = subject_of(given_facts(paths, book, city, month, as_of, parts), book, city, month, BASELINE)
    listed = [*parts, scenarios.stack_scenarios(parts)] if together and len(parts) > 1 else parts
    say_remarks(subject, parts if together else [], lang)
    result = compare_question.side_by_side(*subject.case, listed)
    tables = [comparison_tables.totals_comparison(result, lang), comparison_tables.comparison_table(result, book, lang)]
    answer(result, result.clauses, tables, form, output)
