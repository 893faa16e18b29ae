"""`scorecard workplan`: how the year's plan stands in a month (年度工作任务)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from analysis import rulebooks, scorecards, workplans
from analysis.calendars import month_end
from analysis.cli.asking import Form, Output, answered
from analysis.cli.options import Lang, Language, writing
from analysis.cli.reporting import SCENARIOS
from analysis.cli.scoring import Format
from analysis.contracts import FACTS
from analysis.facts.months import parse_month
from analysis.problems import InputError
from analysis.questions import progress as progresses
from analysis.scenarios import load_all
from analysis.views import workplan_tables
from analysis.views.words import say


def workplan(
    city: Annotated[str, typer.Option("--city", help="城市代码或名称。 The city, code or name.")],
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
        str, typer.Option("--rulebook", help="看哪个规则集的条款。 Whose clauses.")
    ] = "monitoring-2021",
    template: Annotated[
        Path | None,
        typer.Option("--template", metavar="OUT.csv", help="只写一张待填的进度表。\n\nOnly write a table to fill in."),
    ] = None,
    form: Form = Format.TABLE,
    output: Output = None,
    lang: Lang = Language.ZH,
) -> None:
    """年度工作任务的进度、逾期和背后的指标；按所看月份算，不看今天。 The year's plan as of a month.

    [bold]例 Examples[/bold]

    scorecard workplan --city 江阴 --month 2021-03

    scorecard workplan --city 江阴 --month 2021-03 --template 进度.csv
    """
    when = parse_month(month)
    plan = workplans.load(city, year or when)
    if template is not None:
        with writing(template):
            workplans.write_blank_report(plan, template, month_end(when).isoformat())
        typer.echo(say("plan template", lang, path=template, count=len(plan.goals())))
        return
    known = _known(plan.city, when)
    result = progresses.progress(plan, known, workplans.plan_reports(plan, progress), when)
    tables = [workplan_tables.goals_table(result, lang)]
    if not known.is_empty():
        card = scorecards.card(known, rulebooks.load(rulebook), plan.city, when, load_all(SCENARIOS))
        tables.append(workplan_tables.clause_tasks(result, card, lang))
    answered([result.goals, result.links], result.goals, tables, form, output)


def _known(city: str, month: str) -> pl.DataFrame:
    """The facts of the month; none, and said so, where none are kept: the plan stands without them."""
    try:
        return scorecards.facts_as_of(city, month)
    except InputError as error:
        typer.echo(f"{error.problems[0].where}：{error.problems[0].zh} {error.problems[0].en}", err=True)
        return pl.DataFrame(schema=FACTS.columns)
