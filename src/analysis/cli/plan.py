"""`scorecard plan`: the cheapest set of steps that reaches a goal, with proof; or why there is none (计划)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from analysis import facts, rulebooks, scenarios
from analysis.cli import OUT_OF_REACH, USAGE
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
from analysis.cli.subjects import Subject, changed_subject
from analysis.cli.uncertainty import SpreadOption, UnsetOption, parse_spreads
from analysis.problems import InputError, Problem
from analysis.questions import league, plan_alternatives, plan_curves, plan_sensitivity, robust_plans, spreads
from analysis.questions import plan as plan_question
from analysis.questions.planning import COST, EFFORT, POINTS, STEPS, CostLine, PlanDemand, parse_budget, read_costs
from analysis.rulebooks import Rulebook
from analysis.views import Table, plan_curve_tables, plan_option_tables, plan_tables, robust_plan_tables

BETWEEN, PERCENT = "..", 100.0
PLAN, CURVE, ALTERNATIVES, SENSITIVITY, ROBUST = "plan", "curve", "alternatives", "sensitivity", "robust"
NO_GOAL = (
    "请写明目标：--reach 总分、--pass、--place 名次；或写 --budget、--at-most，在此之内求最多的分。\n"
    "Say what is to be reached: --reach, --pass or --place; or --budget or --at-most, for the most points within."
)


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

    scorecard plan --city 江阴 --month 2021-03 --curve

    scorecard plan --city 江阴 --month 2021-03 --reach 40 --holds-in 90% --spread 信易贷放款金额=80亿~160亿
    """
    book = rulebooks.load(rulebook)
    asked = _only_asked(curve=curve, alternatives=alternatives, sensitivity=sensitivity, robust=holds_in is not None)
    listed = parse_spreads(spread, unset, book)
    _refuse_idle(listed, asked, every_reading)
    if asked != CURVE and reach is None and place is None and not passing and budget is None and at_most is None:
        typer.echo(NO_GOAL, err=True)
        raise typer.Exit(USAGE)
    lines = None if costs is None else read_costs(costs, book.dictionary)
    subject = changed_subject(ctx, paths, book, city, month, as_of, lang)
    wanted = reach if place is None else max(reach or 0.0, _line(subject, place))
    most = None if budget is None else parse_budget(budget, book.dictionary)
    limits = dict(_limit(text, book) for text in limit or ())
    goal = PlanDemand(wanted, passing, _least(least, wanted, passing, lines), most, at_most, tuple(hold or ()), limits)
    settings: dict[str, Any] = {"costs": lines, "upper": upper, "seconds": seconds}
    settings |= {} if asked == ROBUST else {"every_reading": every_reading}
    more: dict[str, dict[str, Any]] = {
        CURVE: {"finest": finest}, ALTERNATIVES: {"within": within},
        ROBUST: {"holds_in": _share(holds_in), "spreads": listed},
    }  # fmt: skip
    result = VERBS[asked](*subject.case, goal, subject.scenario, **settings, **more.get(asked, {}))
    answer(result, *TOLD[asked](result, book, lang), form, output)
    if not _possible(result):
        raise typer.Exit(OUT_OF_REACH)


VERBS: dict[str, Callable[..., Any]] = {
    PLAN: plan_question.best, CURVE: plan_curves.curve, ALTERNATIVES: plan_alternatives.alternatives,
    SENSITIVITY: plan_sensitivity.price_turns,
    ROBUST: robust_plans.robust,
}  # fmt: skip
TOLD: dict[str, Callable[[Any, Rulebook, str], tuple[pl.DataFrame, list[Table]]]] = {
    PLAN: lambda found, book, lang: (found.steps, plan_tables.plan_tables(found, book, lang)),
    CURVE: lambda found, book, lang: (found.points, plan_curve_tables.curve_tables(found, book, lang)),
    ALTERNATIVES: lambda found, book, lang: (found.ways, plan_option_tables.alternatives_tables(found, book, lang)),
    SENSITIVITY: lambda found, book, lang: (found.prices, plan_option_tables.sensitivity_tables(found, book, lang)),
    ROBUST: lambda found, book, lang: (found.plan.steps, robust_plan_tables.robust_tables(found, book, lang)),
}


