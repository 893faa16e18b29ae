"""Tables of results: verdict, totals, points by clause, points lost (结果表)."""

from __future__ import annotations

from typing import Any

from analysis.rulebooks import Clause
from analysis.rulebooks.clauses import TESTED
from analysis.scorecards import TOTAL, Card
from analysis.views import results
from analysis.views.results import Row
from analysis.views.sections import Part, beside, chosen, depth, heading, in_order, named, tests_only
from analysis.views.sheets import Table, Toned, columns
from analysis.views.words import earned, listed, maximum, rounded, say


def verdict(card: Card, lang: str = "zh") -> Table:
    """The outcome first: verdict, what vetoes it, the total with its interval; scenarios beside, marked."""
    said = results.verdict(card, lang)
    rows = [(say("verdict", lang), said), *_tests(card, lang), (say("total", lang), results.total(card, lang))]
    rows += [(heading(other, lang), Toned(results.total(card, lang, other.name), "assumed")) for other in beside(card)]
    titled = say("verdict title", lang, verdict=said)
    heads = columns(say("item", lang), say("result", lang))
    return Table(titled, heads, tuple(rows), lang, notes=_total_notes(card, lang), kind="facing")


def _tests(card: Card, lang: str) -> list[tuple[str, str]]:
    tested = [held for held in card.clauses() if held[0].kind == TESTED]
    failed = [named(clause, lang) for clause, row in tested if row["met"] is False]
    unknown = [named(clause, lang) for clause, row in tested if row["met"] is None]
    rows = [(say("tests", lang), results.tally(card, lang))] if tested else []
    rows += [(say("vetoes", lang), Toned(listed(failed, lang, "semicolon"), "bad"))] if failed else []
    rows += [(say("undecided tests", lang), Toned(listed(unknown, lang, "semicolon"), "missing"))] if unknown else []
    return rows


def vetoes(card: Card, lang: str = "zh") -> Table:
    """The tests that failed or can't be decided, with the numbers put in."""
    rows = [
        (clause.id, clause.title_in(lang), results.outcome(row, lang), results.steps(card, clause, lang))
        for clause, row in card.clauses()
        if clause.kind == TESTED and not row["met"]
    ]
    heads = columns(
        (say("clause id", lang), "id"), (say("title", lang), "name"), (say("outcome", lang), "mark"),
        say("numbers", lang),
    )  # fmt: skip
    nothing = say("no vetoes" if card.book.of_kind(TESTED) else "no tests", lang)
    return Table(say("vetoes title", lang), heads, tuple(rows), lang, empty=nothing)


def totals(card: Card, lang: str = "zh") -> Table:
    """The total and the groups, with their intervals and what is possible; other scenarios beside."""
    rows = [(Toned(say("total", lang), "strong"), *_total_cells(card, lang), Toned(_most(card, lang), "strong"))]
    rows += [_group(card, group, lang) for group in in_order(card.book)]
    others = [(heading(other, lang), "number") for other in beside(card)]
    heads = columns(
        (say("group", lang), "name"), (say("earned", lang), "number"), *others, (say("possible", lang), "number")
    )
    return Table(say("totals title", lang), heads, tuple(rows), lang, notes=_total_notes(card, lang))


def _total_cells(card: Card, lang: str) -> list[str]:
    own = Toned(results.shown(card.node(TOTAL), lang), "strong")
    return [own, *(Toned(results.shown(card.node(TOTAL, other.name), lang), "assumed") for other in beside(card))]


def _most(card: Card, lang: str) -> str:
    return maximum(card.node(TOTAL)["possible"], lang)


def _group(card: Card, group: Any, lang: str) -> tuple[str, ...]:
    indent = "\u3000" * (depth(card, group) - 1)
    title = f"{indent}{group.title_in(lang)}"
    if tests_only(card, group.id):
        dash = say("not there", lang)
        return (title, results.tally(card, lang, group.id), *(dash for _ in beside(card)), dash)
    own = card.node(group.id)
    others = [Toned(earned(card.node(group.id, other.name), lang), "assumed") for other in beside(card)]
    return (title, results.cell(own, lang), *others, maximum(own["possible"] or None, lang))


