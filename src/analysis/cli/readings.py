"""`scorecard readings`: the total under every combination of readings (读法)."""

from __future__ import annotations

import typer

from analysis import rulebooks
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
from analysis.questions import readings as readings_question
from analysis.views import uncertainty_tables


def readings(
    ctx: typer.Context,
    rulebook: RulebookOption,
    paths: OptionalFactsArgument = None,
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
    """各种读法组合下的总分范围。 Every combination of readings.

    哪种读法左右结论，哪种影响最大。

    Which reading turns the verdict, which moves the total most.

    [bold]例 Example[/bold]

    scorecard readings --city 江阴 --month 2021-03 --rulebook hard-2019
    """
    book = rulebooks.load(rulebook, month or "")
    subject = changed_subject(ctx, paths, book, city, month, as_of, lang)
    result = readings_question.every(*subject.case, scenario=subject.scenario)
    tables = [
        uncertainty_tables.readings_table(result, book, lang),
        uncertainty_tables.combinations_table(result, lang),
    ]
    answer(result, result.each, tables, form, output)
