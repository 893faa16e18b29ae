"""`scorecard rulebooks`: the rulebooks at hand, and what a clause says (规则集)."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis import rulebooks
from analysis.cli import clauses
from analysis.cli.options import Lang, Language

app = typer.Typer(
    invoke_without_command=True,
    help="列出规则集；show 查看条款全文、公式、取值和读法。 List the rulebooks; `show` one of them or a clause.\n\n"
    "[bold]例 Example[/bold]\n\nscorecard rulebooks",
)


@app.callback()
def listed(ctx: typer.Context, lang: Lang = Language.ZH) -> None:
    """列出规则集。 List the rulebooks."""
    if ctx.invoked_subcommand is None:
        typer.echo(clauses.books_text([rulebooks.load(name) for name in rulebooks.rulebook_ids()], lang))


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="ID", help="规则集，如 hard-2019。 The rulebook.")],
    clause: Annotated[str | None, typer.Argument(metavar="[CLAUSE]", help="条款编号，如 17。 The clause.")] = None,
    lang: Lang = Language.ZH,
) -> None:
    """查看一个规则集，或其中一个条款。 A rulebook, or one of its clauses.

    [bold]例 Examples[/bold]

    scorecard rulebooks show hard-2019

    scorecard rulebooks show hard-2019 17
    """
    book = rulebooks.load(name)
    if clause is None:
        typer.echo(clauses.book_text(book, lang))
    else:
        clauses.must_have(book, clause)
        typer.echo(clauses.clause_text(book, clause, lang))