def lost(card: Card, lang: str = "zh", group: Part = None, most: int | None = None) -> Table:
    """Points lost, ranked: known losses first, then what may be lost where something is missing."""
    ranked = results.losses(card, group)[:most]
    rows = [
        (clause.id, clause.title_in(lang), _loss(row, loss, lang), results.cell(row, lang),
         *_others(card, clause, lang), maximum(row["possible"] or None, lang))
        for clause, row, loss in ranked
    ]  # fmt: skip
    others = [(heading(other, lang), "number") for other in beside(card)]
    heads = columns(
        (say("clause id", lang), "id"), (say("title", lang), "name"), (say("lost", lang), "number"),
        (say("earned", lang), "number"), *others, (say("possible", lang), "number"),
    )  # fmt: skip
    notes = (say("lost note", lang), *_notes(card, lang, False))
    return Table(say("lost title", lang), heads, tuple(rows), lang, notes=notes, empty=say("nothing lost", lang))


def _loss(row: Row, loss: float, lang: str) -> str:
    if row["points"] is not None:
        return rounded(loss)
    return Toned(say("at most lost", lang, points=rounded(loss)), "missing")


def clauses(card: Card, group: Part = None, lang: str = "zh") -> Table:
    """Each clause's points of those possible and its target, or its test; what it waits for; scenarios beside."""
    held = chosen(card, group)
    if held and all(clause.kind == TESTED for clause, _ in held):
        return _tested(card, held, lang)
    rows = [
        (clause.id, clause.title_in(lang), _result(row, lang), *_others(card, clause, lang),
         maximum(row["possible"] or None, lang), results.target(card, clause, row, lang),
         results.waits(card, row, lang))
        for clause, row in held
    ]  # fmt: skip
    others = [(heading(other, lang), "number") for other in beside(card)]
    heads = columns(
        (say("clause id", lang), "id"), (say("title", lang), "name"), (say("earned", lang), "number"), *others,
        (say("possible", lang), "number"), (say("target", lang), "mark"), say("remark", lang),
    )  # fmt: skip
    unknown = any(row["points"] is None for clause, row in held if clause.kind != TESTED)
    notes = (*_notes(card, lang, unknown), *_part_note(card, held, lang))
    return Table(say("clauses title", lang), heads, tuple(rows), lang, notes=notes)


def _result(row: Row, lang: str) -> str:
    return results.outcome(row, lang) if row["kind"] == TESTED else results.cell(row, lang)


def _tested(card: Card, held: list[tuple[Clause, Row]], lang: str) -> Table:
    rows = [
        (clause.id, clause.title_in(lang), results.outcome(row, lang), results.steps(card, clause, lang),
         results.waits(card, row, lang))
        for clause, row in held
    ]  # fmt: skip
    heads = columns(
        (say("clause id", lang), "id"), (say("title", lang), "name"), (say("outcome", lang), "mark"),
        say("numbers", lang), say("remark", lang),
    )  # fmt: skip
    return Table(say("tests title", lang), heads, tuple(rows), lang)


def _others(card: Card, clause: Clause, lang: str) -> list[str]:
    rows = [results.row_of(card, clause, other.name) for other in beside(card)]
    return [Toned(_result(row, lang), "assumed") for row in rows]


def _part_note(card: Card, held: list[tuple[Clause, Row]], lang: str) -> list[str]:
    return [say("targets apart", lang)] if any(results.part_only(card, *pair) for pair in held) else []


def _notes(card: Card, lang: str, unknown: bool) -> tuple[str, ...]:
    notes = [say("interval note", lang)] if unknown else []
    return (*notes, *(say("beside note", lang, title=heading(other, lang)) for other in beside(card)))


def _total_notes(card: Card, lang: str) -> tuple[str, ...]:
    return (*_notes(card, lang, card.total()["points"] is None), *results.floored(card, lang))
