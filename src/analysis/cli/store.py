"""`scorecard store`: a table with the figures of many units, kept in the project unit by unit (数据存入项目)."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis import facts, rulebooks
from analysis.cli.options import FactsArgument, OwnFactsOption, read_facts
from analysis.paths import display_path, root


def store(
    paths: FactsArgument,
    rulebook: OwnFactsOption = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="已有的数据以新表为准。 Figures that are there give way.")
    ] = False,
) -> None:
    """把一张表里各单位的数据存入项目。 Keep many units' figures.

    有错或已有不同数据的，一次列全，什么都不存。 With any fault nothing is kept.

    [bold]例 Example[/bold]

    scorecard store 各镇街3月.xlsx --rulebook hard-2019
    """
    book = rulebooks.load(rulebook) if rulebook else None
    figures = read_facts(paths, book)
    kept = facts.keep_tables(figures, book.dictionary if book else facts.dictionary(), replace)
    units, months = figures["city"].n_unique(), figures["month"].n_unique()
    place = display_path(root() / "data" / "facts")
    typer.echo(
        f"已存 {units} 个单位、{months} 个月、{figures.height} 个数字，{len(kept)} 个文件，在 {place}。\n"
        f"Kept: {units} units, {months} months, {figures.height} figures, in {len(kept)} files."
    )
