"""Tables of origin: who is responsible, which figures were used and where they come from (责任与来源)."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.assessment_tables import unknown_units
from analysis.departments import responsible_departments
from analysis.facts import Fact
from analysis.formulas import number_text
from analysis.rulebooks import Clause
from analysis.scorecards import Card
from analysis.views.amounts import numbered_title
from analysis.views.glosses import glossed_text
from analysis.views.links import LinkedText, clause_anchor, clause_links, fact_anchor, linked_text
from analysis.views.sections import Part, section_clauses, section_facts
from analysis.views.view_objects import Table, TonedText, table_columns
from analysis.views.words import amount_text, joined_texts, say

_TONES = {"estimated": "assumed", "missing": "missing"}


def responsible(card: Card, lang: str = "zh", group: Part = None) -> Table:
    """The city's departments, each with the clauses it answers for; a shared clause stands whole under each.

    The last row holds the clauses for which neither the city nor the source names one.
    """
    named = [
        (clause, responsible_departments(card.book, clause, card.city)) for clause, _ in section_clauses(card, group)
    ]
    units = dict.fromkeys(unit for _, owners in named for unit in owners)
    rows = [(unit.name(lang), _answers([clause for clause, owners in named if unit in owners], lang)) for unit in units]
    without = [clause for clause, owners in named if not owners]
    rows += [(TonedText(say("not printed", lang), "quiet"), _answers(without, lang))] if without else []
    notes = (say("responsible note", lang),) if units else ()
    heads = table_columns((say("unit", lang), "name"), say("clauses", lang))
    return Table(say("responsible title", lang), heads, tuple(rows), lang, notes=notes)


def _answers(clauses: list[Clause], lang: str) -> str:
    return joined_texts([numbered_title(clause, lang) for clause in clauses], lang, "semicolon")


def responsible_names(card: Card, clause: Clause, lang: str, shared: bool = False) -> str:
    """Who answers for a clause in the card's city, by its names; others as printed."""
    owners = responsible_departments(card.book, clause, card.city)
    printed = unknown_units(card.book, clause)
    return unit_names((*(unit.name(lang) for unit in owners), *printed), lang, shared)


def unit_names(names: tuple[str, ...], lang: str, shared: bool = False) -> str:
    """Units by name; several are said to share; none is said to be not printed."""
    if not names:
        return TonedText(say("not printed", lang), "quiet")
    text = joined_texts(names, lang)
    return say("shared", lang, units=text) if shared and len(names) > 1 else text


def figures(card: Card, group: Part = None, lang: str = "zh", status: str | None = None) -> Table:
    """The figures that clauses judge: value, status, source, note, clauses; all, or those of one status."""
    used = section_facts(card, group)
    rows = [
        figure_row(card, card.book.dictionary[name], clauses, lang)
        for name, clauses in used.items()
        if status in (None, figure_status(card, name))
    ]
    heads = table_columns(
        (say("figure", lang), "name"), (say("value", lang), "number"), (say("status", lang), "mark"),
        say("source", lang), say("remark", lang), (say("clauses", lang), "name"),
    )  # fmt: skip
    return Table(say("figures title", lang), heads, tuple(rows), lang)


def estimated(card: Card, lang: str = "zh", group: Part = None) -> Table:
    """The figures that are estimated, each with its source."""
    table = figures(card, group, lang, status="estimated")
    titled = say("estimated title", lang, count=len(table.rows))
    return Table(titled, table.columns, table.rows, lang, empty=say("nothing estimated", lang))


def figure_row(card: Card, fact: Fact, clauses: list[Clause], lang: str) -> tuple[str, ...]:
    """One figure as a row of a table."""
    row = card.figure(fact.name) or {"value": None, "source": None, "note": None}
    value = amount_text(row["value"], fact, lang)
    state = figure_status(card, fact.name)
    dash = say("not there", lang)
    remarks = list(filter(None, [_scenario(card, fact, row["value"], lang), glossed_text(row["note"], lang)]))
    return (
        linked_text(fact.zh if lang == "zh" else fact.en, fact_anchor(fact.name)),
        value if row["value"] is not None else TonedText(value, "missing"),
        TonedText(say(state, lang), _TONES.get(state, "")),
        glossed_text(row["source"], lang) or dash,
        joined_texts(remarks, lang, "semicolon") if remarks else dash,
        clause_links(card, [clause.id for clause in clauses], lang),
    )


def figures_used(cards: Sequence[Card], lang: str = "zh") -> Table:
    """Every figure that the cards judge, once: its value, where it comes from, how many records, and for which items.

    What a working leads to; from here back to each working, and by command to the single records.
    """
    judging: dict[str, list[tuple[Card, list[Clause]]]] = {}
    for card in cards:
        for name, clauses in section_facts(card).items():
            judging.setdefault(name, []).append((card, clauses))
    rows = tuple(_figure_used(name, by_card, lang) for name, by_card in judging.items())
    heads = table_columns(
        (say("figure", lang), "name"), (say("value", lang), "number"), (say("status", lang), "mark"),
        say("source", lang), say("remark", lang), (say("record count", lang), "number"), (say("clauses", lang), "name"),
    )  # fmt: skip
    note = say("trace note", lang, city=cards[0].city, month=cards[0].month) if cards else ""
    return Table(say("sources title", lang), heads, rows, lang, notes=(note,), empty=say("nothing missing", lang))


def _figure_used(name: str, by_card: Sequence[tuple[Card, list[Clause]]], lang: str) -> tuple[str, ...]:
    card, clauses = by_card[0]
    fact, row = card.book.dictionary[name], card.figure(name) or {}
    title, *rest, _ = figure_row(card, fact, clauses, lang)
    leads = [(clause.id, clause_anchor(each.book.id, clause.id)) for each, judged in by_card for clause in judged]
    between, count = say("comma", lang), row.get("records")
    records = say("not there", lang) if count is None else number_text(count, lang)
    answered = LinkedText(between.join(number for number, _ in leads), leads, between=between)
    return LinkedText(title, anchor=fact_anchor(name)), *rest, records, answered


def figure_status(card: Card, name: str) -> str:
    """Measured, supplied, estimated or missing; a figure without a status was supplied."""
    row = card.figure(name)
    return "missing" if row is None or row["value"] is None else row["status"] or "supplied"


def _scenario(card: Card, fact: Fact, kept: float | None, lang: str) -> str:
    taken = card.value(fact.name)
    return "" if taken == kept else say("scenario value", lang, amount=amount_text(taken, fact, lang))
