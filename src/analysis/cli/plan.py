"""`scorecard plan`: the cheapest set of steps that reaches a goal, with proof; or why there is none (计划)."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from analysis import rulebooks
from analysis.cli import OUT_OF_REACH, USAGE, plan_questions
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
from analysis.cli.plan_months import answer_by, refuse_month_options
from analysis.cli.plan_templates import write_blank_tables
from analysis.cli.subjects import Subject, changed_subject
from analysis.cli.uncertainty import SpreadOption, UnsetOption, parse_spreads
from analysis.problems import InputError, Problem
from analysis.questions import league, plan_alternatives, plan_curves, plan_requests
from analysis.questions import plan as plan_question
from analysis.questions.planning import (
    COST,
    COSTS,
    EFFORT,
    FADING,
    PACES,
    POINTS,
    STEADY,
    STEPS,
    CostLine,
    PlanDemand,
    parse_budget,
    read_costs,
)

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
    costs_template: Annotated[
        Path | None,
        typer.Option(
            "--costs-template", metavar="OUT.xlsx", help="写一张空白费用表，供填写。\n\nA blank table of costs."
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
    paces_template: Annotated[
        Path | None,
        typer.Option(
            "--paces-template", metavar="OUT.xlsx", help="写一张空白进度表，供填写。\n\nA blank table of paces."
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
    holds_in: Annotated[
        str | None,
        typer.Option(
            "--holds-in", metavar="SHARE", help="数据不确定时，在这么多的情形下成立，如 90%。\n\nHold in most cases."
        ),
    ] = None,
    spread: SpreadOption = None,
    unset: UnsetOption = False,
    curve: Annotated[
        bool, typer.Option("--curve", help="整条曲线：每个总分至少要多少。\n\nWhat each total takes at least.")
    ] = False,
    finest: Annotated[
        float,
        typer.Option("--finest", metavar="POINTS", help="曲线上拐点以外的点相隔多少分；0 为全部。 How far apart."),
    ] = plan_curves.FINEST,
    alternatives: Annotated[
        bool, typer.Option("--alternatives", help="主要改动不同、只差一点的备选方案。\n\nOther ways nearly as good.")
    ] = False,
    within: Annotated[
        float, typer.Option("--within", metavar="SHARE", help="备选至多差多少，如 0.05。\n\nHow nearly as good.")
    ] = plan_alternatives.WITHIN,
    sensitivity: Annotated[
        bool,
        typer.Option("--sensitivity", help="每项费用错多少，计划才变。\n\nHow wrong a price must be to change it."),
    ] = False,
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

    scorecard plan --city 江阴 --month 2021-03 --costs-template 费用.xlsx --paces-template 进度.xlsx

    scorecard plan --city 江阴 --month 2021-03 --curve

    scorecard plan --city 江阴 --month 2021-03 --reach 40 --holds-in 90% --spread 信易贷放款金额=80亿~160亿
    """
    book = rulebooks.load(rulebook, month or "")
    if costs_template or paces_template:
        wanted_tables = [(COSTS, costs_template), (PACES, paces_template)]
        write_blank_tables(changed_subject(ctx, paths, book, city, month, as_of, lang), wanted_tables, lang)
        return
    robust = holds_in is not None
    asked = plan_questions.only_asked(
        by=by is not None, curve=curve, alternatives=alternatives, sensitivity=sensitivity, robust=robust
    )
    listed = parse_spreads(spread, unset, book)
    plan_questions.refuse_idle(listed, asked, every_reading)
    aimless = reach is None and place is None and not passing and budget is None and at_most is None
    if aimless and asked != plan_questions.CURVE:
        typer.echo(NO_GOAL, err=True)
        raise typer.Exit(USAGE)
    lines = None if costs is None else read_costs(costs, book.dictionary)
    subject = changed_subject(ctx, paths, book, city, month, as_of, lang)
    wanted = reach if place is None else max(reach or 0.0, _line(subject, place, as_of))
    most = None if budget is None else parse_budget(budget, book.dictionary)
    limits = dict(plan_requests.parse_limit(text, book, "--limit") for text in limit or ())
    goal = PlanDemand(wanted, passing, _least(least, wanted, passing, lines), most, at_most, tuple(hold or ()), limits)
    if by is not None:
        beside: dict[str, Any] = {"costs": lines, "upper": upper, "every_reading": every_reading, "seconds": seconds}
        months = {"routine": routine or STEADY, "until": until or "", "paces": paces}
        answer_by(subject, by, goal, {**beside, **months}, sheets, form, output, lang)
        return
    refuse_month_options({"--paces": paces, "--routine": routine, "--until": until, "--sheets": sheets})
    settings: dict[str, Any] = {"costs": lines, "upper": upper, "seconds": seconds}
    settings |= {} if asked == plan_questions.ROBUST else {"every_reading": every_reading}
    own: dict[str, dict[str, Any]] = {
        plan_questions.CURVE: {"finest": finest}, plan_questions.ALTERNATIVES: {"within": within},
        plan_questions.ROBUST: {"holds_in": plan_questions.share_of_cases(holds_in), "spreads": listed},
    }  # fmt: skip
    settings |= own.get(asked, {})
    result = plan_questions.VERBS[asked](*subject.case, goal, subject.scenario, **settings)
    answer(result, *plan_questions.TOLD[asked](result, book, lang), form, output)
    if not plan_questions.is_possible(result):
        raise typer.Exit(OUT_OF_REACH)


def _least(least: Least | None, reach: float | None, passing: bool, lines: dict[str, CostLine] | None) -> str:
    """What is to be least; where nothing is to be reached, the points are to be most."""
    if reach is None and not passing:
        return POINTS
    if least == Least.COST and lines is None:
        zh, en = "求费用最少须有费用表（--costs）。", "The least cost needs a table of costs (--costs)."
        raise InputError([Problem("--least cost", zh, en)])
    return str(least or (EFFORT if lines is None else COST))


def _line(subject: Subject, place: int, as_of: str) -> float:
    """The total that takes a place among the cities of the league, by the figures kept now or by a day."""
    every = league.league_facts(subject.book, subject.city, subject.month, as_of)
    others = league.standings(every, subject.book, subject.month, subject.scenario)
    return plan_question.place_line(others, subject.city, place)
