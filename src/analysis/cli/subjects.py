"""What a question is asked of: facts, rulebook, city, month, and the scenario that the options form (提问对象)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from analysis import facts, scenarios, scorecards
from analysis.calendars import parse_month
from analysis.cli.commands import ORDER
from analysis.cli.options import read_facts, selected
from analysis.problems import InputError, Problem
from analysis.rulebooks import Rulebook
from analysis.scenarios import BASELINE, Scenario, ScenarioName

LeverOption = Annotated[
    str, typer.Option("--lever", metavar="NAME", help="指标或规则值，如 信易贷放款金额。\n\nA fact or a rule value.")
]
LowOption = Annotated[
    str | None, typer.Option("--from", metavar="AMOUNT", help="范围下限，如 10亿。\n\nThe lower bound.")
]
HighOption = Annotated[str | None, typer.Option("--to", metavar="AMOUNT", help="范围上限。 The upper bound.")]


NEITHER = Problem("FACTS", "请写数据文件，或写 --city 和 --month。", "Name files of facts, or --city and --month.")


@dataclass(frozen=True)
class Subject:
    """What a question is asked of: the facts, rulebook, city, month and the scenario it starts from."""

    facts: pl.DataFrame
    book: Rulebook
    city: str
    month: str
    scenario: Scenario

    @property
    def case(self) -> tuple[pl.DataFrame, Rulebook, str, str]:
        """Facts, rulebook, city and month, in the order that questions take them."""
        return self.facts, self.book, self.city, self.month


def changed_parts(ctx: typer.Context, book: Rulebook) -> list[Scenario]:
    """What the options change, each a scenario of its own, in the order given."""
    texts = ctx.meta.get(ORDER, [])
    return scenarios.parse_scenarios(texts, book) if texts else []


def stacked(ctx: typer.Context, book: Rulebook) -> Scenario:
    """The one scenario that the options form, stacked in the order given; the baseline where there are none."""
    parts = changed_parts(ctx, book)
    return scenarios.stack_scenarios(parts) if parts else BASELINE


def given_facts(
    paths: list[Path] | None,
    book: Rulebook,
    city: str | None,
    month: str | None,
    as_of: str,
    scenarios: ScenarioName | Sequence[ScenarioName] = (),
) -> pl.DataFrame:
    """The FACTS of the files; or, where none are named, the project's of a city up to a month, now or as known then.

    Of the project's, those of other cities too, where the rulebook or a scenario looks at them.

    Raises `InputError` where neither files nor both city and month are named, and for files as of a day.
    """
    if paths and as_of:
        zh = "文件里没有“当时所知”：--as-of 只用于存档的数据，请去掉文件名。"
        raise InputError([Problem("--as-of", zh, "Files know no day: --as-of is for kept facts; name no files.")])
    if paths:
        return read_facts(paths, book)
    if city is None or month is None:
        raise InputError([NEITHER])
    return scorecards.card_facts(book, city, month, as_of, scenarios)


def given_paths(paths: list[Path] | None, city: str | None, month: str | None) -> list[Path]:
    """The files named; or, where none are, those the project keeps of a city and month.

    Raises `InputError` where neither are named, and where there are none of the month.
    """
    if paths:
        return paths
    if city is None or month is None:
        raise InputError([NEITHER])
    facts.up_to(city, month)  # says where a file should be, and which months there are
    when = parse_month(month)
    return facts.month_paths(facts.code_of(city, when), when)


def range_end(target: str, text: str | None, book: Rulebook) -> float | None:
    """The bound that `--from` or `--to` gives, as an amount of the target; none where it is not given."""
    return None if text is None else scenarios.parse_amount(target, text, book)


def changed_subject(
    ctx: typer.Context,
    paths: list[Path] | None,
    book: Rulebook,
    city: str | None,
    month: str | None,
    as_of: str,
    lang: str,
) -> Subject:
    """The city and month a question is asked of, under the scenario that the options form."""
    parts = changed_parts(ctx, book)
    figures = given_facts(paths, book, city, month, as_of, parts)
    subject = subject_of(figures, book, city, month, scenarios.stack_scenarios(parts) if parts else BASELINE)
    say_remarks(subject, parts, lang)
    return subject


def subject_of(facts: pl.DataFrame, book: Rulebook, city: str | None, month: str | None, scenario: Scenario) -> Subject:
    """The one city of the facts, or the one named, in its latest month or the one named. Raises `InputError`."""
    places = selected(facts, city, month).select("city", "month").unique().sort("city", "month")
    if places["city"].n_unique() > 1:
        zh, en = "文件中有多个城市；请用 --city 指定一个。", "There are several cities; choose one with --city."
        raise InputError([Problem("--city", zh, en)])
    chosen_city, latest = places.row(-1)
    return Subject(facts, book.at(latest), chosen_city, latest, scenario)


def say_remarks(subject: Subject, parts: list[Scenario], lang: str) -> None:
    """What should be known of the scenarios, on the error stream: it keeps nothing from being worked out."""
    if parts:
        say_problems(scenarios.scenario_remarks(*subject.case, parts), lang)


def say_problems(problems: Iterable[Problem], lang: str) -> None:
    """Problems that keep nothing from being worked out, a line each on the error stream."""
    for problem in problems:
        typer.echo(f"{problem.where}：{problem.zh if lang == 'zh' else problem.en}", err=True)


def say_remade(formats: Iterable[str]) -> None:
    """Formats that were published earlier and not asked for now: made again with the rest, and how to be without."""
    names = list(formats)
    if names:
        typer.echo(
            f"此前发布的格式已一并按现在的数据重做：{'、'.join(names)}。不再需要的，删去该文件即可。\n"
            f"Made again with the rest, as published earlier: {', '.join(names)}. Delete a file to be without it."
        )
