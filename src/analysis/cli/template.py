"""`scorecard template`: a workbook for a city to fill in (填报模板)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis import facts, rulebooks
from analysis.cli.options import RulebookOption, writing
from analysis.file_checks import refuse_existing
from analysis.problems import InputError, Problem
from analysis.rulebooks import Rulebook


def template(
    output: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="要写的工作簿。 The workbook to write.")],
    rulebook: RulebookOption,
    city: Annotated[str | None, typer.Option("--city", help="预填城市。 The city to put in.")] = None,
    month: Annotated[str | None, typer.Option("--month", help="预填月份，如 2021-03。 The month to put in.")] = None,
) -> None:
    """写一张可填写的表，带下拉和说明。 A workbook to fill in.

    [bold]例 Example[/bold]

    scorecard template --rulebook hard-2019 --city 江阴 --month 2021-03 待填.xlsx
    """
    book = rulebooks.load(rulebook)
    _must_be_fillable(book, output)
    refuse_existing(output)
    with writing(output):
        facts.write_template(list(book.facts()), output, city=city, month=month, dictionary=book.dictionary)
    typer.echo(f"已写入 {output}，{len(book.facts())} 项。 Written: {len(book.facts())} facts.")


def _must_be_fillable(book: Rulebook, output: Path) -> None:
    """Refuse a name that spreadsheets would not open, and a frame whose clauses ask for no figure yet."""
    if output.suffix.casefold() != ".xlsx":
        zh, en = "模板是 Excel 工作簿，文件名须以 .xlsx 结尾。", "The template is a workbook: end its name in .xlsx."
        raise InputError([Problem(str(output), zh, en)])
    if not book.facts():
        zh, en = (
            "此规则集的条款还没有填写，不需要数据。",
            "The clauses of this rulebook are not filled in yet.",
        )
        raise InputError([Problem(f"rulebook {book.id}", zh, en)])
