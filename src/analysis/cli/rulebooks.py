"""`scorecard rulebooks`: the rulebooks at hand, and what a clause says (规则集)."""

from __future__ import annotations

from typing import Annotated, Any

import polars as pl
import typer

from analysis import rulebooks
from analysis.assessment_tables import unknown_units
from analysis.cli import rulebook_diff, rulebook_tables
from analysis.cli.answers import (
    Format,
    FormatOption,
    OutputOption,
    answer,
    as_text,
    give_frame,
    headed_table,
    headlined,
    rendered,
)
from analysis.cli.explain import must_have
from analysis.cli.options import Language, LanguageOption
from analysis.departments import responsible_departments
from analysis.formulas import formula_latex, formula_text
from analysis.rulebooks import DEFAULT, Clause, DatedAmount, Reading, Rulebook, RuleValue, clauses
from analysis.scorecards import applicability_workings, working_steps
from analysis.views import glosses, rule_dates, validities, words

app = typer.Typer(
    invoke_without_command=True,
    help="列出规则集；show 查看条款全文、公式、取值和读法。 List the rulebooks; `show` one of them or a clause.\n\n"
    "new 由本单位的考核表建规则集，todo 列出待办，confirm 确认提议的公式，export 导出成表。\n\n"
    "[bold]例 Example[/bold]\n\nscorecard rulebooks",
)


app.command()(rulebook_tables.new)
app.command()(rulebook_tables.todo)
app.command()(rulebook_tables.confirm)
app.command()(rulebook_tables.export)


@app.callback()
def list_rulebooks(
    ctx: typer.Context,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """列出规则集。 List the rulebooks."""
    if ctx.invoked_subcommand is None:
        books = [rulebooks.load(name) for name in rulebooks.rulebook_ids()]
        give_frame(books_frame(books, lang), books_text(books, lang), form, output)


app.command("diff")(rulebook_diff.diff)


@app.command()
def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="规则集，如 hard-2019。 The rulebook.", autocompletion=rulebooks.rulebook_ids
        ),
    ],
    clause: Annotated[str | None, typer.Argument(metavar="[CLAUSE]", help="条款编号，如 17。 The clause.")] = None,
    month: Annotated[
        str | None, typer.Option("--month", metavar="MONTH", help="按此月有效的规则。 As in force in a month.")
    ] = None,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
    lang: LanguageOption = Language.ZH,
) -> None:
    """查看一个规则集，或其中一个条款。 A rulebook, or one of its clauses.

    [bold]例 Examples[/bold]

    scorecard rulebooks show hard-2019

    scorecard rulebooks show hard-2019 17

    scorecard rulebooks show hard-2019 17 --month 2021-03
    """
    book = rulebooks.load(name, month or "")
    if clause is None:
        give_frame(clauses_frame(book, lang), book_text(book, lang), form, output)
    else:
        must_have(book, clause)
        answer(clause_parts(book, clause, lang), values_frame(book, clause), [], form, output,
               clause_text(book, clause, lang))  # fmt: skip


def clause_parts(book: Rulebook, name: str, lang: str) -> dict[str, Any]:
    """A clause as JSON holds it: its text, the formulas of each reading, and its values."""
    clause = book.clauses[name]
    readings = [
        {"name": reading.name, "provenance": reading.provenance,
         **{part: _formula(book, clause, reading, part, lang) for part in ("points", "met")}}
        for reading in clause.readings.values()
    ]  # fmt: skip
    said = {"title": clause.title_in(lang), "text": clause.text, "responsible": clause.responsible}
    return {"clause": name, **said, "readings": readings, "values": values_frame(book, name)}


def _formula(book: Rulebook, clause: Clause, reading: Reading, part: str, lang: str) -> str | None:
    tree = getattr(reading, part)
    return formula_text(tree, working_steps.formula_labels(clause, book, reading, lang), lang) if tree else None


def books_frame(books: list[Rulebook], lang: str) -> pl.DataFrame:
    """The rulebooks as rows: `rulebook, title, edition`, and how many clauses there are of each kind."""
    kinds = (clauses.TESTED, clauses.SCORED, clauses.DEDUCTED)
    rows = [
        {"rulebook": book.id, "title": book.title_in(lang), "edition": book.edition}
        | {kind: len(book.of_kind(kind)) for kind in kinds}
        for book in books
    ]
    return pl.DataFrame(rows)


def clauses_frame(book: Rulebook, lang: str) -> pl.DataFrame:
    """A rulebook's clauses as rows: `clause, kind, title, possible, provenance, text`."""
    rows = [
        (clause.id, clause.kind, clause.title_in(lang), _possible(clause), clause.provenance, clause.text)
        for clause in book.clauses.values()
    ]
    texts = dict.fromkeys(("clause", "kind", "title", "possible", "provenance", "text"), pl.String)
    return pl.DataFrame(rows, schema=texts | {"possible": pl.Float64}, orient="row")


def values_frame(book: Rulebook, name: str) -> pl.DataFrame:
    """A clause's rule values as rows: `target, title, value, unit, source`."""
    values = book.clauses[name].values.values()
    rows = [(f"{name}.{value.name}", value.zh, value.amount, value.unit, value.source) for value in values]
    texts = dict.fromkeys(("target", "title", "value", "unit", "source"), pl.String)
    frame = pl.DataFrame(rows, schema=texts | {"value": pl.Float64}, orient="row")
    return frame if not any(value.dated for value in values) else frame.join(_dated_frame(book, name), on="target")


