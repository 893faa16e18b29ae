"""`scorecard validate` and `scorecard template`: what a city delivers (数据报送)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis import facts, rulebooks
from analysis.cli import auditing
from analysis.cli.options import Paths, only, writing
from analysis.problems import InputError, Problem
from analysis.rulebooks import Rulebook


def validate(paths: Paths) -> None:
    """检查数据文件，一次列出全部问题。 Check files of facts; every fault is listed at once.

    [bold]例 Example[/bold]

    scorecard validate data/facts/320281/2021-03.csv
    """
    known = only(facts.load(*paths), None, None)
    places = known.select("city", "month").unique(maintain_order=True).height
    missing = known["value"].null_count()
    typer.echo(
        f"数据可用：{known.height} 个数字，{places} 个城市月份，其中缺 {missing} 个。\n"
        f"The files are sound: {known.height} figures, {places} city-months, {missing} of them missing."
    )
    if missing < known.height:
        typer.echo(auditing.brief(paths))


def template(
    output: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="要写的工作簿。 The workbook to write.")],
    rulebook: Annotated[str, typer.Option("--rulebook", help="规则集，如 hard-2019。 The rulebook.")],
    city: Annotated[str | None, typer.Option("--city", help="预填城市。 The city to put in.")] = None,
    month: Annotated[str | None, typer.Option("--month", help="预填月份，如 2021-03。 The month to put in.")] = None,
) -> None:
    """写一张可填写的表，带下拉和说明。 A workbook to fill in.

    [bold]例 Example[/bold]

    scorecard template --rulebook hard-2019 --city 江阴 --month 2021-03 待填.xlsx
    """
    book = rulebooks.load(rulebook)
    _must_be_fillable(book, output)
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
