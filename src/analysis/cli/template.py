"""`scorecard template`: a workbook for a city to fill in (填报模板)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from analysis import facts, rulebooks
from analysis.calendars import parse_month
from analysis.cli.options import DEFAULT_RULEBOOKS, RulebooksOption, wanted_kind, writing
from analysis.file_checks import refuse_existing
from analysis.problems import InputError, Problem, Problems
from analysis.rulebooks import Rulebook
from analysis.text_normalisation import quoted_value


def template(
    output: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="要写的工作簿。 The workbook to write.")],
    rulebook: RulebooksOption = None,
    city: Annotated[str | None, typer.Option("--city", help="预填城市或单位。 The city or unit to put in.")] = None,
    month: Annotated[str | None, typer.Option("--month", help="预填月份，如 2021-03。 The month to put in.")] = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", help="一张表填 --city 的全部镇、园区等。\n\nAll its units of a kind in one table."),
    ] = None,
) -> None:
    """写一张可填写的表，带下拉和说明。 A workbook to fill in.

    不写 --rulebook 时，列出月度报告所需的全部指标（两套规则集合在一张表里，每个指标只填一次）。

    写了 --month 的，只列当月有效的规则所需的指标；没有写的，按最新的规则。

    Without --rulebook it asks for all that the month's report needs: both rulebooks in one table. With --month it asks
    for what the rules in force in that month judge, else for what the newest do.

    [bold]例 Examples[/bold]

    scorecard template --city 江阴 --month 2021-03 待填.xlsx

    scorecard template --rulebook hard-2019 --city 江阴 --month 2021-03 待填.xlsx

    scorecard template --rulebook 我的细则 --city 江阴 --kind 镇 --month 2021-03 各镇街待填.xlsx
    """
    books = [rulebooks.load(name, month or "") for name in dict.fromkeys(rulebook or DEFAULT_RULEBOOKS)]
    asked = list(dict.fromkeys(name for book in books for name in book.facts()))
    _must_be_fillable(books, asked, output)
    refuse_existing(output)
    asking = _units(kind, city, month) if kind else city
    meanings = {name: fact for book in reversed(books) for name, fact in book.dictionary.items()}
    with writing(output):
        facts.write_template(asked, output, city=asking, month=month, dictionary=meanings)
    typer.echo(f"已写入 {output}，{len(asked)} 项。 Written: {len(asked)} facts.")
    if kind:
        typer.echo(_next(len(asking or ()), output, books[0].id))


def _units(kind: str, city: str | None, month: str | None) -> list[str]:
    """The codes of all units of a kind. Raises `InputError` where no list has one, with how to begin."""
    place, when = (facts.code_of(city) if city else None), (parse_month(month) if month else None)
    codes = facts.units_of_kind(wanted_kind(kind), place, when)
    if not codes:
        zh = "名单里没有这类单位；先用 scorecard units --city 城市 --from 名单.xlsx 读入。"
        en = "No list has such units; take one in first by scorecard units --city CITY --from LIST.xlsx."
        raise InputError([Problem(f"--kind {quoted_value(kind)}", zh, en)])
    return codes


def _next(count: int, output: Path, book: str) -> str:
    zh = f"每项之下 {count} 个单位各一行。填好后：scorecard store {output} --rulebook {book}"
    return f"{zh}\n{count} units, a row each below every fact. When it is filled in, store it."


def _must_be_fillable(books: Sequence[Rulebook], asked: Sequence[str], output: Path) -> None:
    """Refuse a name that spreadsheets would not open, frames whose clauses ask for no figure yet, and two meanings."""
    if output.suffix.casefold() != ".xlsx":
        zh, en = "模板是 Excel 工作簿，文件名须以 .xlsx 结尾。", "The template is a workbook: end its name in .xlsx."
        raise InputError([Problem(str(output), zh, en)])
    problems = Problems()
    for name in [name for name in asked if len({book.dictionary.get(name) for book in books} - {None}) > 1]:
        zh, en = (
            "几套规则集对此指标的定义不同；请分别写模板。",
            "The rulebooks define it differently; write a template each.",
        )
        problems.report(f"template, {name}", zh, en)
    problems.raise_any()
    if not asked:
        zh, en = (
            "此规则集的条款还没有填写，不需要数据。",
            "The clauses of this rulebook are not filled in yet.",
        )
        raise InputError([Problem(f"rulebook {', '.join(book.id for book in books)}", zh, en)])