def _only_asked(**asked: bool) -> str:
    """Which of the questions is asked; the plan itself where none is. Raises `InputError` for several."""
    chosen = [name for name, wanted in asked.items() if wanted]
    if len(chosen) > 1:
        words = "、".join("--holds-in" if name == ROBUST else f"--{name}" for name in chosen)
        raise InputError([Problem(words, "一次只问一样，请分别运行。", "Ask one of these at a time.")])
    return chosen[0] if chosen else PLAN


def _possible(result: Any) -> bool:
    """Whether what was asked for can be reached at all."""
    if isinstance(result, plan_curves.PlanCurve):
        return result.points.height > 0
    plan = result.plan if isinstance(result, robust_plans.RobustPlan) else getattr(result, "best", result)
    return bool(plan.possible)


def _share(text: str | None) -> float:
    """A share as people write it: 90%, or 0.9."""
    said = (text or "1").replace("％", "%").strip()
    try:
        return float(said.removesuffix("%")) / (PERCENT if said.endswith("%") else 1.0)
    except ValueError:
        raise InputError([Problem(f"--holds-in {text}", "请写作 90% 或 0.9。", "Write 90% or 0.9.")]) from None


def _refuse_idle(listed: Sequence[spreads.Spread], asked: str, every_reading: bool) -> None:
    """Raise `InputError` where uncertain figures and the share that is to hold do not come together."""
    if bool(listed) != (asked == ROBUST):
        zh = "--holds-in 与 --spread 或 --unset 一起用：写明哪些数不确定、要在多少情形下成立。"
        en = "--holds-in goes with --spread or --unset: what is uncertain, and in how many cases the plan is to hold."
        raise InputError([Problem("--holds-in", zh, en)])
    if asked == ROBUST and every_reading:
        zh, en = "一次只问一样：--holds-in 或 --every-reading。", "Ask for --holds-in or --every-reading, not both."
        raise InputError([Problem("--every-reading", zh, en)])


def _least(least: Least | None, reach: float | None, passing: bool, lines: dict[str, CostLine] | None) -> str:
    """What is to be least; where nothing is to be reached, the points are to be most."""
    if reach is None and not passing:
        return POINTS
    if least == Least.COST and lines is None:
        zh, en = "求费用最少须有费用表（--costs）。", "The least cost needs a table of costs (--costs)."
        raise InputError([Problem("--least cost", zh, en)])
    return str(least or (EFFORT if lines is None else COST))


def _limit(text: str, book: Rulebook) -> tuple[str, tuple[float, float]]:
    """The bounds of a figure, as FACT=LOW..HIGH."""
    name, sign, ends = text.replace("＝", "=").partition("=")
    low, between, high = ends.partition(BETWEEN)
    if not (sign and between and low.strip() and high.strip()):
        zh = "请写作 指标=下限..上限，如 信易贷放款金额=100亿..150亿。"
        raise InputError([Problem(f"--limit {text}", zh, "Write FACT=LOW..HIGH, as xinyidai_loans=100亿..150亿.")])
    target = scenarios.parse_target(name.strip(), book)
    return target, (scenarios.parse_amount(target, low, book), scenarios.parse_amount(target, high, book))


def _line(subject: Subject, place: int) -> float:
    """The total that takes a place among the cities of the league, by the figures that the project keeps."""
    looked = {subject.month, *league.league_months(subject.book, subject.month)}
    cities = facts.all_cities(subject.month, sorted(looked))
    others = league.standings(cities.facts, subject.book, subject.month, subject.scenario)
    return plan_question.place_line(others, subject.city, place)