def _dated_frame(book: Rulebook, name: str) -> pl.DataFrame:
    """What each value of a clause was and is, in words: `target, dated`."""
    rows = [
        (f"{name}.{value.name}", "; ".join(_dated(value, dated, "zh") for dated in value.dated))
        for value in book.clauses[name].values.values()
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(("target", "dated"), pl.String), orient="row")


def _possible(clause: Clause) -> float | None:
    return rulebooks.clause_limit(clause, "possible") if clause.kind == clauses.SCORED else None


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
        most = words.maximum_text(_possible(clause), lang) if clause.kind == clauses.SCORED else ""
        provenance = words.say(f"mark {clause.provenance}", lang)
        table.add_row(clause.id, words.say(f"kind {clause.kind}", lang), clause.title_in(lang), most, provenance)
    source = book.source["zh" if lang == "zh" else "title"]
    about = book.about_zh if lang == "zh" else book.about
    dated = "".join(f"{said}\n" for said in validities.judged_by_text(book, lang))
    return f"{book.title_in(lang)}（{book.id}）\n{source}\n{about}\n{dated}\n{rendered(table)}{_periods(book, lang)}"


def _periods(book: Rulebook, lang: str) -> str:
    """The times of a rulebook whose rules have changed, and what changed."""
    table = rule_dates.rule_periods_table(book, lang)
    return "" if table is None else f"\n\n{as_text([table])}"


def clause_text(book: Rulebook, name: str, lang: str) -> str:
    """A clause: its text, formulas by reading, values, notes, and who answers for it."""
    clause = book.clauses[name]
    lines = [f"{book.id} {clause.id}  {clause.title_in(lang)}", "", *glosses.glossed_lines(clause.text, lang), ""]
    for reading in clause.readings.values():
        lines += _reading(book, clause, reading, lang)
    lines += _in_force(clause, lang)
    return "\n".join([*lines, *_values(clause, lang), *_notes(clause, lang), *_units(book, clause, lang)])


def _reading(book: Rulebook, clause: Clause, reading: Reading, lang: str) -> list[str]:
    labels = working_steps.formula_labels(clause, book, reading, lang)
    why = f"：{reading.why_zh}" if lang == "zh" else f": {reading.why}"
    lines = [
        f"[{reading.name}] {words.say('mark ' + reading.provenance, lang)}{why if reading.name != DEFAULT else ''}"
    ]
    if clause.blank:
        lines.append(f"  {headlined('formula', words.say('blank', lang), lang)}")
    for part, key in (("points", "formula"), ("met", "outcome" if clause.kind == clauses.TESTED else "target")):
        if tree := getattr(reading, part):
            lines += [
                f"  {headlined(key, formula_text(tree, labels, lang), lang)}",
                f"    LaTeX  {formula_latex(tree, labels)}",
            ]
    if applied := applicability_workings.rule_text(reading, labels, lang):
        lines.append(f"  {applied.strip(' ()（）')}")
    return lines + [f"    {labels[let.name]} = {formula_text(let.tree, labels, lang)}" for let in reading.lets.values()]


def _values(clause: Clause, lang: str) -> list[str]:
    lines = ["", headlined("values", "", lang).rstrip()]
    for value in clause.values.values():
        amount = words.rule_value_text(value.amount, value.unit, lang)
        title = f"{value.zh}  " if lang == "zh" else ""
        lines.append(f"  {clause.id}.{value.name}  {title}{amount}  [{value.source}]")
        lines += [f"    {_dated(value, dated, lang)}" for dated in value.dated]
    return lines if clause.values else []


def _dated(value: RuleValue, dated: DatedAmount, lang: str) -> str:
    """What a value is for a time."""
    amount = words.rule_value_text(dated.amount, value.unit, lang)
    return f"{validities.validity_text(dated.validity, lang)}  {amount}  [{dated.source}]"


def _in_force(clause: Clause, lang: str) -> list[str]:
    """From when to when a clause is in force, where that is written."""
    if not clause.validity.is_dated:
        return []
    return ["", words.say("clause in force", lang, validity=validities.validity_text(clause.validity, lang))]


def _notes(clause: Clause, lang: str) -> list[str]:
    empty = clause.readings[DEFAULT].empty
    said: list[tuple[clauses.ClauseNote | clauses.ZeroDenominator, str]] = [(note, note.mark) for note in clause.notes]
    said += [(empty, empty.provenance)] if empty else []
    lines = [f"  {headlined('mark ' + mark, note.zh if lang == 'zh' else note.en, lang)}" for note, mark in said]
    return ["", headlined("assumed", "", lang).rstrip(), *lines] if lines else []


def _units(book: Rulebook, clause: Clause, lang: str) -> list[str]:
    """Who answers for a clause, by the names of roles, as a rulebook is no one city's; an office's own as printed."""
    roles = (*(unit.name(lang) for unit in responsible_departments(book, clause)), *unknown_units(book, clause))
    offices = (("responsible", roles), ("supplier", glosses.glossed_names(clause.supplier, lang)))
    between = words.say("comma", lang)
    return [
        "",
        *(headlined(key, between.join(units) or words.say("not printed", lang), lang) for key, units in offices),
    ]
