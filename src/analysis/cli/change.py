"""`scorecard change` and `scorecard diff`: why a score moved, and what was corrected (变动与更正)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from analysis import rulebooks, scorecards
from analysis.calendars import months_back, parse_day, parse_month
from analysis.cli.answers import Format, FormatOption, OutputOption, answer
from analysis.cli.options import (
    AsOfOption,
    Language,
    LanguageOption,
    ReadingsOption,
    RequiredCityOption,
    RequiredMonthOption,
    RulebookOption,
    ScenarioFilesOption,
    SetsOption,
    read_facts,
)
from analysis.cli.subjects import say_problems, stacked
from analysis.facts import code_of
from analysis.problems import InputError, Problem
from analysis.questions import change as change_question
from analysis.questions import change as changing
from analysis.questions import corrections
from analysis.rulebooks import Rulebook
from analysis.scenarios import Scenario, load_all
from analysis.scorecards import archive, card_versions
from analysis.views import change_views, view_objects, words

NOW = ("now", "现在", "")


@dataclass(frozen=True)
class Story:
    """What was corrected of the first month since it was published, then the change itself."""

    correction: corrections.Correction | None
    change: change_question.ScoreChange


def change(
    ctx: typer.Context,
    city: RequiredCityOption,
    later: Annotated[str, typer.Option("--to", metavar="MONTH", help="后一个月，如 2021-03。 The later month.")],
    earlier: Annotated[
        str | None, typer.Option("--from", metavar="MONTH", help="前一个月；默认上月。\n\nBy default the month before.")
    ] = None,
    rulebook: RulebookOption = "hard-2019",
    facts: Annotated[
        list[Path] | None,
        typer.Option("--facts", help="数据文件；默认用项目里的。\n\nFiles of facts."),
    ] = None,
    as_of: AsOfOption = "",
    sets: SetsOption = None,
    readings: ReadingsOption = None,
    scenario: ScenarioFilesOption = None,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """得分变动的各因素影响分解：数据、规则值、读法、扣分。 Why the score moved.

    与先后无关，各项之和恰为总分之差。前后同月时，比较的是改动（--set、--reading、--scenario）前后。

    In no order; the shares add up exactly. Within one month, what --set, --reading, --scenario change.

    [bold]例 Examples[/bold]

    scorecard change --city 江阴 --from 2021-02 --to 2021-03 --rulebook hard-2019

    scorecard change --city 江阴 --from 2021-03 --to 2021-03 --reading 17=linear --set xinyidai_loans=+30亿
    """
    book, last = rulebooks.load(rulebook), parse_month(later)
    first = parse_month(earlier) if earlier else months_back(last, 2)[0]
    _in_order(first, last)
    code, start = code_of(city, last), stacked(ctx, book.at(last))
    figures = read_facts(facts, book) if facts else scorecards.card_facts(book, code, last, as_of, start, first)
    result = changing.between_months(figures, book, code, first, last, start)
    correction = None if facts or first == last else _since(figures, book, code, first, as_of, start, lang)
    story = Story(correction, result)
    tables = [*_corrected(correction, book, lang), *change_tables(result, book, lang)]
    answer(story, result.drivers, tables, form, output)


def _in_order(first: str, last: str) -> None:
    if first > last:
        zh, en = "--from 应不晚于 --to；请对调。", "--from must not be later than --to; swap them."
        raise InputError([Problem(f"--from {first}, --to {last}", zh, en)])


def _since(
    figures: pl.DataFrame, book: Rulebook, code: str, first: str, as_of: str, start: Scenario, lang: str
) -> corrections.Correction | None:
    """What was corrected since publication; a damaged archive is named, and the change told all the same."""
    day = parse_day(as_of, "--as-of") if as_of else ""
    say_problems(archive.damaged_files(code, first), lang)
    try:
        return corrections.since_published(figures, book, code, first, day, start)
    except InputError as error:
        say_problems(error.problems, lang)
        return None


def _corrected(result: corrections.Correction | None, book: Rulebook, lang: str) -> list[view_objects.Table]:
    if result is None:
        return []
    first, *rest = change_tables(result.change, book, lang)
    text = words.say("correction first", lang, month=words.month_title(result.change.earlier.month, lang))
    return [view_objects.Table(text, (), (), lang), change_views.corrections_table(result, book, lang), first, *rest]


def change_tables(result: change_question.ScoreChange, book: Rulebook, lang: str) -> list[view_objects.Table]:
    """A change for a terminal: tests that turn, what moved the total, a sentence each, clauses."""
    sentences = change_views.driver_sentences(result, book, lang)
    tables = [
        change_views.turned_tests(result, book, lang),
        change_views.drivers_table(result, book, lang),
        view_objects.Table(sentences.title, (), (), lang, notes=sentences.paragraphs),
        change_views.moved_clauses(result, book, lang),
    ]
    turned = result.vetoes.height or result.before["passes"] is not result.after["passes"]
    return tables if turned else tables[1:]


def diff(
    city: RequiredCityOption,
    month: RequiredMonthOption,
    as_of: Annotated[
        str,
        typer.Option("--as-of", metavar="DAY", help="当时：按此日所知；当天有几版取第 1 版。 Then: as known that day."),
    ],
    other: Annotated[
        str, typer.Option("--and", metavar="DAY", help="后来：now（现在）或另一日。 Later: now, or another day.")
    ] = "now",
    rulebook: RulebookOption = "hard-2019",
    scenario: Annotated[str, typer.Option("--scenario", help="情景，如 assumed-benchmarks。 A scenario.")] = "baseline",
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """同一月份在两个时点的数据对比：更正内容及对总分的影响。 Then and now.

    [bold]例 Examples[/bold]

    scorecard diff --city 江阴 --month 2021-03 --as-of 2021-04-25

    scorecard diff --city 江阴 --month 2021-03 --as-of 2021-04-25 --and 2021-06-01 --rulebook monitoring-2021

    scorecard diff --city 江阴 --month 2021-03 --as-of 2021-04-25#1 --and 2021-04-25#2
    """
    book, when = rulebooks.load(rulebook), parse_month(month)
    code, (start,) = code_of(city, when), load_all([scenario])
    day, later = (
        card_versions.parse_version(as_of, "--as-of"),
        "" if other in NOW else card_versions.parse_version(other, "--and"),
    )
    result = corrections.between_days(book, code, when, day, later, start)
    days = [card_versions.split_version(known_on)[0] for known_on in (day, later)]
    faults = [fault for known_on in days for fault in scorecards.damaged_months(code, when, known_on)]
    say_problems(dict.fromkeys([*archive.damaged_files(code, when), *faults]), lang)
    tables = [change_views.corrections_table(result, book, lang), *change_tables(result.change, book, lang)]
    answer(result, result.facts, tables, form, output)
