"""Rulebooks, clauses and workings as text (条款与计算过程输出)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis import rulebooks
from analysis.cli.cards import headed, headlined, rendered
from analysis.formulas import formula_latex, formula_text
from analysis.problems import InputError, Problem, did_you_mean
from analysis.rulebooks import Clause, Reading, Rulebook
from analysis.rulebooks.clauses import DEFAULT, SCORED, TESTED, ClauseNote, ZeroDenominator
from analysis.scorecards import Card
from analysis.scorecards.working_steps import formula_labels
from analysis.text_normalisation import quoted_value
from analysis.views import gap_tables, result_texts, words
from analysis.views.words import say


def having(clause: str) -> list[str]:
    """The rulebooks with a clause of this id that can be scored. Raises `InputError` where there is none."""
    books = [rulebooks.load(name) for name in rulebooks.rulebook_ids()]
    found = [book.id for book in books if clause in book.clauses and not book.clauses[clause].blank]
    if not found:
        known = dict.fromkeys(name for book in books for name, held in book.clauses.items() if not held.blank)
        raise InputError([_no_clause(clause, list(known), "--clause")])
    return found


def must_have(book: Rulebook, clause: str) -> None:
    """Raise `InputError`, with the near id, where the rulebook has no such clause."""
    if clause not in book.clauses:
        raise InputError([_no_clause(clause, list(book.clauses), book.id)])


def _no_clause(clause: str, known: list[str], where: str) -> Problem:
    zh, en = did_you_mean(clause, known)
    told = f"没有此条款。{zh}现有：{'、'.join(known)}。"
    told_en = " ".join(filter(None, ["There is no such clause.", en, f"Known: {', '.join(known)}."]))
    return Problem(f"{where} {quoted_value(clause)}", told, told_en)


def books_text(books: list[Rulebook], lang: str) -> str:
    """The rulebooks, a line each: id, title, edition, numbers of tests, scored clauses and deductions."""
    table = headed(("rulebook", "title", "edition", "kind test", "kind score", "kind deduction"), lang)
    for book in books:
        counts = [str(len(book.of_kind(kind))) for kind in ("test", "score", "deduction")]
        table.add_row(book.id, book.title_in(lang), book.edition, *counts)
    return rendered(table)


def book_text(book: Rulebook, lang: str) -> str:
    """A rulebook: what it is, its source, and its clauses."""
    table = headed(("clause id", "clause kind", "title", "possible", "provenance"), lang)
    for clause in book.clauses.values():
        most = words.maximum_text(rulebooks.clause_limit(clause, "possible"), lang) if clause.kind == SCORED else ""
        marked = say(f"mark {clause.provenance}", lang)
        table.add_row(clause.id, say(f"kind {clause.kind}", lang), clause.title_in(lang), most, marked)
    source = book.source["zh" if lang == "zh" else "title"]
    about = book.about_zh if lang == "zh" else book.about
    return f"{book.title_in(lang)}（{book.id}）\n{source}\n{about}\n\n{rendered(table)}"


def clause_text(book: Rulebook, name: str, lang: str) -> str:
    """A clause: its text, formulas by reading, values, notes, and who answers for it."""
    clause = book.clauses[name]
    lines = [f"{book.id} {clause.id}  {clause.title_in(lang)}", "", clause.text, ""]
    for reading in clause.readings.values():
        lines += _reading(book, clause, reading, lang)
    return "\n".join([*lines, *_values(clause, lang), *_notes(clause, lang), *_units(clause, lang)])


def _reading(book: Rulebook, clause: Clause, reading: Reading, lang: str) -> list[str]:
    labels = formula_labels(clause, book, reading, lang)
    why = f"：{reading.why_zh}" if lang == "zh" else f": {reading.why}"
    lines = [f"[{reading.name}] {say('mark ' + reading.provenance, lang)}{why if reading.name != DEFAULT else ''}"]
    for part, key in (("points", "formula"), ("met", "outcome" if clause.kind == TESTED else "target")):
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
    said: list[tuple[ClauseNote | ZeroDenominator, str]] = [(note, note.mark) for note in clause.notes]
    said += [(empty, empty.provenance)] if empty else []
    lines = [f"  {headlined('mark ' + mark, held.zh if lang == 'zh' else held.en, lang)}" for held, mark in said]
    return ["", headlined("assumed", "", lang).rstrip(), *lines] if lines else []


def _units(clause: Clause, lang: str) -> list[str]:
    named = (("responsible", clause.responsible), ("supplier", clause.supplier))
    between = say("comma", lang)
    return ["", *(headlined(key, between.join(units) or say("not printed", lang), lang) for key, units in named)]


def working_text(card: Card, name: str, lang: str) -> str:
    """A clause's working at a card: text, formula, numbers put in, points, target, what is missing."""
    made = card.working(name, lang)
    row = next(row for clause, row in card.clauses() if clause.id == name)
    lines = [
        f"{card.book.id} {name}  {made.clause.title_in(lang)}  {words.city_title(card.city, lang)} {card.month}",
        made.clause.text,
        headlined("formula", made.formula, lang),
        *(f"  {words.shortened_working(step)}" for step in made.steps),
        *_outcome(row, lang),
    ]
    if made.target and row["met"] is not None:
        reached = say("reached" if made.met else "not reached", lang)
        lines.append(headlined("target", say("target line", lang, target=made.target, met=reached), lang))
    if row["missing"]:
        lines.append(headlined("waiting", say("comma", lang).join(_waiting(card, row, lang)), lang))
    return "\n".join(lines) + "\n"


def _waiting(card: Card, row: Mapping[str, Any], lang: str) -> list[str]:
    """What the clause waits for, each with its reason."""
    told = [
        (result_texts.name_label(card, name, lang), gap_tables.missing_reason(card, name, lang))
        for name in row["missing"]
    ]
    return [say("bracketed", lang, text=text, inner=why) for text, why in told]


def _outcome(row: dict[str, Any], lang: str) -> list[str]:
    if row["kind"] == TESTED:
        verdict = {True: "passed", False: "failed", None: "missing"}[row["met"]]
        return [headlined("outcome", say(verdict, lang), lang)]
    most = f" / {words.maximum_text(row['possible'], lang)}" if row["kind"] == SCORED else ""
    return [headlined("earned", f"{words.earned_text(row, lang)}{most}", lang)]
