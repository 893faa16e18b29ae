"""`scorecard explain`: a clause's working, the numbers put in (计算过程)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from analysis import rulebooks, scorecards
from analysis.cli.answers import headlined
from analysis.cli.options import (
    AsOfOption,
    CityOption,
    Language,
    LanguageOption,
    MonthOption,
    OptionalFactsArgument,
    ReadingsOption,
    ScenarioFilesOption,
    SetsOption,
    selected,
)
from analysis.cli.subjects import given_facts, stacked
from analysis.problems import InputError, Problem, did_you_mean
from analysis.rulebooks import Rulebook, clauses
from analysis.scorecards import Card
from analysis.text_normalisation import quoted_value
from analysis.views import gap_tables, glosses, result_texts, words


def explain(
    ctx: typer.Context,
    clause: Annotated[str, typer.Option("--clause", help="条款编号，如 18.3。 The clause.")],
    rulebook: Annotated[
        str | None,
        typer.Option(
            "--rulebook", help="规则集；缺省为所有含此条款者。 The rulebook.", autocompletion=rulebooks.rulebook_ids
        ),
    ] = None,
    paths: OptionalFactsArgument = None,
    sets: SetsOption = None,
    readings: ReadingsOption = None,
    scenario: ScenarioFilesOption = None,
    city: CityOption = None,
    month: MonthOption = None,
    as_of: AsOfOption = "",
    lang: LanguageOption = Language.ZH,
) -> None:
    """列出一项指标的计算过程和代入数值。 A clause's working, the numbers put in.

    [bold]例 Example[/bold]

    scorecard explain data/facts/320281/2021-03.csv --clause 18.3
    """
    for name in [rulebook] if rulebook else books_having(clause):
        book = rulebooks.load(name, month or "")
        must_have(book, clause)
        changed = stacked(ctx, book)
        facts = given_facts(paths, book, city, month, as_of, changed)
        places = selected(facts, city, month).select("city", "month").unique(maintain_order=True)
        for code, when in places.iter_rows():
            typer.echo(working_text(scorecards.card(facts, book, code, when, changed), clause, lang))


def books_having(clause: str) -> list[str]:
    """The rulebooks with a clause of this id that can be scored. Raises `InputError` where there is none."""
    books = [rulebooks.load(name) for name in rulebooks.rulebook_ids()]
    having = [book.id for book in books if clause in book.clauses and not book.clauses[clause].blank]
    if not having:
        ids = dict.fromkeys(name for book in books for name, found in book.clauses.items() if not found.blank)
        raise InputError([_no_clause(clause, list(ids), "--clause")])
    return having


def must_have(book: Rulebook, clause: str) -> None:
    """Raise `InputError`, with the near id, where the rulebook has no such clause."""
    if clause not in book.clauses:
        raise InputError([_no_clause(clause, list(book.clauses), book.id)])


def _no_clause(clause: str, ids: list[str], where: str) -> Problem:
    near_zh, near_en = did_you_mean(clause, ids)
    zh = f"没有此条款。{near_zh}现有：{'、'.join(ids)}。"
    en = " ".join(filter(None, ["There is no such clause.", near_en, f"Known: {', '.join(ids)}."]))
    return Problem(f"{where} {quoted_value(clause)}", zh, en)


def working_text(card: Card, name: str, lang: str) -> str:
    """A clause's working at a card: text, formula, numbers put in, points, target, what is missing."""
    working = card.working(name, lang)
    row = next(row for clause, row in card.clauses() if clause.id == name)
    lines = [
        f"{card.book.id} {name}  {working.clause.title_in(lang)}  {words.city_title(card.city, lang)} {card.month}",
        *glosses.glossed_lines(working.clause.text, lang),
        *(note.zh if lang == "zh" else note.en for note in working.clause.word_notes),
        headlined("formula", working.formula or words.say("blank", lang), lang),
        *(f"  {words.shortened_working(step)}" for step in working.steps),
        *_outcome(row, lang),
    ]
    if working.target and row["met"] is not None:
        reached = words.say("reached" if working.met else "not reached", lang)
        lines.append(headlined("target", words.say("target line", lang, target=working.target, met=reached), lang))
    if row["missing"]:
        lines.append(headlined("waiting", words.say("comma", lang).join(_waiting(card, row, lang)), lang))
    return "\n".join(lines) + "\n"


def _waiting(card: Card, row: Mapping[str, Any], lang: str) -> list[str]:
    """What the clause waits for, each with its reason."""
    reasons = [
        (result_texts.name_label(card, name, lang), gap_tables.missing_reason(card, name, lang))
        for name in row["missing"]
    ]
    return [words.say("bracketed", lang, text=text, inner=why) for text, why in reasons]


def _outcome(row: dict[str, Any], lang: str) -> list[str]:
    if row["kind"] == clauses.TESTED:
        verdict = {True: "passed", False: "failed", None: "missing"}[row["met"]]
        return [headlined("outcome", words.say(verdict, lang), lang)]
    most = f" / {words.maximum_text(row['possible'], lang)}" if row["kind"] == clauses.SCORED else ""
    return [headlined("earned", f"{words.earned_text(row, lang)}{most}", lang)]
