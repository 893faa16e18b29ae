"""`scorecard plan`: the cheapest set of steps that reaches a goal, with proof; or why there is none (计划)."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from analysis import facts, rulebooks
from analysis.cli import OUT_OF_REACH, USAGE
from analysis.cli.answers import Format, FormatOption, OutputOption, answer, as_csv
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
    writing,
)
from analysis.cli.subjects import Subject, changed_subject
from analysis.file_checks import refuse_existing
from analysis.paths import replace_file
from analysis.problems import InputError, Problem
from analysis.questions import league, plan_calendar
from analysis.questions import plan as plan_question
from analysis.questions.plan_requests import parse_limit
from analysis.questions.planning import (
    COST,
    EFFORT,
    FADING,
    POINTS,
    STEADY,
    STEPS,
    CostLine,
    PlanDemand,
    parse_budget,
    read_costs,
    read_paces,
)
from analysis.rulebooks import Rulebook
from analysis.views import calendar_sheets, calendar_tables, plan_tables, words

WORKBOOK = ".xlsx"
NO_GOAL = (
    "请写明目标：--reach 总分、--pass、--place 名次；或写 --budget、--at-most，在此之内求最多的分。\n"
    "Say what is to be reached: --reach, --pass or --place; or --budget or --at-most, for the most points within."
)


class Routine(StrEnum):
    """What arises by itself of figures that roll off."""

    STEADY = STEADY
    FADING = FADING


class Least(StrEnum):
    """What a plan is to have least of."""

    COST = COST
    EFFORT = EFFORT
    STEPS = STEPS


def plan(
    ctx: typer.Context,
    rulebook: RulebookOption = "hard-2019",
    paths: OptionalFactsArgument = None,
    reach: Annotated[
        float | None, typer.Option("--reach", metavar="POINTS", help="总分达到，如 45。\n\nThe total to reach.")
    ] = None,
    passing: Annotated[bool, typer.Option("--pass", help="全部一票否决指标通过。 Every test passed.")] = False,
    place: Annotated[
        int | None,
        typer.Option("--place", min=1, metavar="N", help="在同类城市中进前 N 名。\n\nA place in the league."),
    ] = None,
    costs: Annotated[
        Path | None,
        typer.Option(
            "--costs",
            metavar="FILE",
            help="费用表（CSV、XLSX）：指标、单价，可加 每、固定费用、步长、出资单位。\n\nA table of costs.",
        ),
    ] = None,
    budget: Annotated[
        str | None, typer.Option("--budget", metavar="AMOUNT", help="预算，如 500万。 At most this cost.")
    ] = None,
    hold: Annotated[
        list[str] | None, typer.Option("--hold", metavar="FACT", help="此指标不动，可多个。\n\nLeave this as it is.")
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option(
            "--limit", metavar="FACT=LOW..HIGH", help="此指标的上下限，如 信易贷放款金额=100亿..150亿。\n\nBounds."
        ),
    ] = None,
    at_most: Annotated[
        int | None, typer.Option("--at-most", min=0, metavar="N", help="至多改动 N 项。\n\nAt most N figures moved.")
    ] = None,
    least: Annotated[
        Least | None, typer.Option("--least", help="求费用、工作量或项数最少。\n\nWhat is to be least.")
    ] = None,
    upper: Annotated[
        bool,
        typer.Option("--upper", help="缺报数据的条款按可能的最高分计。\n\nJudge by what missing figures may give."),
    ] = False,
    every_reading: Annotated[
        bool, typer.Option("--every-reading", help="各种读法下都要成立。\n\nHold under every reading.")
    ] = False,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="MONTH", help="在此月达到，如 2021-12，并排出各月。\n\nReached in this month."),
    ] = None,
    paces: Annotated[
        Path | None,
        typer.Option(
            "--paces",
            metavar="FILE",
            help="进度表：指标、每月最多，可加 每月最少、见效时滞、开始、结束、每月常态。\n\nA table of paces.",
        ),
    ] = None,
    routine: Annotated[
        Routine | None,
        typer.Option("--routine", help="滚动窗口内的日常工作：照旧，或没有新增。\n\nWhat arises by itself."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="MONTH", help="最早月份找到此月为止。\n\nHow far to look for the earliest."),
    ] = None,
    sheets: Annotated[
        Path | None,
        typer.Option(
            "--sheets", metavar="OUT", help="各单位的排期：OUT.xlsx，或放 CSV 的新文件夹。\n\nA sheet a department."
        ),
    ] = None,
    seconds: Annotated[
        float, typer.Option("--seconds", min=1, help="每次求解至多多少秒。\n\nThe time of each search.")
    ] = plan_question.SECONDS,
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
    """最省的一组改动达到目标，并给证明。 The cheapest steps to a goal.

    无法实现时列出互相卡住的条款和限制，退出码为 5。

    Where there is none: what together forbids it, and exit code 5.

    [bold]例 Examples[/bold]

    scorecard plan --city 江阴 --month 2021-03 --reach 45 --pass

    scorecard plan --city 江阴 --month 2021-03 --costs 费用.csv --budget 500万 --hold 信易贷放款金额

    scorecard plan --city 江阴 --month 2021-03 --reach 45 --by 2021-12 --paces 进度.csv --sheets 排期.xlsx
    """
    book = rulebooks.load(rulebook)
    if reach is None and place is None and not passing and budget is None and at_most is None:
        typer.echo(NO_GOAL, err=True)
        raise typer.Exit(USAGE)
    lines = None if costs is None else read_costs(costs, book.dictionary)
    subject = changed_subject(ctx, paths, book, city, month, as_of, lang)
    wanted = reach if place is None else max(reach or 0.0, _line(subject, place))
    most = None if budget is None else parse_budget(budget, book.dictionary)
    limits = dict(parse_limit(text, book, "--limit") for text in limit or ())
    goal = PlanDemand(wanted, passing, _least(least, wanted, passing, lines), most, at_most, tuple(hold or ()), limits)
    beside: dict[str, Any] = {"costs": lines, "upper": upper, "every_reading": every_reading, "seconds": seconds}
    if by is not None:
        months = {"routine": routine or STEADY, "until": until or "", "paces": paces}
        _answer_by(subject, by, goal, {**beside, **months}, sheets, form, output, lang)
        return
    refuse_month_options({"--paces": paces, "--routine": routine, "--until": until, "--sheets": sheets})
    result = plan_question.best(*subject.case, goal, subject.scenario, **beside)
    answer(result, result.steps, plan_tables.plan_tables(result, book, lang), form, output)
    if not result.possible:
        raise typer.Exit(OUT_OF_REACH)


def _answer_by(
    subject: Subject, by: str, goal: PlanDemand, parts: dict[str, Any], sheets: Path | None, form: Format,
    output: Path | None, lang: Language,
) -> None:  # fmt: skip
    """A plan over months, and its sheets."""
    book, path = subject.book, parts["paces"]
    parts["paces"] = None if path is None else read_paces(path, book.dictionary)
    if sheets is not None:
        _refuse_sheets(sheets)
    result = plan_calendar.by_when(*subject.case, by, goal, subject.scenario, **parts)
    answer(result, result.steps, calendar_tables.calendar_tables(result, book, lang), form, output)
    if sheets is not None and result.steps.height:
        _write_sheets(result, book, sheets, lang)
    if not result.possible:
        raise typer.Exit(OUT_OF_REACH)


def _refuse_sheets(sheets: Path) -> None:
    """Raise `InputError` for what is neither a workbook nor a folder, or is there already."""
    refuse_existing(sheets)
    full = sheets.is_dir() and any(sheets.iterdir())
    if full or sheets.suffix.lower() not in ("", WORKBOOK):
        zh = "请写 .xlsx 文件名，或一个新的（空的）文件夹名。"
        raise InputError([Problem(f"--sheets {sheets}", zh, "Name a new .xlsx, or a new or empty folder.")])


def _write_sheets(result: plan_calendar.PlanCalendar, book: Rulebook, sheets: Path, lang: Language) -> None:
    """A workbook with a sheet a department, or a folder with a CSV each."""
    frames = calendar_sheets.department_sheets(result, book, lang)
    with writing(sheets):
        if sheets.suffix.lower() == WORKBOOK:
            replace_file(sheets, calendar_sheets.department_workbook(result, book, lang))
        for place, (unit, frame) in enumerate(frames.items() if sheets.suffix.lower() != WORKBOOK else (), 1):
            sheets.mkdir(parents=True, exist_ok=True)
            text = as_csv(frame)
            replace_file(sheets / f"{calendar_sheets.sheet_name(unit, place)}.csv", f"\ufeff{text}\n".encode())
    typer.echo(words.say("calendar sheets", lang, path=sheets, count=len(frames)), err=True)


def refuse_month_options(options: dict[str, object]) -> None:
    """Raise `InputError` where something is said of months, but not by when."""
    given = [name for name, value in options.items() if value is not None]
    if given:
        zh, en = "须与 --by 一起用，写明在哪个月达到。", "It goes with --by, which says in which month."
        raise InputError([Problem(" ".join(given), zh, en)])


def _least(least: Least | None, reach: float | None, passing: bool, lines: dict[str, CostLine] | None) -> str:
    """What is to be least; where nothing is to be reached, the points are to be most."""
    if reach is None and not passing:
        return POINTS
    if least == Least.COST and lines is None:
        zh, en = "求费用最少须有费用表（--costs）。", "The least cost needs a table of costs (--costs)."
        raise InputError([Problem("--least cost", zh, en)])
    return str(least or (EFFORT if lines is None else COST))


def _line(subject: Subject, place: int) -> float:
    """The total that takes a place among the cities of the league, by the figures that the project keeps."""
    looked = {subject.month, *league.league_months(subject.book, subject.month)}
    cities = facts.all_cities(subject.month, sorted(looked))
    others = league.standings(cities.facts, subject.book, subject.month, subject.scenario)
    return plan_question.place_line(others, subject.city, place)
