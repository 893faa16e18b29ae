"""`scorecard signatures`: who signed a month, and what has changed since (签署记录)."""

from __future__ import annotations

from analysis import facts
from analysis.calendars import parse_month
from analysis.cli.answers import Format, FormatOption, OutputOption, answer
from analysis.cli.options import Language, LanguageOption, RequiredCityOption, RequiredMonthOption
from analysis.cli.subjects import say_problems
from analysis.views import signature_tables


def signatures(
    city: RequiredCityOption,
    month: RequiredMonthOption,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """一个月的签署记录，签署以后变了什么。 A month's signatures.

    列出每次签署的状态、岗位、时间，以及与最近一次相比变动的文件、数据和得分。

    Each signature's state, post and time; then the files, figures and points that differ from the newest.

    [bold]例 Example[/bold]

    scorecard signatures --city 江阴 --month 2021-03
    """
    from analysis.reports import since_signed

    when = parse_month(month)
    found = since_signed.since_signed(facts.code_of(city, when), when)
    say_problems(found.faults, lang)
    differing = (found.files, found.inputs, found.corrections)
    tables = signature_tables.since_tables(found.kept, found.standing, *differing, lang)
    frame = signature_tables.signature_frame(found.kept)
    answer(found.record(), frame, tables, form, output)
