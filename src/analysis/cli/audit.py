"""`scorecard audit`: a second look at the figures before they are filed (填报前自查)."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import polars as pl
import typer

from analysis import facts, rulebooks
from analysis.calendars import parse_month
from analysis.cli.answers import Format, FormatOption, OutputOption, answer
from analysis.cli.options import CityOption, Language, LanguageOption, OptionalFactsArgument, selected
from analysis.cli.subjects import given_paths
from analysis.problems import InputError
from analysis.questions import audit as audit_question
from analysis.rulebooks import Rulebook
from analysis.views import audit_tables, view_objects, words


def audit(
    paths: OptionalFactsArgument = None,
    city: CityOption = None,
    month: Annotated[
        str | None,
        typer.Option("--month", help="核查哪个月；缺省为文件中最近一个月。\n\nThe month; the latest by default."),
    ] = None,
    every: Annotated[bool, typer.Option("--all-months", help="文件中的各月都看。 Every month of the files.")] = False,
    alone: Annotated[
        bool,
        typer.Option(
            "--alone", help="不与 data/facts 中以前月份对照。\n\nDon't compare with earlier months kept in data/facts."
        ),
    ] = False,
    rulebook: Annotated[
        list[str] | None, typer.Option("--rulebook", help="按哪些规则集查缺报数据，可多个。 The rulebooks.")
    ] = None,
    on: Annotated[
        datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help="截至哪天，用来说迟了几天。\n\nThe day lateness is told by."),
    ] = None,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """填报前自查：列出需要重点核查的数据。 Before filing.

    勾稽关系、突变、取整、差一个“万”、多月不变、缺报数据；只提请核对，不下结论。

    Identities, jumps, round numbers, slipped units, standstills, what is missing. It accuses nobody.

    [bold]例 Examples[/bold]

    scorecard audit --city 江阴 --month 2021-03

    scorecard audit 2021-03.xlsx --month 2021-03 --on 2021-04-22
    """
    books = [rulebooks.load(name) for name in rulebook or rulebooks.office_rulebook_ids()]
    files = given_paths(paths, city, month)
    figures = selected(_located(files, books), city, month)
    months = sorted(figures["month"].unique()) if every else [parse_month(month) if month else _latest(figures)]
    code = facts.code_of(city, months[-1]) if city else None
    result = audit_question.audit(_with_history(files, books, alone), books, months, code)
    day = on.date() if on else None
    flat = result.findings.with_columns(pl.col("values").cast(pl.List(pl.String)))
    answer(result, flat, _tables(result, books, lang, day), form, output)


def _tables(
    result: audit_question.Audit, books: list[Rulebook], lang: str, on: date | None
) -> list[view_objects.Table]:
    return [audit_tables.findings_table(result, books, lang), audit_tables.undelivered_figures(result, books, lang, on)]


def _latest(figures: pl.DataFrame) -> str:
    return str(figures["month"].max())


def _located(paths: list[Path], books: list[Rulebook]) -> pl.DataFrame:
    """The figures of the files with their places; facts of the rulebooks' own are understood too."""
    return facts.load_with_places(
        dict.fromkeys(paths), {name: fact for book in books for name, fact in book.dictionary.items()}
    )


def _with_history(paths: list[Path], books: list[Rulebook], alone: bool) -> pl.DataFrame:
    """The figures of the files, and of each city those kept for the months before its first."""
    figures = _located(paths, books)
    if alone:
        return figures
    first = figures.group_by("city").agg(pl.col("month").min()).sort("city")
    return pl.concat([figures, *(facts.earlier_with_places(city, month) for city, month in first.iter_rows())])


def audit_brief(paths: list[Path], lang: str = "zh") -> str:
    """One sentence on what an audit of the latest month in sound files finds; or why it could not be made."""
    books = [rulebooks.load(name) for name in rulebooks.office_rulebook_ids()]
    try:
        figures = _with_history(paths, books, alone=False)
        result = audit_question.audit(figures, books, [_latest(figures)])
    except InputError as error:
        return words.say("audit not made", lang, where=error.problems[0].where)
    return audit_tables.audit_summary(result, " ".join(map(str, paths)), lang)


def kept_audit_brief(figures: pl.DataFrame, city: str, month: str, lang: str = "zh") -> str:
    """The same for a city's kept figures up to a month."""
    books = [rulebooks.load(name) for name in rulebooks.office_rulebook_ids()]
    try:
        result = audit_question.audit(figures, books, [month], city)
    except InputError as error:
        return words.say("audit not made", lang, where=error.problems[0].where)
    return audit_tables.audit_summary(result, f"data/facts/{city}/{month}.*", lang)
