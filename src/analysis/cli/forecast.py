"""`scorecard forecast`: each figure, total and test some months ahead (预测)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis import rulebooks, scorecards
from analysis.calendars import parse_month
from analysis.cli.answers import Format, FormatOption, answer, as_text
from analysis.cli.options import (
    DEFAULT_RULEBOOKS,
    DEFAULT_SCENARIOS,
    Language,
    LanguageOption,
    RequiredCityOption,
    RequiredMonthOption,
    RulebooksOption,
    ScenariosOption,
    writing,
)
from analysis.paths import replace_file
from analysis.problems import InputError, Problem
from analysis.questions import forecast as question
from analysis.questions import plan, rolloff
from analysis.questions.planning import PlanDemand
from analysis.scenarios import fitting_scenarios
from analysis.views import forecast_tables

SHOWN, PICTURES = 30, ("png", "svg")


def forecast(
    city: RequiredCityOption,
    month: RequiredMonthOption,
    ahead: Annotated[int, typer.Option("--ahead", metavar="N", help="往后几个月，1 至 6。 Months ahead.")] = 6,
    rulebook: RulebooksOption = None,
    scenario: ScenariosOption = None,
    reach: Annotated[
        float | None,
        typer.Option(
            "--reach", metavar="POINTS", help="另列按计划实施：总分达到。\n\nBeside it, with a plan for this."
        ),
    ] = None,
    passing: Annotated[
        bool, typer.Option("--pass", help="另列按计划实施：全部一票否决指标通过。 A plan that passes every test.")
    ] = False,
    place: Annotated[
        int | None,
        typer.Option(
            "--place",
            metavar="N",
            min=0,
            help="同组前几名的可能性；不写则按条款要求的名次，0 为不算。\n\nThe chance of a place; 0: none.",
        ),
    ] = None,
    form: FormatOption = Format.TABLE,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            metavar="FILE",
            help="写入此文件；.xlsx 列全部指标，.html、.docx、.pdf 为表单，.png、.svg 为总分图。\n\n"
            "A file; .xlsx has every figure, .png and .svg the chart.",
        ),
    ] = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """各指标、总分和一票否决今后几个月的预测。 What comes next.

    每项指标按自身历史预测，附 90% 区间，再按同样的条款评分；历史不足 12 个月的不预测。名次按同组各单位一并预测。
    预测不写入数据。

    Each figure from its own history, with intervals, scored by the same clauses; for a place the whole league is
    forecast. Nothing of it is kept as a figure.

    [bold]例 Examples[/bold]

    scorecard forecast --city 江阴 --month 2021-03 --ahead 6

    scorecard forecast --city 江阴 --month 2021-03 --reach 45 --pass --output 预测.xlsx
    """
    books, scenarios = rulebook or DEFAULT_RULEBOOKS, scenario or DEFAULT_SCENARIOS
    month = parse_month(month)
    facts = scorecards.facts_as_of(city, month, "", rulebooks.load(books[0]).dictionary)
    steps = _steps(facts, books[0], city, month, scenarios, PlanDemand(reach, passing)) if reach or passing else {}
    leaves = rolloff.certain_leavings(city, month, facts=facts)
    every = facts if place == 0 else question.league_history(city, month, books)
    found = question.forecast(every, books, city, month, ahead, scenarios, leaves, steps, place)
    if output is not None and form == Format.TABLE and output.suffix.casefold() != ".txt":
        _write(found, output, lang.value)
        return
    tables = forecast_tables.forecast_tables(found, lang, SHOWN)
    answer(found, found.figures, tables, form, output, as_text(tables))


def _steps(
    facts: object, book: str, city: str, month: str, scenarios: list[str], demand: PlanDemand
) -> dict[str, float]:
    """The figures of the best plan for a goal under the first rulebook. Raises `InputError` where there is none."""
    fitting = fitting_scenarios(scenarios, rulebooks.load(book))[-1]
    found = plan.best(facts, book, city, month, demand, fitting)
    if not found.possible:
        zh = "没有能实现这一目标的计划；用 scorecard plan 查看原因。"
        raise InputError([Problem("--reach, --pass", zh, "No plan reaches this; `scorecard plan` says why.")])
    return dict(found.steps.select("fact", "to").iter_rows())


def _write(found: question.Forecast, output: Path, lang: str) -> None:
    """The forecast as a document or picture, in the format that its name ends in."""
    from analysis import documents  # python-docx and xlsxwriter are slow, and only a file needs them
    from analysis.reports import forecast_sheets

    name = output.suffix.casefold().removeprefix(".")
    if name not in (*documents.WRITERS, *PICTURES):
        names = "、".join(f".{ending}" for ending in (*documents.WRITERS, *PICTURES))
        zh = f"文件名须以 {names} 结尾；要 CSV 或 JSON 请加 --format。"
        raise InputError([Problem(str(output), zh, "End its name in a format's, or use --format csv or json.")])
    with writing(output):
        content = _picture(found, lang, name) if name in PICTURES else None
        written = content or documents.write(forecast_sheets.forecast_document(found, lang, name), name)
        replace_file(output, written)
    typer.echo(f"已写入 {output}。 Written.")


def _picture(found: question.Forecast, lang: str, name: str) -> bytes:
    """The totals as a picture. Raises `InputError` where nothing is forecast."""
    from analysis.documents import line_pictures  # plotly is slow, and only a picture needs it
    from analysis.views import forecast_charts  # as above

    if not found.able:
        why = forecast_tables.nothing_forecast(found, "zh"), forecast_tables.nothing_forecast(found, "en")
        raise InputError([Problem(found.city, *why)])
    return line_pictures.write_lines(forecast_charts.forecast_charts(found, lang).parts, lang, name)
