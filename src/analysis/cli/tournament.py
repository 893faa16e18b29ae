"""`scorecard tournament`: many scenarios × cities × readings: who wins, who is dominated, regret (多方案比选)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from analysis import facts, rulebooks, scenarios
from analysis.calendars import parse_month
from analysis.cli.answers import Format, FormatOption, OutputOption, answer
from analysis.cli.options import (
    Language,
    LanguageOption,
    OptionalFactsArgument,
    ReadingsOption,
    RequiredMonthOption,
    RulebookOption,
    ScenarioFilesOption,
    SetsOption,
    read_facts,
)
from analysis.cli.subjects import changed_parts, say_problems
from analysis.problems import InputError, Problem
from analysis.questions import league
from analysis.questions import tournament as tournament_question
from analysis.rulebooks import Rulebook
from analysis.scenarios import BASELINE, Scenario
from analysis.views import tournament_tables


def tournament(
    ctx: typer.Context,
    month: RequiredMonthOption,
    rulebook: RulebookOption = "hard-2019",
    paths: OptionalFactsArgument = None,
    city: Annotated[
        list[str] | None, typer.Option("--city", help="只比这些城市，可多个；不写为全部。\n\nThese cities only.")
    ] = None,
    every: Annotated[
        list[str] | None,
        typer.Option(
            "--each",
            metavar="NAME=A,B,C",
            help="此项的几种设定，可多项，组合成方案，如 信易贷放款金额=100亿,*1.1。\n\nSettings to combine.",
        ),
    ] = None,
    sets: SetsOption = None,
    readings: ReadingsOption = None,
    scenario: ScenarioFilesOption = None,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """多方案比选：各方案在各城市、各种读法下谁占优、谁被压倒。 Who wins, who is dominated.

    每个 --set、--reading、--scenario 为一个方案，--each 的各种组合各为一个方案，另有基准。
    分组可作一项改动：leading.weight=*0.9 为该组权重降10%。

    Each change is a scenario, each combination of --each too, beside the baseline.

    [bold]例 Examples[/bold]

    scorecard tournament --month 2021-03 --city 江阴 --each 信易贷放款金额=100亿,150亿 --each xinyi_domains=+1,+3

    scorecard tournament --month 2021-03 --set leading.weight=*0.9 --set xinyi_domains=+2
    """
    book, when = rulebooks.load(rulebook), parse_month(month)
    own = changed_parts(ctx, book)
    settings = dict(_settings(text) for text in every or ())
    listed = [BASELINE, *own, *(scenarios.setting_scenarios(settings, book) if settings else ())]
    result = tournament_question.play(_facts(paths, book, city, when, lang), book, when, _apart(listed), city)
    tables = [tournament_tables.tournament_table(result, lang), tournament_tables.tournament_cities_table(result, lang)]
    answer(result, result.scenarios, tables, form, output)


def _settings(text: str) -> tuple[str, list[str]]:
    name, sign, listed = text.partition("=")
    texts = [part.strip() for part in listed.replace("，", ",").split(",") if part.strip()]
    if not (sign and name.strip() and texts):
        zh, en = "应写作 名称=设定,设定。", "Write name=setting,setting."
        raise InputError([Problem(f"--each {text}", zh, en)])
    return name.strip(), texts


def _apart(listed: list[Scenario]) -> list[Scenario]:
    """Each name once: the same change given twice is one scenario."""
    return list({scenario.name: scenario for scenario in listed}.values())


def _facts(paths: list[Path] | None, book: Rulebook, cities: list[str] | None, month: str, lang: str) -> pl.DataFrame:
    """The files' facts; else those of the cities named, or of all, with the months before that histories need."""
    if paths:
        return read_facts(paths, book)
    if cities and not book.is_relative:
        return pl.concat([facts.up_to(city, month, book.dictionary) for city in dict.fromkeys(cities)])
    months = sorted({month, *league.league_months(book, month)})
    every = facts.all_cities(month, months, book.dictionary)
    say_problems(every.faults, lang)
    return every.facts.filter(pl.col("fact").is_in(list(book.dictionary)))
