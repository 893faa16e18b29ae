"""`scorecard rulebooks`: the rulebooks at hand, and what a clause says (规则集)."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis import rulebooks
from analysis.cli.answers import headed_table, headlined, rendered
from analysis.cli.explain import must_have
from analysis.cli.options import Language, LanguageOption
from analysis.departments import responsible_departments
from analysis.formulas import formula_latex, formula_text
from analysis.rulebooks import DEFAULT, Clause, Reading, Rulebook, clauses
from analysis.scorecards import working_steps
from analysis.views import glosses, words

app = typer.Typer(
    invoke_without_command=True,
    help="列出规则集；show 查看条款全文、公式、取值和读法。 List the rulebooks; `show` one of them or a clause.\n\n"
    "[bold]例 Example[/bold]\n\nscorecard rulebooks",
)


@app.callback()
def list_rulebooks(ctx: typer.Context, lang: LanguageOption = Language.ZH) -> None:
    """列出规则集。 List the rulebooks."""
    if ctx.invoked_subcommand is None:
        typer.echo(books_text([rulebooks.load(name) for name in rulebooks.rulebook_ids()], lang))


@app.command()
def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="规则集，如 hard-2019。 The rulebook.", autocompletion=rulebooks.rulebook_ids
        ),
    ],
    clause: Annotated[str | None, typer.Argument(metavar="[CLAUSE]", help="条款编号，如 17。 The clause.")] = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """查看一个规则集，或其中一个条款。 A rulebook, or one of its clauses.

    [bold]例 Examples[/bold]

    scorecard rulebooks show hard-2019

    scorecard rulebooks show hard-2019 17
    """
    book = rulebooks.load(name)
    if clause is None:
        typer.echo(book_text(book, lang))
    else:
        must_have(book, clause)
        typer.echo(clause_text(book, clause, lang))


def books_text(books: list[Rulebook], lang: str) -> str:
    """The rulebooks, a line each: id, title, edition, numbers of tests, scored clauses and deductions."""
    table = headed_table(("rulebook", "title", "edition", "kind test", "kind score", "kind deduction"), lang)
    for book in books:
        counts = [str(len(book.of_kind(kind))) for kind in ("test", "score", "deduction")]
        table.add_row(book.id, book.title_in(lang), book.edition, *counts)
    return rendered(table)


def book_text(book: Rulebook, lang: str) -> str:
    """A rulebook: what it is, its source, and its clauses."""
    table = headed_table(("clause id", "clause kind", "title", "possible", "provenance"), lang)
    for clause in book.clauses.values():
        most = (
            words.maximum_text(rulebooks.clause_limit(clause, "possible"), lang)
            if clause.kind == clauses.SCORED
            else ""
        )
        provenance = words.say(f"mark {clause.provenance}", lang)
        table.add_row(clause.id, words.say(f"kind {clause.kind}", lang), clause.title_in(lang), most, provenance)
    source = book.source["zh" if lang == "zh" else "title"]
    about = book.about_zh if lang == "zh" else book.about
    return f"{book.title_in(lang)}（{book.id}）\n{source}\n{about}\n\n{rendered(table)}"


def clause_text(book: Rulebook, name: str, lang: str) -> str:
    """A clause: its text, formulas by reading, values, notes, and who answers for it."""
    clause = book.clauses[name]
    lines = [f"{book.id} {clause.id}  {clause.title_in(lang)}", "", *glosses.glossed_lines(clause.text, lang), ""]
    for reading in clause.readings.values():
        lines += _reading(book, clause, reading, lang)
    return "\n".join([*lines, *_values(clause, lang), *_notes(clause, lang), *_units(book, clause, lang)])


def _reading(book: Rulebook, clause: Clause, reading: Reading, lang: str) -> list[str]:
    labels = working_steps.formula_labels(clause, book, reading, lang)
    why = f"：{reading.why_zh}" if lang == "zh" else f": {reading.why}"
    lines = [
        f"[{reading.name}] {words.say('mark ' + reading.provenance, lang)}{why if reading.name != DEFAULT else ''}"
    ]
    for part, key in (("points", "formula"), ("met", "outcome" if clause.kind == clauses.TESTED else "target")):
        if tree := getattr(reading, part):
            lines += [
                f"  {headlined(key, formula_text(tree, labels, lang), lang)}",
                f"    LaTeX  {formula_latex(tree, labels)}",
            ]
    return lines + [f"    {labels[let.name]} = {formula_text(let.tree, labels, lang)}" for let in reading.lets.values()]


def _values(clause: Clause, lang: str) -> list[str]:
    lines = ["", headlined("values", "", lang).rstrip()]
    for value in clause.values.values():
        amount = words.rule_value_text(value.amount, value.unit, lang)
        title = f"{value.zh}  " if lang == "zh" else ""
        lines.append(f"  {clause.id}.{value.name}  {title}{amount}  [{value.source}]")
    return lines if clause.values else []


def _notes(clause: Clause, lang: str) -> list[str]:
    empty = clause.readings[DEFAULT].empty
    said: list[tuple[clauses.ClauseNote | clauses.ZeroDenominator, str]] = [(note, note.mark) for note in clause.notes]
    said += [(empty, empty.provenance)] if empty else []
    lines = [f"  {headlined('mark ' + mark, note.zh if lang == 'zh' else note.en, lang)}" for note, mark in said]
    return ["", headlined("assumed", "", lang).rstrip(), *lines] if lines else []


def _units(book: Rulebook, clause: Clause, lang: str) -> list[str]:
    """Who answers for a clause, by the names of roles: a rulebook is no one city's."""
    roles = tuple(unit.name(lang) for unit in responsible_departments(book, clause))
    offices = (("responsible", roles), ("supplier", glosses.glossed_names(clause.supplier, lang)))
    between = words.say("comma", lang)
    return [
        "",
        *(headlined(key, between.join(units) or words.say("not printed", lang), lang) for key, units in offices),
    ]
