"""`scorecard report`: a month's report, published whole or not at all (月度报告)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from analysis import facts, rulebooks, scorecards
from analysis.cli.exits import SOME_FAILED, VETOED
from analysis.cli.options import Lang, Language
from analysis.facts.months import the_month

RULEBOOKS = ["hard-2019", "monitoring-2021"]
SCENARIOS = ["baseline", "assumed-benchmarks"]


def report(
    city: Annotated[str, typer.Option("--city", help="城市代码或名称。 The city, code or name.")],
    month: Annotated[str, typer.Option("--month", help="月份，如 2021-03。 The month.")],
    rulebook: Annotated[list[str] | None, typer.Option("--rulebook", help="规则集，可多个。 The rulebooks.")] = None,
    scenario: Annotated[list[str] | None, typer.Option("--scenario", help="情景，可多个。 The scenarios.")] = None,
    output: Annotated[Path | None, typer.Option("--output", metavar="DIR", help="报告文件夹。 The folder.")] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="同时运行的笔记本数。 Notebooks at once.")] = 2,
    timeout: Annotated[
        int, typer.Option("--timeout", min=1, help="每个笔记本的时限（秒）。 Seconds a notebook.")
    ] = 600,
    formats: Annotated[
        str, typer.Option("--formats", help="格式，逗号分隔：html（总有）、pdf、docx、xlsx。 Formats, by commas.")
    ] = "html",
    strict: Annotated[bool, typer.Option("--strict", help="有否决项未通过时退出码为 4。\n\nExit 4 on a veto.")] = False,
    lang: Lang = Language.ZH,
) -> None:
    """运行各节笔记本，发布一个月的报告。 Run the notebooks and publish a month's report.

    [bold]例 Example[/bold]

    scorecard report --city 江阴 --month 2021-03

    scorecard report --city 江阴 --month 2021-03 --formats html,pdf,docx,xlsx
    """
    from analysis import reports

    try:
        folder = reports.publish(
            city,
            month,
            rulebooks=rulebook or RULEBOOKS,
            scenarios=scenario or SCENARIOS,
            lang=lang.value,
            output=output,
            jobs=jobs,
            timeout=timeout,
            formats=[formats],
        )
    except reports.Refused:
        raise
    except reports.ReportError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(SOME_FAILED) from None
    typer.echo(f"报告已发布：{folder / 'index.html'}\nThe report is published.")
    if strict and any(_vetoed(city, month, name) for name in rulebook or RULEBOOKS):
        raise typer.Exit(VETOED)


def _vetoed(city: str, month: str, name: str) -> bool:
    """Whether a test certainly failed in the month, nothing changed."""
    totals = scorecards.total(facts.known(city, month), rulebooks.load(name))
    return not totals.filter((pl.col("month") == the_month(month)) & ~pl.col("passes")).is_empty()
