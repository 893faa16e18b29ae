"""`scorecard compare`, `sweep`, `levers` and `goal`: questions asked of a city's card (提问)."""

from __future__ import annotations

from typing import Annotated

import polars as pl
import typer

from analysis import rulebooks, scenarios
from analysis.cli import options
from analysis.cli.asking import Book, Form, High, Low, One, Output, answered, asked_of, bounds, remark, started
from analysis.cli.options import City, Lang, Language, Month, Paths, Readings, Scenarios, Sets
from analysis.cli.scoring import Format
from analysis.problems import InputError, Problem
from analysis.questions import compare as comparing
from analysis.questions import goal as goals
from analysis.questions import levers as boards
from analysis.questions import sweep as sweeping
from analysis.scenarios import BASELINE
from analysis.views import comparison_tables, lever_tables

GOALS = {"满分": goals.CAP, "达标": goals.TARGET, "通过": goals.TEST}


def compare(
    ctx: typer.Context,
    paths: Paths,
    rulebook: Book,
    sets: Sets = None,
    readings: Readings = None,
    scenario: Scenarios = None,
    together: Annotated[
        bool, typer.Option("--together", help="另把各项改动叠加为一个情景。\n\nAlso all changes stacked.")
    ] = False,
    city: City = None,
    month: Month = None,
    form: Form = Format.TABLE,
    output: Output = None,
    lang: Lang = Language.ZH,
) -> None:
    """各情景与不作改动并排比较。 Scenarios side by side.

    每个改动为一个情景。

    Each change is a scenario of its own, beside the unchanged facts.

    [bold]例 Example[/bold]

    scorecard compare 2021-03.csv --rulebook hard-2019 --set xinyidai_loans=+30亿 --set xinyi_domains=+1 --together
    """
    book = rulebooks.load(rulebook)
    held = asked_of(paths, book, city, month, BASELINE)
    parts = scenarios.parse_scenarios(ctx.meta.get(options.ORDER, []), book)
    listed = [*parts, scenarios.stack_scenarios(parts)] if together and len(parts) > 1 else parts
    remark(held, parts if together else [], lang)
    result = comparing.side_by_side(*held, listed)
    tables = [comparison_tables.totals_comparison(result, lang), comparison_tables.comparison_table(result, book, lang)]
    answered(result, result.clauses, tables, form, output)


def sweep(
    ctx: typer.Context,
    paths: Paths,
    rulebook: Book,
    lever: Annotated[
        list[str],
        typer.Option("--lever", metavar="NAME", help="指标或规则值；写两个得二维表。\n\nOne, or two for a grid."),
    ],
    low: Low = None,
    high: High = None,
    sets: Sets = None,
    readings: Readings = None,
    scenario: Scenarios = None,
    city: City = None,
    month: Month = None,
    form: Form = Format.TABLE,
    output: Output = None,
    lang: Lang = Language.ZH,
) -> None:
    """一个指标变动时总分怎样变，在哪里转折。 One figure over a range.

    [bold]例 Examples[/bold]

    scorecard sweep 2021-03.csv --rulebook hard-2019 --lever 信易贷放款金额 --from 0 --to 300亿

    scorecard sweep 2021-03.csv --rulebook hard-2019 --lever residents_scored --lever xinyi_domains
    """
    book = rulebooks.load(rulebook)
    held = started(ctx, paths, book, city, month, lang)
    names = [scenarios.parse_target(name, book) for name in lever]
    if len(names) == 1:
        ends = bounds(names[0], low, high, book)
        result = sweeping.along(*held, names[0], scenario=held.scenario, **ends)
        answered(result, result.curve, [comparison_tables.turns_table(result, book, lang)], form, output)
    else:
        crossed = sweeping.across(*held, _pair(names), scenario=held.scenario)
        answered(crossed, crossed.cells, [comparison_tables.grid_table(crossed, book, lang)], form, output)


def _pair(names: list[str]) -> tuple[str, str]:
    first, *rest = names
    if len(rest) == 1 and rest[0] != first:
        return first, rest[0]
    zh, en = "--lever 可写一个，或两个不同的。", "Give --lever once, or twice with two different names."
    raise InputError([Problem("--lever", zh, en)])


def levers(
    ctx: typer.Context,
    paths: Paths,
    rulebook: Book,
    lever: Annotated[
        list[str] | None,
        typer.Option("--lever", metavar="NAME", help="只看这些指标，并列出换算。\n\nThese levers only."),
    ] = None,
    sets: Sets = None,
    readings: Readings = None,
    scenario: Scenarios = None,
    city: City = None,
    month: Month = None,
    form: Form = Format.TABLE,
    output: Output = None,
    lang: Lang = Language.ZH,
) -> None:
    """各指标的下一步能加多少分。 What each figure's next step pays.

    还可加多少分，相当于其他指标多少。

    What is still open, and what it is worth in other figures.

    [bold]例 Examples[/bold]

    scorecard levers 2021-03.csv --rulebook hard-2019

    scorecard levers 2021-03.csv --rulebook hard-2019 --lever xinyi_domains --lever xinyidai_loans
    """
    book = rulebooks.load(rulebook)
    held = started(ctx, paths, book, city, month, lang)
    names = [scenarios.parse_target(name, book) for name in lever] if lever else None
    result = boards.board(*held, scenario=held.scenario, names=names)
    tables = [lever_tables.lever_board_table(result, book, lang)]
    tables += [
        lever_tables.exchange_rates_table(result, book, name, lang)
        for name in names or []
        if name in set(result.rates["lever"])
    ]
    tables += [lever_tables.passing_levers(result, book, lang)] if result.tests.height else []
    answered(result, result.levers, tables, form, output)


def goal(
    ctx: typer.Context,
    paths: Paths,
    rulebook: Book,
    lever: One,
    reach: Annotated[
        str,
        typer.Option(
            "--reach",
            metavar="GOAL",
            help="40、18.3:满分、17:达标 等。\n\nA total, 18.3:cap, 17:target, 17:3, passes.",
        ),
    ],
    low: Low = None,
    high: High = None,
    sets: Sets = None,
    readings: Readings = None,
    scenario: Scenarios = None,
    city: City = None,
    month: Month = None,
    form: Form = Format.TABLE,
    output: Output = None,
    lang: Lang = Language.ZH,
) -> None:
    """一个指标须达到多少才能实现目标。 How much reaches a goal.

    做不到时说明受什么限制。

    Where none does, what binds.

    [bold]例 Examples[/bold]

    scorecard goal 2021-03.csv --rulebook hard-2019 --lever 信易贷放款金额 --reach 18.3:满分

    scorecard goal 2021-03.csv --rulebook hard-2019 --lever residents_scored --reach 38
    """
    book = rulebooks.load(rulebook)
    held = started(ctx, paths, book, city, month, lang)
    target = scenarios.parse_target(lever, book)
    ends = bounds(target, low, high, book)
    result = goals.seek(*held, target, _goal(reach), scenario=held.scenario, **ends)
    told = {"needed": result.needed, "change": result.change, "reached": result.reached, "possible": result.possible}
    answered(result, pl.DataFrame([told]), [lever_tables.goal_table(result, book, lang)], form, output)


def _goal(text: str) -> str:
    clause, sign, said = text.replace("：", ":").rpartition(":")
    return goals.VERDICT if text == "通过" else f"{clause}{sign}{GOALS.get(said, said)}"
