"""`scorecard report`: a month's report, published whole or not at all (月度报告)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from analysis import facts, rulebooks, scorecards, signatures
from analysis.calendars import parse_day, parse_month
from analysis.cli import SOME_FAILED, VETOED, error_text
from analysis.cli.options import (
    DEFAULT_RULEBOOKS,
    AnnexOption,
    Language,
    LanguageOption,
    RequiredMonthOption,
    RulebooksOption,
    ScenariosOption,
    TimeoutOption,
)
from analysis.cli.subjects import say_problems, say_remade
from analysis.cli.watched_runs import NotifyOption, RunNotes, watched_run

LEFT = (
    "报告已签署，所据数据和规则没有变动，未重新制作：{}\n"
    "The report is signed and nothing that it is made from has changed: it is left as it is."
)


def report(
    city: Annotated[str, typer.Option("--city", help="城市代码或名称。\n\nThe city, code or name.")],
    month: RequiredMonthOption,
    rulebook: RulebooksOption = None,
    scenario: ScenariosOption = None,
    output: Annotated[Path | None, typer.Option("--output", metavar="DIR", help="报告文件夹。 The folder.")] = None,
    jobs: Annotated[int, typer.Option("--jobs", min=1, help="同时运行的笔记本数。 Notebooks at once.")] = 2,
    timeout: TimeoutOption = 600,
    formats: Annotated[
        str, typer.Option("--formats", help="html（总有）、pdf、\n\ndocx、xlsx，逗号分隔。\n\nFormats, by commas.")
    ] = "html",
    annex: AnnexOption = False,
    as_of: Annotated[
        str,
        typer.Option("--as-of", metavar="DAY", help="按此日当时所知重做，如 2021-04-25。\n\nAs known that day."),
    ] = "",
    known_on: Annotated[
        str | None,
        typer.Option("--known-on", metavar="DAY", help="数据截至日。\n\n默认今天。\n\nKnown since; today."),
    ] = None,
    keep: Annotated[
        bool | None,
        typer.Option("--keep/--no-keep", help="评分卡是否存档。\n\nWhether its cards are kept."),
    ] = None,
    correct: Annotated[
        bool, typer.Option("--correct", help="已归档的月份另发更正稿。\n\nCorrect a month that is filed.")
    ] = False,
    strict: Annotated[bool, typer.Option("--strict", help="否决指标未达标时退出码为 4。\n\nExit 4 on a veto.")] = False,
    notify: NotifyOption = "",
    lang: LanguageOption = Language.ZH,
) -> None:
    """运行各节笔记本，发布一个月的报告。 Run the notebooks and publish a month's report.

    [bold]例 Example[/bold]

    scorecard report --city 江阴 --month 2021-03

    scorecard report --city 江阴 --month 2021-03 --formats html,pdf,docx,xlsx

    scorecard report --city 江阴 --month 2021-03 --formats pdf,docx --annex

    scorecard report --city 江阴 --month 2021-03 --as-of 2021-04-25
    """
    from analysis.reports import formats as formats_present

    asked = {
        "rulebooks": rulebook or DEFAULT_RULEBOOKS, "scenarios": scenario or None, "lang": lang.value,
        "output": output, "jobs": jobs, "timeout": timeout, "formats": [formats], "as_of": as_of,
        "known_on": known_on, "keep": keep, "annex": annex, "correct": correct,
    }  # fmt: skip
    with watched_run("report", [city], [month], notify, lang) as notes:
        folder = _published(notes, city, month, asked)
        _say_faults(city, month, as_of, lang)
        if signatures.folder_standing(folder).state == signatures.DRAFT:
            typer.echo(f"报告已发布：{folder / 'index.html'}\nThe report is published.")
            say_remade(formats_present.remade_formats(folder, [formats], annex))
            _say_signed_before(city, month, output is None and not as_of)
        else:
            typer.echo(LEFT.format(folder / "index.html"))
        if strict and any(_vetoed(city, month, name, as_of) for name in rulebook or DEFAULT_RULEBOOKS):
            raise typer.Exit(VETOED)


def _published(notes: RunNotes, city: str, month: str, asked: Mapping[str, Any]) -> Path:
    """The published report's folder, noted. Ends with `SOME_FAILED` where it was begun and failed."""
    from analysis import reports
    from analysis.reports import run_records

    try:
        folder = reports.publish(city, month, **asked)
    except reports.Refused:
        raise
    except reports.ReportError as error:
        notes.problems += error.problems
        typer.echo(error_text(error), err=True)
        raise typer.Exit(SOME_FAILED) from None
    code = facts.code_of(city, parse_month(month))
    notes.reports.append(run_records.product_of(code, parse_month(month), folder))
    return folder


def _say_signed_before(city: str, month: str, own_place: bool) -> None:
    """That a month just published was signed before, and where what changed since is told."""
    when = parse_month(month)
    code = facts.code_of(city, when)
    if own_place and signatures.newest_signature(code, when):
        asked = f"scorecard signatures --city {code} --month {when}"
        typer.echo(f"这个月此前签署过，现为草稿；变了什么：{asked}\nSigned before, now a draft; what changed: {asked}")


def _say_faults(city: str, month: str, as_of: str, lang: Language) -> None:
    """Kept files that are damaged and would have told of earlier months."""
    when = parse_month(month)
    if as_of:
        say_problems(scorecards.damaged_months(facts.code_of(city, when), when, parse_day(as_of, "as-of")), lang)


def _vetoed(city: str, month: str, name: str, as_of: str) -> bool:
    """Whether a test certainly failed in the month, nothing changed."""
    when, book = parse_month(month), rulebooks.load(name, month)
    totals = scorecards.total(scorecards.card_facts(book, city, month, as_of), book)
    own = (pl.col("month") == when) & (pl.col("city") == facts.code_of(city, when))
    return not totals.filter(own & ~pl.col("passes")).is_empty()
