"""Which part of a card is shown."""

from __future__ import annotations

import pytest

from analysis import facts, rulebooks, views
from analysis.paths import root
from analysis.scenarios import BASELINE, load_all
from analysis.views import sections

BOOKS = ("hard-2019", "monitoring-2021")
NOTEBOOKS = {path.stem for path in (root() / "notebooks").glob("*.ipynb")}


@pytest.mark.parametrize(("name", "groups"), [("base_items", ("base",)), ("overview", ("base", "main", "deductions"))])
def test_a_notebook_shows_the_groups_that_name_it(card_of, name, groups):
    assert views.section(card_of(), name) == groups


def test_a_section_holds_its_own_clauses_only(card_of):
    pairs = sections.section_clauses(card_of(), views.section(card_of(), "leading_items"))
    assert [clause.id for clause, _ in pairs] == ["1.1", "2"]


def test_cards_of_several_rulebooks_leave_out_scenarios_for_another(card_of):
    scenarios = load_all(["baseline", "assumed-benchmarks"])
    hard, monitoring = views.cards(card_of().facts, BOOKS, "320281", "2021-03", scenarios)
    assert hard.scenarios == (BASELINE,)
    assert len(monitoring.scenarios) == 2


def test_every_clause_is_shown_in_some_notebook():
    for name in BOOKS:
        book = rulebooks.load(name)
        tops = [group for group in book.groups.values() if group.notebook in NOTEBOOKS]
        shown = {clause.id for group in tops for clause in book.under(group.id)}
        assert shown == set(book.clauses)
        assert facts.dictionary().keys() >= set(book.facts())
