"""What questions share on the command line: of which city and month, and how answers are given (提问选项)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import polars as pl
import typer

from analysis import scenarios
from analysis.cli import findings, options
from analysis.cli.scoring import Format, give
from analysis.problems import InputError, Problem
from analysis.rulebooks import Rulebook
from analysis.scenarios import BASELINE, Scenario
from analysis.views.view_objects import Table

Book = Annotated[str, typer.Option("--rulebook", help="规则集，如 hard-2019。 The rulebook.")]
Form = Annotated[Format, typer.Option("--format", help="输出格式。 The form of the output.")]
Output = Annotated[Path | None, typer.Option("--output", help="写入此文件。 Write to this file.")]
One = Annotated[
    str, typer.Option("--lever", metavar="NAME", help="指标或规则值，如 信易贷放款金额。\n\nA fact or a rule value.")
]
Low = Annotated[str | None, typer.Option("--from", metavar="AMOUNT", help="范围下限，如 10亿。\n\nThe lower bound.")]
High = Annotated[str | None, typer.Option("--to", metavar="AMOUNT", help="范围上限。 The upper bound.")]


@dataclass(frozen=True)
class Asked:
    """What a question is asked of: the facts, rulebook, city, month and the scenario it starts from."""

    facts: pl.DataFrame
    book: Rulebook
    city: str
    month: str
    scenario: Scenario

    def __iter__(self) -> Iterator[Any]:
        return iter((self.facts, self.book, self.city, self.month))


def bounds(target: str, low: str | None, high: str | None, book: Rulebook) -> dict[str, float | None]:
    """The bounds that `--from` and `--to` give, as amounts of the target."""
    told = {"low": low, "high": high}
    return {key: None if text is None else scenarios.parse_amount(target, text, book) for key, text in told.items()}


def started(
    ctx: typer.Context, paths: list[Path], book: Rulebook, city: str | None, month: str | None, lang: str
) -> Asked:
    """The city and month a question is asked of, under the scenario that the options form."""
    told = ctx.meta.get(options.ORDER, [])
    parts = scenarios.parse_scenarios(told, book) if told else []
    held = asked_of(paths, book, city, month, scenarios.stack_scenarios(parts) if parts else BASELINE)
    remark(held, parts, lang)
    return held


def asked_of(paths: list[Path], book: Rulebook, city: str | None, month: str | None, scenario: Scenario) -> Asked:
    """The one city of the files, or the one named, in its latest month or the one named. Raises `InputError`."""
    known = options.load(paths, book)
    here = options.only(known, city, month)
    places = here.select("city", "month").unique().sort("city", "month")
    if places["city"].n_unique() > 1:
        zh, en = "文件中有多个城市；请用 --city 指定一个。", "There are several cities; choose one with --city."
        raise InputError([Problem("--city", zh, en)])
    return Asked(known, book, *places.row(-1), scenario)


def remark(held: Asked, parts: list[Scenario], lang: str) -> None:
    """What should be known of the scenarios, on the error stream: it keeps nothing from being worked out."""
    for remark in scenarios.scenario_remarks(*held, parts) if parts else ():
        typer.echo(f"{remark.where}：{remark.zh if lang == 'zh' else remark.en}", err=True)


def answered(result: Any, frame: pl.DataFrame, tables: list[Table], form: Format, output: Path | None) -> None:
    """Give an answer in the form asked for: tables, the chief frame as CSV, or all of it as JSON."""
    if form == Format.JSON:
        give(findings.as_json(result), output)
    else:
        give(findings.as_csv(frame) if form == Format.CSV else findings.as_text(tables), output)
