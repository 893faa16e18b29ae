"""`scorecard score` and `scorecard explain` (评分与计算过程)."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from analysis import rulebooks, scorecards
from analysis.cli import cards, clauses, options
from analysis.cli.exits import VETOED
from analysis.cli.options import AsOf, City, Given, Lang, Language, Month, Readings, Scenarios, Sets
from analysis.paths import replace_file
from analysis.rulebooks import Rulebook
from analysis.scenarios import BASELINE


class Format(StrEnum):
    """The forms that an output is written in."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def score(
    ctx: typer.Context,
    rulebook: Annotated[str, typer.Option("--rulebook", help="规则集，如 hard-2019。 The rulebook.")],
    paths: Given = None,
    sets: Sets = None,
    readings: Readings = None,
    scenario: Scenarios = None,
    with_base: Annotated[
        bool, typer.Option("--with-base", help="同时列出未改动的评分卡。 The base's cards too.")
    ] = False,
    city: City = None,
    month: Month = None,
    as_of: AsOf = "",
    form: Annotated[Format, typer.Option("--format", help="输出格式。 The form of the output.")] = Format.TABLE,
    output: Annotated[Path | None, typer.Option("--output", help="写入此文件。 Write to this file.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="有否决项未通过时退出码为 4。\n\nExit 4 on a veto.")] = False,
    lang: Lang = Language.ZH,
) -> None:
    """给每个城市、每个月打分。 Score every city and month of the files.

    [bold]例 Examples[/bold]

    scorecard score data/facts/320281/2021-03.csv --rulebook hard-2019

    scorecard score 2021-03.csv --rulebook hard-2019 --set xinyidai_loans=200亿 --reading 17=linear --format json

    scorecard score --city 江阴 --month 2021-03 --as-of 2021-04-25 --rulebook hard-2019
    """
    book = rulebooks.load(rulebook)
    changed = options.scenario(ctx, book)
    known = options.known(paths, book, city, month, as_of)
    listed = [BASELINE, changed] if with_base and changed is not BASELINE else [changed]
    points = options.only(scorecards.score(known, book, listed), city, month)
    totals = options.only(scorecards.total(known, book, listed), city, month)
    give(_written(book, points, totals, form, lang), output)
    if strict and (totals["passes"] == False).any():  # noqa: E712
        raise typer.Exit(VETOED)


def _written(book: Rulebook, points: pl.DataFrame, totals: pl.DataFrame, form: Format, lang: str) -> str:
    verb = {Format.JSON: cards.as_json, Format.CSV: cards.as_csv, Format.TABLE: cards.as_table}[form]
    return verb(book, points, totals, lang)


def give(text: str, output: Path | None) -> None:
    """Print a text, or write it to a file."""
    if output is None:
        typer.echo(text)
    else:
        with options.writing(output):
            replace_file(output, f"{text}\n".encode())


def explain(
    ctx: typer.Context,
    clause: Annotated[str, typer.Option("--clause", help="条款编号，如 18.3。 The clause.")],
    rulebook: Annotated[
        str | None, typer.Option("--rulebook", help="规则集；缺省为所有含此条款者。 The rulebook.")
    ] = None,
    paths: Given = None,
    sets: Sets = None,
    readings: Readings = None,
    scenario: Scenarios = None,
    city: City = None,
    month: Month = None,
    as_of: AsOf = "",
    lang: Lang = Language.ZH,
) -> None:
    """写出一个条款的计算过程，代入数字。 A clause's working, the numbers put in.

    [bold]例 Example[/bold]

    scorecard explain data/facts/320281/2021-03.csv --clause 18.3
    """
    for name in [rulebook] if rulebook else clauses.having(clause):
        book = rulebooks.load(name)
        clauses.must_have(book, clause)
        known = options.known(paths, book, city, month, as_of)
        changed = options.scenario(ctx, book)
        here = options.only(known, city, month)
        for place in here.select("city", "month").unique(maintain_order=True).iter_rows():
            card = scorecards.card(known, book, *place, changed)
            typer.echo(clauses.working_text(card, clause, lang))
