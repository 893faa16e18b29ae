"""Which part of a card is shown: sections by notebook, groups in order, the scenarios beside (章节)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import polars as pl

from analysis import rulebooks, scorecards
from analysis.facts import long_facts
from analysis.problems import InputError, Problem, Problems
from analysis.rulebooks import Clause, Group, Rulebook
from analysis.rulebooks import clauses as clauses_rulebook
from analysis.scenarios import Scenario
from analysis.scorecards import Card
from analysis.views.view_objects import view_sequence
from analysis.views.words import say

Part = str | Sequence[str] | None
Row = dict[str, Any]


def cards(rows: Any, books: Sequence[str], city: str, month: str, scenarios: Sequence[Scenario]) -> list[Card]:
    """A card for each rulebook, by its id."""
    loaded = [rulebooks.load(book) for book in books]
    facts = long_facts(rows, {name: fact for book in loaded for name, fact in book.dictionary.items()})
    return [scorecards.card(own_figures(facts, book), book, city, month, scenarios) for book in loaded]


def own_figures(facts: pl.DataFrame, book: Rulebook) -> pl.DataFrame:
    """The figures that a rulebook knows: what another brings itself is not its matter."""
    return facts.filter(pl.col("fact").is_in(list(book.dictionary)))


def each(view: Callable[..., Any], cards_shown: Sequence[Card], lang: str, **settings: Any) -> Any:
    """A view of each card, one after another, each under its rulebook's title where there are several."""
    views = [(card, view(card, lang=lang, **settings)) for card in cards_shown]
    return view_sequence([_under(card, part, lang) if len(views) > 1 else part for card, part in views])


def _under(card: Card, part: Any, lang: str) -> Any:
    return part.under(card.book.title_in(lang)) if hasattr(part, "under") else part


def section(card: Card, name: str) -> tuple[str, ...]:
    """The top groups that a notebook shows; all of them for a name that no group gives, such as `overview`.

    Raises `InputError` for a notebook of other rulebooks: under its title would stand what is not of it.
    """
    named = tuple(group.id for group in card.book.groups.values() if group.notebook == name)
    if not named and (books := _books_with(name)):
        raise InputError([_no_section(card.book, name, books)])
    return named or tuple(group.id for group in card.book.groups.values() if not group.parent)


def _books_with(notebook: str) -> list[str]:
    """The rulebooks at hand of which a group is shown by a notebook; one that cannot be read has none."""
    loaded = [Problems().absorb(partial(rulebooks.load, name)) for name in rulebooks.rulebook_ids()]
    shown = [book for book in loaded if book and any(group.notebook == notebook for group in book.groups.values())]
    return [book.id for book in shown]


def _no_section(book: Rulebook, name: str, books: list[str]) -> Problem:
    own = list(dict.fromkeys(group.notebook for group in book.groups.values() if group.notebook)) or ["overview"]
    zh = f"规则集 {book.id} 没有这一章。请用规则集 {'、'.join(books)}，或打开 {book.id} 的笔记本：{'、'.join(own)}。"
    en = f"Rulebook {book.id} has no such section. Use the rulebook {', '.join(books)}, or its own: {', '.join(own)}."
    return Problem(f"笔记本 notebook {name}", zh, en)


def section_clauses(card: Card, group: Part = None, scenario: str | None = None) -> list[tuple[Clause, Row]]:
    """The clauses of a group, of several, or of all, each with its POINTS row."""
    if group is None or isinstance(group, str):
        return card.clauses(group, scenario)
    wanted = {clause.id for name in group for clause in card.book.under(name)}
    return [(clause, row) for clause, row in card.clauses(None, scenario) if clause.id in wanted]


def section_facts(card: Card, group: Part = None) -> dict[str, list[Clause]]:
    """The facts that the clauses judge under their reading, in order, each with its clauses."""
    used: dict[str, list[Clause]] = {}
    for clause, row in section_clauses(card, group):
        for fact in clause.facts(row["reading"]):
            used.setdefault(fact, []).append(clause)
    return used


def ordered_groups(book: Rulebook, deepest: int = 2, parent: str = "") -> list[Group]:
    """The groups down to a depth, each followed by those under it."""
    own = [group for group in book.groups.values() if group.parent == parent]
    below = [[group, *ordered_groups(book, deepest - 1, group.id)] for group in own] if deepest else []
    return [group for branch in below for group in branch]


def group_depth(card: Card, group: Group) -> int:
    """How deep a group stands in the rulebook's tree: 1 for those at the top."""
    return len(card.book.path(group.id))


def group_notebook(card: Card, group: str) -> str:
    """The notebook that shows a group: that of its top group."""
    return card.book.groups[card.book.path(group)[0]].notebook or ""


def has_only_tests(card: Card, group: str) -> bool:
    """Whether a group holds tests and nothing that is scored."""
    clauses = card.book.under(group)
    return bool(clauses) and all(clause.kind == clauses_rulebook.TESTED for clause in clauses)


def scenarios_beside(card: Card) -> tuple[Scenario, ...]:
    """The scenarios shown beside the card's own."""
    return card.scenarios[1:]


def rests_on_assumptions(scenario: Scenario) -> bool:
    """Whether a scenario stands on figures that no source gives."""
    return any(change.mark == "assumed" for change in scenario.changes)


def scenario_heading(scenario: Scenario, lang: str) -> str:
    """The heading of a scenario's column; a working assumption is called so."""
    return say("assumed beside" if rests_on_assumptions(scenario) else "beside", lang, title=scenario.title_in(lang))
