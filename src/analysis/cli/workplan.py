"""`scorecard workplan`: how the year's plan stands in a month (年度工作任务)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from analysis import rulebooks, scorecards, workplans
from analysis.calendars import month_end, parse_month
from analysis.cli.answers import Format, FormatOption, OutputOption, answer
from analysis.cli.options import DEFAULT_SCENARIOS, Language, LanguageOption, RequiredCityOption, writing
from analysis.contracts import FACTS
from analysis.facts import code_of
from analysis.file_checks import refuse_existing
from analysis.paths import display_path, replace_file
from analysis.problems import InputError
from analysis.questions import progress as progress_question
from analysis.scenarios import load_all
from analysis.views import words, workplan_tables


def workplan(
    city: RequiredCityOption,
    month: Annotated[str, typer.Option("--month", help="截至哪个月，如 2021-03。 As of which month.")],
    progress: Annotated[
        Path | None,
        typer.Option(
            "--progress", metavar="FILE", help="进度表；缺省为 data/workplans/ 中的。\n\nThe reports of progress."
        ),
    ] = None,
    year: Annotated[
        str | None, typer.Option("--year", help="哪一年的任务书；缺省为该月所在年。 The plan's year.")
    ] = None,
    rulebook: Annotated[
        str, typer.Option("--rulebook", help="按哪个规则集的条款。 Whose clauses.")
    ] = "monitoring-2021",
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="OUT.csv", help="只写一张待填的进度表。\n\nOnly write a table to fill in."),
    ] = None,
    plan_template: Annotated[
        Path | None,
        typer.Option("--plan-template", metavar="OUT.xlsx", help="只写一张待填的任务书。\n\nOnly a plan to fill in."),
    ] = None,
    filled: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE.xlsx", help="读入填好的任务书。\n\nTake a filled plan in."),
    ] = None,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """年度工作任务的进度、逾期和对应指标；截至所选月份。 The year's plan as of a month.

    [bold]例 Examples[/bold]

    scorecard workplan --city 江阴 --month 2021-03

    scorecard workplan --city 江阴 --month 2021-03 --template 进度.csv

    scorecard workplan --city 昆山 --month 2021-03 --plan-template 任务书.xlsx

    scorecard workplan --city 昆山 --month 2021-03 --from 任务书.xlsx
    """
    when = parse_month(month)
    if plan_template is not None or filled is not None:
        _own_plan(code_of(city, when), year or when[:4], plan_template, filled)
        return
    plan = workplans.load(city, year or when)
    if template is not None:
        refuse_existing(template)
        with writing(template):
            workplans.write_blank_report(plan, template, month_end(when).isoformat())
        typer.echo(words.say("plan template", lang, path=template, count=len(plan.goals())))
        return
    figures = _kept_facts(plan.city, when)
    result = progress_question.progress(plan, figures, workplans.plan_reports(plan, progress), when)
    tables = [workplan_tables.goals_table(result, lang)]
    if not figures.is_empty():
        card = scorecards.card(figures, rulebooks.load(rulebook), plan.city, when, load_all(DEFAULT_SCENARIOS))
        tables.append(workplan_tables.clause_tasks(result, card, lang))
    answer([result.goals, result.links], result.goals, tables, form, output)


def _own_plan(code: str, year: str, plan_template: Path | None, filled: Path | None) -> None:
    """Write the plan that a city fills in, or take a filled one in as the city's plan of the year."""
    if plan_template is not None:
        refuse_existing(plan_template)
        with writing(plan_template):
            replace_file(plan_template, workplans.blank_plan(code, year))
        typer.echo(f"已写入 {plan_template}。填好后用 --from 读入。 Written; take it in with --from when it is filled.")
    if filled is not None:
        place = workplans.keep_plan(workplans.read_filled_plan(filled, code))
        typer.echo(f"已存为本市的年度任务书：{display_path(place)}。 Kept as the city's plan of the year.")


def _kept_facts(city: str, month: str) -> pl.DataFrame:
    """The facts of the month; none, and said so, where none are kept: the plan stands without them."""
    try:
        return scorecards.facts_as_of(city, month)
    except InputError as error:
        typer.echo(f"{error.problems[0].where}：{error.problems[0].zh} {error.problems[0].en}", err=True)
        return pl.DataFrame(schema=FACTS.columns)
