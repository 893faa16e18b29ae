"""`scorecard rulebooks diff`: what changed between two rulebooks, and what that does to cities' totals (换版比较)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis import rulebooks
from analysis.cli.answers import Format, FormatOption, OutputOption, answer
from analysis.cli.options import Language, LanguageOption, read_facts, writing
from analysis.paths import replace_file
from analysis.problems import InputError, Problem
from analysis.questions import edition_effects, editions
from analysis.rulebooks import Rulebook
from analysis.views import clause_impact_views, edition_tables

EditionArgument = Annotated[
    str, typer.Argument(help="规则集或其文件夹。 A rulebook or its folder.", autocompletion=rulebooks.rulebook_ids)
]
FactsOption = Annotated[
    list[Path] | None,
    typer.Option("--facts", metavar="FILE", help="另算对这些城市总分的影响，可多个。\n\nThe effect on these."),
]
MARK = "@"
PictureOption = Annotated[
    Path | None, typer.Option("--picture", metavar="FILE", help="把影响画成图，.svg 或 .png。 The effect as a picture.")
]


def diff(
    before: EditionArgument,
    after: EditionArgument,
    figures: FactsOption = None,
    picture: PictureOption = None,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """比较两个规则集：改了什么，总分因此怎样变。 Compare two rulebooks.

    分期的规则集各期都比；只比某月所用的，名称后写 @月份。 One at two months: NAME@MONTH.

    [bold]例 Examples[/bold]

    scorecard rulebooks diff hard-2019 我的细则

    scorecard rulebooks diff 我的细则@2021-12 我的细则@2022-01

    scorecard rulebooks diff 细则2024 细则2025 --facts data/facts/320281/2021-03.csv --picture 影响.svg
    """
    first, second = _edition(before), _edition(after)
    changes = editions.edition_changes(first, second)
    tables = [edition_tables.edition_changes_table(changes, first, second, lang)]
    if not figures:
        _must_not_draw(picture)
        answer({"changes": changes}, changes, tables, form, output)
        return
    found = edition_effects.edition_effects(read_facts(figures, second), first, second)
    if picture:
        _draw(found, (first, second), picture, lang)
    tables.append(clause_impact_views.clause_impacts_table(found, (first, second), lang))
    tables.append(edition_tables.edition_effects_table(found, lang))
    shown = {"changes": changes, "totals": found.totals, "shares": found.shares}
    answer(shown, found.shares, tables, form, output)


def _edition(name: str) -> Rulebook:
    """The rulebook of a name, or its rules of a month where the name ends in one: 我的细则@2022-01."""
    plain, mark, month = name.rpartition(MARK)
    if mark and name not in rulebooks.rulebook_ids():
        return rulebooks.load(plain, month)
    return rulebooks.load(name)


def _must_not_draw(picture: Path | None) -> None:
    if picture is not None:
        zh, en = "图画的是对总分的影响，请用 --facts 给出数据文件。", "The picture shows the effect: give --facts."
        raise InputError([Problem("--picture", zh, en)])


def _draw(found: edition_effects.EditionEffects, books: tuple[Rulebook, Rulebook], picture: Path, lang: str) -> None:
    from analysis.documents import titled_pictures  # only a picture needs it

    title = clause_impact_views.impact_finding(found, books, lang)
    charts = clause_impact_views.impact_charts(found, books, lang)
    as_png = picture.suffix.lower() == ".png"
    with writing(picture):
        svg, _ = titled_pictures.titled_svg(title, charts)
        replace_file(picture, titled_pictures.titled_png(title, charts, lang) if as_png else svg.encode())
